//! Input made to cost: 10 MiB each, within one second of processor time and 64 MiB of memory. A process of its
//! own, because memory is measured.

#![allow(clippy::unwrap_used, reason = "a failed test is allowed to stop loudly, in its helpers too")]

#[path = "../readers.rs"]
mod readers;

use readers::{READERS, run};

/// Debug builds are some twenty times slower than what is shipped, so they get a twentieth of the limit; a reader that is
/// not linear fails there too. `cargo test --release` tries the whole.
const SIZE: usize = if cfg!(debug_assertions) { 512 * 1024 } else { 10 * 1024 * 1024 };
const MOST_MIB: u64 = 64;
const MOST_MS: u64 = if cfg!(debug_assertions) { 2_000 } else { 1_000 };

fn filled(head: &str, unit: &str, tail: &str) -> Vec<u8> {
    let count = (SIZE - head.len() - tail.len()) / unit.len();
    [head.as_bytes(), unit.repeat(count).as_bytes(), tail.as_bytes()].concat()
}

/// An input by its name, made when it is its turn: only one is in memory at a time.
type Hostile = (&'static str, fn() -> Vec<u8>);

const LEAD: &str = "<adf><prospect><customer><contact>";

/// A mail with this content type and an empty body.
fn mail(content_type: &str) -> String {
    format!("From: a@example.com\nContent-Type: {content_type}\n\n")
}

const HOSTILE: &[Hostile] = &[
    ("less-than signs", || filled("", "<", "")),
    ("less-than signs in a lead", || filled(LEAD, "<", "")),
    ("ampersands", || filled("<adf><prospect><comments>", "&", "</comments>")),
    ("references", || filled("<adf><prospect><comments>", "&#x41;", "</comments>")),
    ("names without end", || filled("<adf><prospect>", "<name ", "")),
    ("200,000 nested tags", || format!("<adf><prospect>{}", "<a>".repeat(200_000)).into_bytes()),
    ("nested tags", || filled("<adf><prospect>", "<a>", "")),
    ("nested and closed", || filled("<adf><prospect>", "<a></b>", "")),
    ("elements", || filled(LEAD, "<email>a@b</email>", "")),
    ("prospects", || filled("<adf>", "<prospect><id>1</id></prospect>", "")),
    ("customers", || filled("<adf><prospect>", "<customer><contact><name>a</name>", "")),
    ("shared comments", || {
        let comments = format!("<customer><comments>{}</comments></customer>", "word ".repeat(14_000));
        filled(&format!("<adf>{comments}"), "<prospect/>", "")
    }),
    ("one attribute", || filled("<adf><prospect><id source=\"", "a", "\">1</id>")),
    ("attributes", || filled("<adf><prospect><id ", "a=b ", ">1</id>")),
    ("open quotes", || filled("<adf><prospect>", "<id a=\">", "")),
    ("open comments", || filled("<adf><prospect>", "<!--", "")),
    ("open CDATA", || filled("<adf><prospect>", "<![CDATA[", "")),
    ("open instructions", || filled("<adf><prospect>", "<?", "")),
    ("document types", || filled("", "<!DOCTYPE a [", "<adf/>")),
    ("billion laughs", || {
        b"<!DOCTYPE a [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;\">]><adf><prospect>&b;</prospect></adf>"
            .to_vec()
    }),
    ("zeros", || vec![0; SIZE]),
    ("zeros in a lead", || filled("<adf><prospect><comments>", "\0", "")),
    ("invalid UTF-8", || vec![0xff; SIZE]),
    ("invalid UTF-8 in a lead", || [LEAD.as_bytes(), &vec![0xfe; SIZE - 100]].concat()),
    ("blanks", || filled("<adf><prospect><comments>a", " ", "b</comments>")),
    ("lines", || filled("<adf><prospect><comments>a", "\n", "b</comments>")),
    ("breaks in CDATA", || filled("<adf><prospect><comments><![CDATA[", "<br>", "]]></comments>")),
    ("one phone", || filled("<adf><prospect><customer><contact><phone>", "5", "</phone>")),
    ("escaped", || filled("", "&lt;adf&gt;", "")),
    ("JSON lists", || filled("", "[", "")),
    ("JSON values", || filled("{\"name\":\"a\",\"x\":[", "1,", "1]}")),
    ("JSON objects", || filled("[", "{\"name\":\"a\"},", "{}]")),
    ("JSON names", || filled("{", "\"a\":1,", "\"name\":\"b\"}")),
    ("JSON text", || filled("{\"comments\":\"", "\\u0041", "\"}")),
    ("mail headers", || filled("From: a@example.com\n", "A:\n", "\n")),
    ("mail folds", || filled("Subject: a\n", " b\n", "\n")),
    ("mail addresses", || filled("From: a@example.com\nTo: ", "a@b,", "\n\n")),
    ("mail brackets", || filled("From: ", "(", "\n\n")),
    ("mail words", || filled("From: a@b\nSubject: ", "=?utf-8?Q?a?= ", "\n\n")),
    ("mail parts", || filled(&mail("multipart/mixed; boundary=b"), "--b\n\n", "--b--")),
    ("mails in mails", || filled("From: a@b\n", "Content-Type: message/rfc822\n\n", "")),
    ("parts in parts", || {
        let level = "Content-Type: multipart/mixed; boundary=b\n\n--b\n";
        filled("From: a@b\n", level, "")
    }),
    ("base64", || filled(&mail("text/plain\nContent-Transfer-Encoding: base64"), "PGFkZj4=", "")),
    ("bad base64", || filled(&mail("text/plain\nContent-Transfer-Encoding: base64"), "*A", "")),
    ("quoted-printable", || {
        filled(&mail("text/plain\nContent-Transfer-Encoding: quoted-printable"), "=3C", "")
    }),
    ("HTML", || filled(&mail("text/html"), "<p>a&lt;", "")),
    ("open HTML", || filled(&mail("text/html"), "<!--", "")),
    ("labels", || filled("From: no-reply@trader.ca\n\n", "Name: a\n", "")),
];

/// A field of `/proc/self/status` in KiB; `None` where there is no such file.
fn status_kib(field: &str) -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with(field))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

