//! A customer's own words: serif, escaped, hidden characters visible, links as text, with the passages marked
//! that a label rests on and numbered like the reasons beside them.

use domain::judgement::{Evidence, Field};
use maud::{Markup, PreEscaped, html};

use super::text;

/// Words beyond this are cut on the screen; the record keeps them. A lead may be 10 MiB long.
const LONGEST: usize = 12_000;

/// One numbered reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// From 1, as in the text.
    pub number: usize,
    /// The label's spelling.
    pub label: String,
    /// The extractor or model part that found it.
    pub rule: String,
}

/// The reasons behind `evidence`, one for each label and rule, numbered by first appearance in the message.
#[must_use]
pub fn reasons(evidence: &[Evidence]) -> Vec<Reason> {
    let mut ordered: Vec<&Evidence> = evidence.iter().collect();
    ordered.sort_by_key(|one| (one.field != Field::Subject, one.start, one.end));
    let mut out: Vec<Reason> = Vec::new();
    for one in ordered {
        if !out.iter().any(|known| known.label == one.label) {
            out.push(Reason { number: out.len() + 1, label: one.label.clone(), rule: one.rule.clone() });
        }
    }
    out
}

/// A passage to mark: bytes of the text, and the numbers of its reasons.
#[derive(Debug, PartialEq, Eq)]
struct Passage {
    start: usize,
    end: usize,
    numbers: Vec<usize>,
}

/// Passages that do not overlap: where evidence overlaps, it is joined and carries all numbers.
fn passages(words: &str, field: Field, evidence: &[Evidence], reasons: &[Reason]) -> Vec<Passage> {
    let mut spans: Vec<(usize, usize, usize)> = evidence
        .iter()
        .filter(|one| one.field == field)
        .filter_map(|one| {
            let (start, end) = (usize::try_from(one.start).ok()?, usize::try_from(one.end).ok()?);
            let number = reasons.iter().find(|reason| reason.label == one.label)?.number;
            // A span that does not fit the text marks nothing; it must not be able to break the page.
            words.get(start..end).filter(|passage| !passage.trim().is_empty())?;
            Some((start, end, number))
        })
        .collect();
    spans.sort_unstable();
    let mut out: Vec<Passage> = Vec::new();
    for (start, end, number) in spans {
        match out.last_mut() {
            Some(last) if start < last.end => {
                last.end = last.end.max(end);
                if !last.numbers.contains(&number) {
                    last.numbers.push(number);
                }
            }
            _ => out.push(Passage { start, end, numbers: vec![number] }),
        }
    }
    out
}

/// The words of one field with their passages marked.
#[must_use]
pub fn marked(words: &str, field: Field, evidence: &[Evidence], reasons: &[Reason]) -> Markup {
    let end = words.char_indices().nth(LONGEST).map_or(words.len(), |(at, _)| at);
    let mut out = String::with_capacity(end + 64);
    let mut from = 0;
    for passage in passages(words, field, evidence, reasons).iter().filter(|one| one.end <= end) {
        out.push_str(&lines(words.get(from..passage.start).unwrap_or_default()));
        let inside = words.get(passage.start..passage.end).unwrap_or_default();
        let mark = html! { mark { (PreEscaped(lines(inside))) @for number in &passage.numbers { sup { (number) } } } };
        out.push_str(&mark.into_string());
        from = passage.end;
    }
    out.push_str(&lines(words.get(from..end).unwrap_or_default()));
    html! {
        (PreEscaped(out))
        @if end < words.len() { span.ctl { "cut here: " (words.len() - end) " more bytes are on the record" } }
    }
}

fn lines(words: &str) -> String {
    text::shown(words).into_string()
}

/// A block of customer's words; `dir=auto` keeps right-to-left scripts readable inside their own block.
#[must_use]
pub fn block(subject: Option<&str>, words: &str, evidence: &[Evidence], reasons: &[Reason]) -> Markup {
    html! {
        blockquote.verbatim dir="auto" {
            @if let Some(subject) = subject {
                p.verbatim-subject { (marked(subject, Field::Subject, evidence, reasons)) }
            }
            (marked(words, Field::Text, evidence, reasons))
        }
    }
}

/// A short preview without marks.
#[must_use]
pub fn preview(words: &str) -> Markup {
    html! { q dir="auto" { (text::shown(&text::short(words, 90))) } }
}
