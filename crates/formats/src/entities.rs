//! Character references of XML and HTML.

use std::borrow::Cow;

/// Which named references are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Names {
    /// `lt`, `gt`, `amp`, `quot`, `apos`.
    Xml,
    /// Those, and the Latin-1 and punctuation names of HTML 4.
    Html,
}

/// Replaces references once; what is not a reference (a raw `&`, an unknown name) stays as it is.
pub(crate) fn decode(text: &str, names: Names) -> Cow<'_, str> {
    let Some(first) = text.find('&') else { return Cow::Borrowed(text) };
    let (head, mut rest) = text.split_at(first);
    let mut out = String::with_capacity(text.len());
    out.push_str(head);
    while let Some(after) = rest.strip_prefix('&') {
        // The longest name known here has eight letters; a numeric reference has at most as many.
        let end = after.bytes().take(12).position(|b| b == b';');
        let reference = end.and_then(|end| after.get(..end));
        let decoded = reference.and_then(|reference| resolve(reference, names));
        let (replacement, used) = match (decoded, end) {
            (Some(c), Some(end)) => (c, end + 1),
            _ => (Some('&'), 0),
        };
        out.extend(replacement);
        let tail = after.get(used..).unwrap_or_default();
        let next = tail.find('&').unwrap_or(tail.len());
        let (plain, further) = tail.split_at(next);
        out.push_str(plain);
        rest = further;
    }
    Cow::Owned(out)
}

/// `None`: not a reference. `Some(None)`: a reference to a character that XML forbids, which is dropped.
fn resolve(reference: &str, names: Names) -> Option<Option<char>> {
    if let Some(number) = reference.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        // HTML reads 128..159 as windows-1252, and broken templates write them so.
        let code = if (0x80..=0x9f).contains(&code) { windows_1252(code) } else { code };
        let c = char::from_u32(code)?;
        let allowed = matches!(c, '\t' | '\n' | '\r') || (c >= ' ' && !matches!(c, '\u{fffe}' | '\u{ffff}'));
        return Some(allowed.then_some(c));
    }
    let xml = match reference {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => None,
    };
    match names {
        Names::Xml => xml.map(Some),
        Names::Html => xml.or_else(|| html(reference)).map(Some),
    }
}

fn windows_1252(code: u32) -> u32 {
    let byte = [u8::try_from(code).unwrap_or(b'?')];
    let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&byte);
    text.chars().next().map_or(code, u32::from)
}

fn html(name: &str) -> Option<char> {
    HTML.iter().find(|(known, _)| *known == name).map(|(_, c)| *c).or_else(|| {
        LATIN1.split(' ').position(|known| known == name).and_then(|at| char::from_u32(0xa0 + at as u32))
    })
}

/// The names of U+00A0 to U+00FF in order (HTML 4.01, section 24.2).
const LATIN1: &str = "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn \
sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml \
Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times \
Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute \
ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml \
yacute thorn yuml";

const HTML: &[(&str, char)] = &[
    ("euro", '\u{20ac}'),
    ("hellip", '\u{2026}'),
    ("ndash", '\u{2013}'),
    ("mdash", '\u{2014}'),
    ("lsquo", '\u{2018}'),
    ("rsquo", '\u{2019}'),
    ("sbquo", '\u{201a}'),
    ("ldquo", '\u{201c}'),
    ("rdquo", '\u{201d}'),
    ("bdquo", '\u{201e}'),
    ("bull", '\u{2022}'),
    ("trade", '\u{2122}'),
    ("zwnj", '\u{200c}'),
    ("zwj", '\u{200d}'),
    ("ensp", '\u{2002}'),
    ("emsp", '\u{2003}'),
    ("thinsp", '\u{2009}'),
    ("oelig", '\u{153}'),
    ("OElig", '\u{152}'),
    ("Scaron", '\u{160}'),
    ("scaron", '\u{161}'),
    ("Yuml", '\u{178}'),
    ("circ", '\u{2c6}'),
    ("tilde", '\u{2dc}'),
    ("dagger", '\u{2020}'),
    ("permil", '\u{2030}'),
    ("lsaquo", '\u{2039}'),
    ("rsaquo", '\u{203a}'),
    ("larr", '\u{2190}'),
    ("rarr", '\u{2192}'),
    ("minus", '\u{2212}'),
    ("AMP", '&'),
    ("LT", '<'),
    ("GT", '>'),
];
