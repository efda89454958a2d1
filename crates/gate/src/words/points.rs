//! Links, addresses and phone numbers in a text: ways in which somebody else could be reached through our words.

use super::{fold, lists};

/// One way to reach somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Point {
    /// A link, as its host without `www.`.
    Link(String),
    /// An e-mail address.
    Mail(String),
    /// A phone number, as its digits.
    Phone(String),
}

/// Ends of bare names (`shop.example.com/deal`) that people take for links.
const ENDINGS: &str = "com|net|org|io|co|us|info|biz|ru|cn|xyz|top|link|ly|me|app|dev|shop|online|site|ca|mx|gov|edu|gl|to|test|example";

/// Every link, address and phone number in `text`.
pub(crate) fn find(text: &str) -> Vec<Point> {
    let plain: String = text.chars().filter_map(fold).collect();
    let mut points: Vec<Point> = plain
        .split(|c: char| {
            c.is_whitespace() || matches!(c, '<' | '>' | '(' | ')' | '[' | ']' | '"' | ',' | ';')
        })
        .filter_map(link_or_mail)
        .collect();
    phones(&plain, &mut points);
    points
}

/// The host of a link or a bare name, without `www.`; `None` for what is neither.
pub(crate) fn host(text: &str) -> Option<String> {
    let rest = text.split_once("://").map_or(text, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#', ':']).next().unwrap_or("").trim_end_matches('.');
    let host = host.strip_prefix("www.").unwrap_or(host);
    (!host.is_empty()).then(|| host.to_ascii_lowercase())
}

fn link_or_mail(chunk: &str) -> Option<Point> {
    let chunk = chunk.trim_matches(|c: char| matches!(c, '.' | '!' | '?' | ':' | '\'' | '*' | '_'));
    // A link with an `@` before its host goes to what stands behind it: neither reading is the store's.
    if chunk.contains('@') {
        return Some(Point::Mail(chunk.trim_start_matches("mailto:").to_owned()));
    }
    let named = host(chunk)?;
    let ending = named.rsplit_once('.').map(|(_, ending)| ending);
    let is_link = chunk.contains("://")
        || chunk.contains("www.")
        || ending.is_some_and(|ending| lists(ENDINGS, ending));
    is_link.then_some(Point::Link(named))
}

/// Ten to fifteen digits with blanks, dots, dashes, slashes or brackets between, or seven written 555-0123.
fn phones(text: &str, points: &mut Vec<Point>) {
    let mut digits = String::new();
    let mut gaps: Vec<usize> = Vec::new();
    let mut since_digit = 0;
    for letter in text.chars().chain(std::iter::once('\n')) {
        if letter.is_ascii_digit() {
            if since_digit > 0 && !digits.is_empty() {
                gaps.push(digits.len());
            }
            digits.push(letter);
            since_digit = 0;
            continue;
        }
        since_digit += 1;
        let parts = matches!(letter, ' ' | '.' | '-' | '(' | ')' | '+' | '/' | '‑' | '–');
        if parts && since_digit <= 3 {
            continue;
        }
        if (10..=15).contains(&digits.len()) || (digits.len() == 7 && gaps == [3]) {
            points.push(Point::Phone(std::mem::take(&mut digits)));
        }
        digits.clear();
        gaps.clear();
        // Far from any digit: the next one starts a new number.
        since_digit = 4;
    }
}
