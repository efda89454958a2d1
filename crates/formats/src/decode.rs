//! Bytes to text: byte order mark, then what the bytes are, then what the document declares.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::defect::{Defect, DefectCode};

/// Decodes a document. A byte order mark wins; bytes that are valid UTF-8 are UTF-8 whatever is declared; else the
/// declared encoding; else windows-1252. Control characters that XML forbids are dropped.
pub(crate) fn document(bytes: &[u8]) -> (Cow<'_, str>, Vec<Defect>) {
    let mut defects = Vec::new();
    let text = characters(bytes, &mut defects);
    let text = without_controls(text, &mut defects);
    (text, defects)
}

/// As [`document`], for files that declare nothing and keep their control characters.
pub(crate) fn plain(bytes: &[u8]) -> (Cow<'_, str>, &'static Encoding) {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let (text, _) = encoding.decode_without_bom_handling(bytes.get(mark..).unwrap_or_default());
        return (text, encoding);
    }
    if let Some(encoding) = sixteen_bit(bytes) {
        return (encoding.decode_without_bom_handling(bytes).0, encoding);
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => (Cow::Borrowed(text), UTF_8),
        Err(_) => (WINDOWS_1252.decode_without_bom_handling(bytes).0, WINDOWS_1252),
    }
}

fn characters<'a>(bytes: &'a [u8], defects: &mut Vec<Defect>) -> Cow<'a, str> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(bytes.get(mark..).unwrap_or_default()).0;
    }
    let declared = declared_encoding(bytes);
    if let Ok(text) = std::str::from_utf8(bytes) {
        if declared.is_some_and(|encoding| encoding != UTF_8 && !text.is_ascii())
            || declared.is_some_and(|encoding| encoding == UTF_16LE || encoding == UTF_16BE)
        {
            defects.push(Defect::new(DefectCode::EncodingMismatch, "the bytes are UTF-8"));
        }
        return Cow::Borrowed(text);
    }
    if let Some(encoding) = sixteen_bit(bytes) {
        return encoding.decode_without_bom_handling(bytes).0;
    }
    // UTF-16 without a single zero byte is not UTF-16, and a UTF-8 declaration has just been proved wrong.
    let usable = declared.filter(|e| *e != UTF_8 && *e != UTF_16LE && *e != UTF_16BE);
    if usable.is_none() {
        defects.push(Defect::new(DefectCode::EncodingFallback, "read as windows-1252"));
    }
    usable.unwrap_or(WINDOWS_1252).decode_without_bom_handling(bytes).0
}

/// UTF-16 without a byte order mark: markup and figures leave every second byte zero.
fn sixteen_bit(bytes: &[u8]) -> Option<&'static Encoding> {
    match bytes.get(..4)? {
        [a, 0, b, 0] if *a != 0 && *b != 0 => Some(UTF_16LE),
        [0, a, 0, b] if *a != 0 && *b != 0 => Some(UTF_16BE),
        _ => None,
    }
}

/// The encoding named in the first kilobyte. WHATWG labels, where `iso-8859-1` means windows-1252.
fn declared_encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(1024))?;
    let at = find_ignore_case(head, b"encoding")?;
    let rest = head.get(at + 8..)?;
    let label: Vec<u8> = rest
        .iter()
        .copied()
        .skip_while(|b| matches!(b, b' ' | b'=' | b'"' | b'\'' | b'\t'))
        .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
        .take(24)
        .collect();
    Encoding::for_label(&label)
}

/// Where `needle` (lower-case) begins in `haystack`, letters compared without case.
pub(crate) fn find_ignore_case(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len().max(1)).position(|window| window.eq_ignore_ascii_case(needle))
}

fn forbidden(c: char) -> bool {
    matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

fn without_controls<'a>(text: Cow<'a, str>, defects: &mut Vec<Defect>) -> Cow<'a, str> {
    let suspicious = text.bytes().any(|b| (b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r')) || b == 0xef);
    if !suspicious || !text.contains(forbidden) {
        return text;
    }
    defects.push(Defect::new(DefectCode::ControlCharactersDropped, "in the document"));
    Cow::Owned(text.chars().filter(|c| !forbidden(*c)).collect())
}
