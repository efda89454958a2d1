//! Splits markup into tags and text by its evident meaning. Linear in the input; never fails.
//!
//! XML readers refuse what dealers receive (unquoted attributes, raw `&`, instructions without `?>`), so this is not
//! one: no entity is expanded, no document type applied, nothing fetched.

/// One piece of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Token<'a> {
    /// A start tag: `inside` is all between `<` and `>`, beginning with the name.
    Start {
        inside: &'a str,
        name_len: usize,
        empty: bool,
    },
    End {
        name: &'a str,
    },
    /// Character data with its references still in it.
    Text(&'a str),
    /// The inside of a CDATA section.
    Cdata(&'a str),
    Doctype,
    /// A declaration of an entity, wherever it stands.
    EntityDeclaration,
}

/// The pieces of a document in order.
#[derive(Debug, Clone)]
pub(crate) struct Tokens<'a> {
    rest: &'a str,
    /// Something was not well-formed.
    pub(crate) malformed: bool,
    /// These closings do not occur any more; searching for them again would make the reader quadratic.
    no_more: NoMore,
}

#[derive(Debug, Clone, Copy, Default)]
struct NoMore {
    comment_end: bool,
    cdata_end: bool,
}

impl<'a> Tokens<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self { rest: text, malformed: false, no_more: NoMore::default() }
    }

    fn take(&mut self, len: usize) -> &'a str {
        match self.rest.split_at_checked(len) {
            Some((taken, rest)) => {
                self.rest = rest;
                taken
            }
            None => std::mem::take(&mut self.rest),
        }
    }

    /// Text up to the next `<` that begins markup.
    fn text(&mut self) -> Token<'a> {
        let bytes = self.rest.as_bytes();
        let mut end = 0;
        loop {
            let from = bytes.get(end..).unwrap_or_default();
            let Some(at) = from.iter().position(|b| *b == b'<') else {
                end = bytes.len();
                break;
            };
            end += at;
            if self.rest.get(end..).is_some_and(begins_markup) {
                break;
            }
            self.malformed = true;
            end += 1;
        }
        Token::Text(self.take(end))
    }

    /// `<!...`: comment, CDATA, document type, declaration. `None` when it says nothing.
    fn declaration(&mut self) -> Option<Token<'a>> {
        if self.rest.starts_with("<!--") {
            let end = self.find_once("-->", 4, |n| &mut n.comment_end);
            match end {
                Some(end) => self.take(end + 3),
                None => self.skip_instruction(),
            };
            return None;
        }
        if starts_with_ignore_case(self.rest, "<![cdata[") {
            let inside = match self.find_once("]]>", 9, |n| &mut n.cdata_end) {
                Some(end) => {
                    let whole = self.take(end + 3);
                    whole.get(9..end)
                }
                None => {
                    self.malformed = true;
                    let len = self.rest.len();
                    self.take(len).get(9..)
                }
            };
            return Some(Token::Cdata(inside.unwrap_or_default()));
        }
        if starts_with_ignore_case(self.rest, "<!entity") {
            self.take(8);
            return Some(Token::EntityDeclaration);
        }
        if starts_with_ignore_case(self.rest, "<!doctype") {
            // Stops before `[`, so that the declarations inside come as tokens of their own.
            let end =
                self.rest.bytes().position(|b| b == b'>' || b == b'[').map_or(self.rest.len(), |at| at + 1);
            self.take(end);
            return Some(Token::Doctype);
        }
        self.skip_instruction();
        None
    }

    fn find_once(&mut self, end: &str, from: usize, flag: fn(&mut NoMore) -> &mut bool) -> Option<usize> {
        if *flag(&mut self.no_more) {
            return None;
        }
        let found = self.rest.get(from..).and_then(|rest| rest.find(end)).map(|at| at + from);
        if found.is_none() {
            *flag(&mut self.no_more) = true;
        }
        found
    }

    /// A processing instruction or a declaration that says nothing: up to its `>`, or up to the next tag when the
    /// `>` was forgotten.
    fn skip_instruction(&mut self) -> &'a str {
        let inside = self.rest.as_bytes().get(1..).unwrap_or_default();
        let end = inside.iter().position(|b| matches!(b, b'<' | b'>')).map(|at| at + 1);
        match end {
            Some(end) if self.rest.as_bytes().get(end) == Some(&b'>') => self.take(end + 1),
            Some(end) => {
                self.malformed = true;
                self.take(end)
            }
            None => {
                self.malformed = true;
                std::mem::take(&mut self.rest)
            }
        }
    }

    fn end_tag(&mut self) -> Token<'a> {
        let whole = self.skip_instruction();
        let name = whole.get(2..).unwrap_or_default();
        let name = name.get(..name_len(name)).unwrap_or_default();
        Token::End { name }
    }

    fn start_tag(&mut self) -> Token<'a> {
        let (end, closed) = tag_end(self.rest.as_bytes());
        let whole = self.take(if closed { end + 1 } else { end });
        self.malformed |= !closed;
        let inside = whole.get(1..end).unwrap_or_default();
        let (inside, empty) = match inside.strip_suffix('/') {
            Some(inside) => (inside, true),
            None => (inside, false),
        };
        Token::Start { inside, name_len: name_len(inside), empty }
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            if self.rest.is_empty() {
                return None;
            }
            if !begins_markup(self.rest) {
                return Some(self.text());
            }
            match self.rest.as_bytes().get(1) {
                Some(b'!') => {
                    if let Some(token) = self.declaration() {
                        return Some(token);
                    }
                }
                Some(b'?') => {
                    let instruction = self.skip_instruction();
                    self.malformed |= !instruction.ends_with("?>");
                }
                Some(b'/') => return Some(self.end_tag()),
                _ => return Some(self.start_tag()),
            }
        }
    }
}