/// Processor time of this thread in milliseconds; `None` where it cannot be known.
fn cpu_ms() -> Option<u64> {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    stat.split(' ').next()?.parse::<u64>().ok().map(|ns| ns / 1_000_000)
}

#[test]
fn hostile_input_costs_a_second_and_64_mib_at_most() {
    // Against the memory of the beginning: what the allocator keeps after one input must not hide the next one.
    let start_kib = status_kib("VmRSS");
    for (name, make) in HOSTILE {
        let bytes = make();
        for (reader, _) in READERS.iter().filter(|(reader, _)| *reader != "values") {
            // Writing 5 there resets the peak of this process (proc(5)).
            let _ = std::fs::write("/proc/self/clear_refs", "5");
            let before_ms = cpu_ms();
            run(reader, &bytes);
            let spent = cpu_ms().zip(before_ms).map(|(after, before)| after - before);
            let held_kib = u64::try_from(bytes.len()).unwrap() / 1024;
            let grown = status_kib("VmHWM")
                .zip(start_kib)
                .map(|(peak, start)| peak.saturating_sub(start + held_kib) / 1024);
            println!("{name:28} {reader:10} {spent:?} ms {grown:?} MiB");
            assert!(spent.is_none_or(|ms| ms <= MOST_MS), "{reader} takes {spent:?} ms for {name}");
            let feeds = matches!(*reader, "units" | "customers" | "staff");
            // A feed's cells are kept until its report is written, and an operator imports it knowingly.
            let most = if feeds { MOST_MIB * 8 } else { MOST_MIB };
            assert!(grown.is_none_or(|mib| mib <= most), "{reader} takes {grown:?} MiB for {name}");
        }
    }
}
