//! A customer's words are never part of the page: not as markup, not as writing direction, not as a script.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use testkit::browser::Browser;

use crate::desk;

/// Markup, a script, an event handler, an entity, a right-to-left override (U+202E) and a zero-width space.
const WORDS: &str = "<b>bold</b><script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\"> \
                     &lt;i&gt; pay \u{202E}000,1$\u{202C} now\u{200B}";

/// What may reach the screen as a sign at most.
const UNSEEN: [char; 3] = ['\u{202E}', '\u{202C}', '\u{200B}'];

#[test]
fn markup_and_direction_marks_of_a_customer_stay_text() {
    let Some(browser) = Browser::start() else { return };
    let demo = desk::demo();
    demo.sign_in(&browser, "dana");
    let case = deliver(&browser, &demo.address);
    let place = demo.at(&format!("/inbox?case={case}"));
    let proposed = |browser: &Browser| {
        browser.go(&place);
        browser.has("#proposal .verbatim")
    };
    browser.until("the words on the screen", proposed);
    for page in [place.clone(), demo.at(&format!("/cases/{case}"))] {
        browser.go(&page);
        let words = browser.text_of(".verbatim");
        assert!(words.contains("<b>bold</b><script"), "{words}");
        assert!(words.contains("onerror=\"document"), "{words}");
        assert!(!words.contains(UNSEEN), "{words}");
        assert_eq!(
            browser.count("main script, main img, main iframe, .verbatim b, .q-title b, h1 b, h2 b"),
            0
        );
        assert!(!browser.text_of("title").contains("owned"));
        assert_eq!(browser.complaints(), Vec::<String>::new(), "at {page}");
    }
}

/// Makes an intake key on the screen, delivers a lead with it as a website would, and answers its case.
fn deliver(browser: &Browser, address: &str) -> String {
    browser.go(&format!("{address}/keys"));
    browser.write("#nk-name", "website");
    browser.click("form[action='/keys'] button[type=submit]");
    browser.until("the new key", |browser| browser.has(".token"));
    let key = browser.text_of(".token");
    let lead = serde_json::json!({
        "source": "website",
        "id": "markup-1",
        "customer": {"name": "Zo\u{eb} <b>Harkness</b>", "email": "zoe.harkness@example.com"},
        "comments": WORDS,
    });
    let answer = post(address, &key, &lead.to_string());
    let answer: serde_json::Value = serde_json::from_str(&answer).unwrap();
    answer.get("case_id").and_then(serde_json::Value::as_str).unwrap().to_owned()
}

fn post(address: &str, key: &str, body: &str) -> String {
    let host = address.trim_start_matches("http://");
    let mut socket = TcpStream::connect(host).unwrap();
    let request = format!(
        "POST /api/v1/leads HTTP/1.1\r\nhost: {host}\r\nauthorization: Bearer {key}\r\ncontent-type: application/json\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    socket.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    socket.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("HTTP/1.1 202"), "{answer}");
    body.to_owned()
}