/// Whether `rest`, which begins with `<`, begins a tag, a comment, a declaration or an instruction.
fn begins_markup(rest: &str) -> bool {
    let bytes = rest.as_bytes();
    if bytes.first() != Some(&b'<') {
        return false;
    }
    let name = match bytes.get(1) {
        Some(b'!' | b'?') => return true,
        Some(b'/') => rest.get(2..),
        _ => rest.get(1..),
    };
    let name = name.unwrap_or_default();
    if !name.starts_with(|c: char| c.is_alphabetic() || c == '_') {
        return false;
    }
    let after = name.as_bytes().get(name_len(name));
    matches!(after, None | Some(b'>' | b'/' | b' ' | b'\t' | b'\r' | b'\n' | b'<'))
}

/// The length of the name at the beginning of `text`, in bytes. Longer names than any element has are no names:
/// the bound keeps the reader linear.
fn name_len(text: &str) -> usize {
    text.char_indices()
        .take(64)
        .find(|(_, c)| !(c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ':')))
        .map_or_else(|| text.char_indices().nth(64).map_or(text.len(), |(at, _)| at), |(at, _)| at)
}

/// Where a start tag ends, and whether by its own `>`. A `>` inside quotes belongs to the value; a quote that is
/// not closed before the next `<` is taken for a slip, and the first `>` after it ends the tag.
fn tag_end(bytes: &[u8]) -> (usize, bool) {
    let mut quote: Option<u8> = None;
    let mut slip: Option<usize> = None;
    for (at, byte) in bytes.iter().enumerate().skip(1) {
        match (quote, byte) {
            (None, b'>') => return (at, true),
            (_, b'<') => return slip.map_or((at, false), |slip| (slip, true)),
            (None, b'"' | b'\'') => {
                quote = Some(*byte);
                slip = None;
            }
            (Some(_), b'>') => slip = slip.or(Some(at)),
            (Some(open), byte) if open == *byte => {
                quote = None;
                slip = None;
            }
            _ => {}
        }
    }
    slip.map_or((bytes.len(), false), |slip| (slip, true))
}

fn starts_with_ignore_case(text: &str, prefix: &str) -> bool {
    text.as_bytes().get(..prefix.len()).is_some_and(|head| head.eq_ignore_ascii_case(prefix.as_bytes()))
}

/// The value of the attribute `wanted` (lower-case) in the inside of a start tag: quoted, unquoted or between
/// typographic quotes; a namespace prefix is ignored.
pub(crate) fn attribute<'a>(inside: &'a str, wanted: &str) -> Option<&'a str> {
    let mut rest = inside.get(name_len(inside)..)?;
    loop {
        rest =
            rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '=' | '"' | '\'' | '/' | ','));
        let name_end = rest.find(|c: char| c.is_whitespace() || c == '=').unwrap_or(rest.len());
        let (name, after) = rest.split_at_checked(name_end)?;
        if name.is_empty() {
            return None;
        }
        let Some(value) = after.trim_start().strip_prefix('=') else {
            rest = after;
            continue;
        };
        let (value, further) = attribute_value(value.trim_start());
        let local = name.rsplit(':').next().unwrap_or(name);
        if local.eq_ignore_ascii_case(wanted) {
            return Some(value);
        }
        rest = further;
    }
}

fn attribute_value(text: &str) -> (&str, &str) {
    let quotes: &[char] = match text.chars().next() {
        Some('"') => &['"'],
        Some('\'') => &['\''],
        Some('\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{2033}') => &['\u{201c}', '\u{201d}', '\u{2033}', '"'],
        Some('\u{2018}' | '\u{2019}') => &['\u{2018}', '\u{2019}', '\''],
        _ => {
            let end = text.find(char::is_whitespace).unwrap_or(text.len());
            return text.split_at_checked(end).unwrap_or((text, ""));
        }
    };
    let mut chars = text.chars();
    chars.next();
    let inside = chars.as_str();
    match inside.find(quotes) {
        Some(end) => {
            let (value, further) = inside.split_at_checked(end).unwrap_or((inside, ""));
            let mut further = further.chars();
            further.next();
            (value, further.as_str())
        }
        None => (inside, ""),
    }
}
