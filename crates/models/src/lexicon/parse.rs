//! Reads the lexicon's text form into indexed patterns.

use std::collections::HashMap;
use std::fmt;

use super::{Atom, Element, Lexicon, PREFIX_KEY, Pattern, Purpose, Section};
use crate::text::hash_str;

/// A line of the lexicon that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LexiconError {
    /// Line, from 1, counted over all files in the order given.
    pub line: usize,
    /// What is wrong with it.
    pub problem: &'static str,
}

impl fmt::Display for LexiconError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "lexicon line {}: {}", self.line, self.problem)
    }
}

impl std::error::Error for LexiconError {}

impl Lexicon {
    /// Reads the files in order; a class must stand before the patterns that name it.
    ///
    /// # Errors
    /// The first line that is not in the language described above.
    pub fn parse(files: &[&str]) -> Result<Lexicon, LexiconError> {
        let mut lexicon = Lexicon::default();
        let mut names: HashMap<String, u16> = HashMap::new();
        let mut current = None;
        for (index, line) in files.iter().flat_map(|f| f.lines()).enumerate() {
            let fail = |problem| LexiconError { line: index + 1, problem };
            let line = line.split('#').next().unwrap_or_default().trim();
            if line.is_empty() {
                continue;
            }
            if let Some(head) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
                current = Some(lexicon.open_section(head, &mut names).map_err(fail)?);
                continue;
            }
            let section = current.ok_or_else(|| fail("a pattern stands before the first section"))?;
            // Word classes are lists: `;` separates their phrases, so that a line can hold many.
            for phrase in line.split(';').map(str::trim).filter(|p| !p.is_empty()) {
                let elements = phrase
                    .split_whitespace()
                    .map(|part| element(part, &names))
                    .collect::<Result<Vec<_>, _>>()
                    .map_err(fail)?;
                lexicon
                    .add(Pattern { section, is_class: lexicon.is_class(section), elements })
                    .map_err(fail)?;
            }
        }
        Ok(lexicon)
    }

    fn open_section(&mut self, head: &str, names: &mut HashMap<String, u16>) -> Result<u16, &'static str> {
        let mut parts = head.split_whitespace();
        let (kind, second, third) = (parts.next(), parts.next(), parts.next());
        let signal = |name: Option<&str>| {
            name.and_then(|n| n.parse::<domain::labels::Signal>().ok()).ok_or("no signal of the guide")
        };
        let (purpose, name) = match kind {
            Some("class") => (Purpose::Class, second),
            Some("signal") => (Purpose::Signal(signal(second)?), third),
            Some("not") => (Purpose::Not(signal(second)?), third),
            Some("cue") => (Purpose::Cue, second),
            _ => return Err("a section is a class, a signal, a not or a cue"),
        };
        let name = name.ok_or("the section has no name")?;
        let index = u16::try_from(self.sections.len()).map_err(|_| "too many sections")?;
        if purpose == Purpose::Class && names.insert(name.to_owned(), index).is_some() {
            return Err("this class stands twice");
        }
        self.sections.push(Section { name: name.to_owned(), key: hash_str(name), purpose });
        Ok(index)
    }

    fn is_class(&self, section: u16) -> bool {
        self.sections.get(usize::from(section)).is_some_and(|s| s.purpose == Purpose::Class)
    }

    fn add(&mut self, pattern: Pattern) -> Result<(), &'static str> {
        let index = u32::try_from(self.patterns.len()).map_err(|_| "too many patterns")?;
        let first = pattern.elements.iter().find(|e| !matches!(e, Element::Start));
        let Some(Element::OneOf(atoms)) = first else {
            return Err("a pattern begins with a word that must be there");
        };
        for atom in atoms {
            let list = match atom {
                Atom::Word(hash) => self.by_word.entry(*hash).or_default(),
                Atom::Prefix(p) => {
                    let key = p.get(..PREFIX_KEY).ok_or("a beginning has at least three letters")?;
                    self.by_prefix.entry(hash_str(key)).or_default()
                }
                Atom::Class(class) => self.by_class.entry(*class).or_default(),
                Atom::Number => &mut self.by_number,
            };
            if list.last() != Some(&index) {
                list.push(index);
            }
        }
        self.patterns.push(pattern);
        Ok(())
    }
}

fn element(part: &str, names: &HashMap<String, u16>) -> Result<Element, &'static str> {
    match part {
        "^" => return Ok(Element::Start),
        "$" => return Ok(Element::End),
        _ => {}
    }
    if let Some(most) = part.strip_prefix('~') {
        let most: usize = most.parse().map_err(|_| "a gap is ~ and a number")?;
        return if most <= 8 { Ok(Element::Gap(most)) } else { Err("a gap is at most 8") };
    }
    let (body, optional) = match part.strip_suffix('?') {
        Some(body) if !body.is_empty() => (body, true),
        _ => (part, false),
    };
    let atoms = body.split('|').map(|a| atom(a, names)).collect::<Result<Vec<_>, _>>()?;
    Ok(if optional { Element::Maybe(atoms) } else { Element::OneOf(atoms) })
}

fn atom(text: &str, names: &HashMap<String, u16>) -> Result<Atom, &'static str> {
    if text.is_empty() {
        return Err("an alternative is empty");
    }
    if text == "<n>" {
        return Ok(Atom::Number);
    }
    if let Some(class) = text.strip_prefix('@') {
        return names.get(class).map(|c| Atom::Class(*c)).ok_or("no class of that name stands above");
    }
    if let Some(prefix) = text.strip_suffix('*').filter(|p| !p.is_empty()) {
        if prefix.len() < PREFIX_KEY || !prefix.is_ascii() {
            return Err("a beginning has at least three plain letters");
        }
        return Ok(Atom::Prefix(prefix.to_owned()));
    }
    // Read as a message would be, so that shorthand and accents fold the same way.
    let read = crate::text::Text::read(text);
    match read.tokens.as_slice() {
        [one] => Ok(Atom::Word(one.hash)),
        _ => Err("write words that split in two with a space between"),
    }
}
