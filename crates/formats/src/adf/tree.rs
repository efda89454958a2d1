//! The elements of a document as a bounded tree over the document's own text.

use super::markup::{self, Token, Tokens};
use super::tag::Tag;
use crate::defect::{Defect, DefectCode};
use crate::entities::{self, Names};

/// The place of a node in its [`Tree`].
pub(crate) type NodeId = u32;

/// A lead has a few hundred nodes; more than this is left out, which bounds memory.
const MAX_NODES: usize = 100_000;
/// A lead is eight elements deep; more than this is flattened.
const MAX_DEPTH: usize = 48;
const NONE: NodeId = NodeId::MAX;

/// A document's elements below `adf` and `prospect` roots, wherever those stand.
#[derive(Debug)]
pub(crate) struct Tree<'a> {
    nodes: Vec<Node<'a>>,
    roots: Vec<NodeId>,
    pub(crate) defects: Vec<Defect>,
}

#[derive(Debug)]
struct Node<'a> {
    tag: Tag,
    name_len: u16,
    /// For an element the inside of its start tag, else the character data.
    text: &'a str,
    parent: NodeId,
    next: NodeId,
    first: NodeId,
    last: NodeId,
}

impl Node<'_> {
    /// An element of HTML that begins a new line.
    fn is_block(&self) -> bool {
        let name = self.text.get(..usize::from(self.name_len)).unwrap_or_default();
        ["p", "div", "li", "tr", "h1", "h2", "h3"].iter().any(|block| name.eq_ignore_ascii_case(block))
    }
}

/// The document type declares entities.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct EntitiesDeclared;

impl<'a> Tree<'a> {
    /// Reads a document. Nothing is expanded.
    pub(crate) fn read(text: &'a str) -> Result<Self, EntitiesDeclared> {
        let mut builder = Builder {
            tree: Self { nodes: Vec::new(), roots: Vec::new(), defects: Vec::new() },
            open: Vec::new(),
            too_deep: false,
            full: false,
            repaired: false,
        };
        let mut tokens = Tokens::new(text);
        let mut doctype = false;
        for token in tokens.by_ref() {
            match token {
                Token::Doctype => doctype = true,
                Token::EntityDeclaration if doctype => return Err(EntitiesDeclared),
                Token::EntityDeclaration => builder.repaired = true,
                Token::Start { inside, name_len, empty } => builder.start(inside, name_len, empty),
                Token::End { name } => builder.end(name),
                Token::Text(text) => builder.characters(Tag::Text, text),
                Token::Cdata(text) => builder.characters(Tag::Cdata, text),
            }
        }
        Ok(builder.finish(tokens.malformed, doctype))
    }

    /// The `adf` elements, and the `prospect` elements outside of one, in document order.
    pub(crate) fn roots(&self) -> &[NodeId] {
        &self.roots
    }

    fn node(&self, id: NodeId) -> Option<&Node<'a>> {
        self.nodes.get(id as usize)
    }

    pub(crate) fn tag(&self, id: NodeId) -> Tag {
        self.node(id).map_or(Tag::Other, |node| node.tag)
    }

    pub(crate) fn parent_tag(&self, id: NodeId) -> Option<Tag> {
        self.node(id).and_then(|node| self.node(node.parent)).map(|node| node.tag)
    }

    /// The children of a node in document order, character data included.
    pub(crate) fn children(&self, id: NodeId) -> impl Iterator<Item = NodeId> {
        let mut at = self.node(id).map_or(NONE, |node| node.first);
        std::iter::from_fn(move || {
            let child = self.node(at)?;
            let id = at;
            at = child.next;
            Some(id)
        })
    }

    /// The children that are elements with this tag.
    pub(crate) fn children_with(&self, id: NodeId, tag: Tag) -> impl Iterator<Item = NodeId> {
        self.children(id).filter(move |child| self.tag(*child) == tag)
    }

    /// All below a node in document order; what lies below an element is left out when `enter` says no.
    pub(crate) fn below(&self, id: NodeId, enter: impl Fn(Tag) -> bool) -> impl Iterator<Item = NodeId> {
        let mut at = self.node(id).map_or(NONE, |node| node.first);
        std::iter::from_fn(move || {
            let current = self.node(at)?;
            let found = at;
            at = if current.first != NONE && enter(current.tag) {
                current.first
            } else {
                self.after(found, id)
            };
            Some(found)
        })
    }

    /// The next node in document order that is not below `from`, within `root`.
    fn after(&self, from: NodeId, root: NodeId) -> NodeId {
        let mut at = from;
        while at != root {
            let Some(node) = self.node(at) else { return NONE };
            if node.next != NONE {
                return node.next;
            }
            at = node.parent;
        }
        NONE
    }

    /// The value of an attribute, as written; `name` in lower case.
    pub(crate) fn attribute(&self, id: NodeId, name: &str) -> Option<&'a str> {
        let node = self.node(id).filter(|node| node.name_len > 0)?;
        let value = markup::attribute(node.text, name)?.trim();
        (!value.is_empty()).then_some(value)
    }

    /// All character data below an element, references decoded, line breaks kept, at most about `cap` bytes.
    /// The second value says whether something was cut.
    pub(crate) fn words(&self, id: NodeId, cap: usize) -> (String, bool) {
        let mut out = String::new();
        for piece in self.below(id, |_| true) {
            let Some(node) = self.node(piece) else { continue };
            match node.tag {
                Tag::Break => out.push('\n'),
                // A reference is up to eight times as long as what it stands for.
                Tag::Text => out.push_str(&entities::decode(start_of(node.text, cap * 8), Names::Xml)),
                Tag::Cdata => push_with_breaks(&mut out, start_of(node.text, cap * 8)),
                Tag::Other if node.is_block() => out.push('\n'),
                _ => {}
            }
            if out.len() > cap * 2 {
                break;
            }
        }
        if out.contains('&') {
            // Senders escape twice: what is left after the XML references is decoded once more as HTML.
            out = entities::decode(&out, Names::Html).into_owned();
        }
        let cut = out.len() > cap;
        if cut {
            out.truncate(out.floor_char_boundary(cap));
        }
        (out, cut)
    }
}

/// The beginning of a text, so that decoding a huge one stays cheap.
fn start_of(text: &str, cap: usize) -> &str {
    text.get(..text.floor_char_boundary(cap)).unwrap_or(text)
}

/// CDATA is text, but for `<br>`, which senders wrap in it and mean.
fn push_with_breaks(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        let (before, markup) = rest.split_at_checked(at).unwrap_or((rest, ""));
        out.push_str(before);
        let is_break = markup.as_bytes().get(1..3).is_some_and(|name| name.eq_ignore_ascii_case(b"br"));
        let end = markup.bytes().take(64).position(|b| b == b'>');
        let inside = end.and_then(|end| markup.get(3..end));
        match (is_break, inside, end) {
            (true, Some(inside), Some(end)) if inside.trim().is_empty() || inside.starts_with([' ', '/']) => {
                out.push('\n');
                let after = markup.get(end + 1..).unwrap_or_default();
                // A break at the end of a line is one line break, not two.
                let after = after.trim_start_matches([' ', '\r']);
                rest = after.strip_prefix('\n').unwrap_or(after);
            }
            _ => {
                out.push('<');
                rest = markup.get(1..).unwrap_or_default();
            }
        }
    }
    out.push_str(rest);
}

struct Builder<'a> {
    tree: Tree<'a>,
    /// The elements that are open, outermost first.
    open: Vec<NodeId>,
    too_deep: bool,
    full: bool,
    repaired: bool,
}

impl<'a> Builder<'a> {
    fn start(&mut self, inside: &'a str, name_len: usize, empty: bool) {
        let tag = Tag::of(inside.get(..name_len).unwrap_or_default());
        let root = matches!(tag, Tag::Adf | Tag::Prospect);
        if self.open.is_empty() && !root {
            return;
        }
        if root {
            self.close_through(tag);
        } else if tag != Tag::Other && tag != Tag::Break {
            self.close_words();
            if tag != Tag::Part && self.top_tag() == Some(Tag::Name) {
                self.open.pop();
                self.repaired = true;
            }
        }
        let is_root = self.open.is_empty();
        let Some(id) = self.push(tag, inside, name_len) else { return };
        if is_root {
            self.tree.roots.push(id);
        }
        if !empty && tag != Tag::Break && !is_void(inside.get(..name_len).unwrap_or_default()) {
            if self.open.len() < MAX_DEPTH {
                self.open.push(id);
            } else {
                self.too_deep = true;
            }
        }
    }

    fn top_tag(&self) -> Option<Tag> {
        self.open.last().map(|id| self.tree.tag(*id))
    }

    /// Closes elements of words whose end was forgotten.
    fn close_words(&mut self) {
        while self.top_tag().is_some_and(Tag::holds_words_only) {
            self.open.pop();
            self.repaired = true;
        }
    }

    /// A document or prospect begins: the one before it ends, also when its end was forgotten.
    fn close_through(&mut self, tag: Tag) {
        if let Some(at) = self.open.iter().position(|id| self.tree.tag(*id) == tag) {
            self.open.truncate(at);
            self.repaired = true;
        }
    }

    fn end(&mut self, name: &str) {
        let tag = Tag::of(name);
        let same = |id: &NodeId| {
            let Some(node) = self.tree.node(*id) else { return false };
            node.tag == tag
                && (tag != Tag::Other
                    || node
                        .text
                        .get(..usize::from(node.name_len))
                        .is_some_and(|n| n.eq_ignore_ascii_case(name)))
        };
        if let Some(at) = self.open.iter().rposition(same) {
            self.repaired |= at + 1 != self.open.len();
            self.open.truncate(at);
        }
    }

    fn characters(&mut self, tag: Tag, text: &'a str) {
        // Blanks between the elements of a lead say nothing, and they would be half of the nodes of a document.
        let between = !matches!(self.top_tag(), Some(Tag::Comments | Tag::Other));
        if self.open.is_empty() || (between && text.trim_start().is_empty()) {
            return;
        }
        self.push(tag, text, 0);
    }

    fn push(&mut self, tag: Tag, text: &'a str, name_len: usize) -> Option<NodeId> {
        if self.tree.nodes.len() >= MAX_NODES {
            self.full = true;
            return None;
        }
        let id = NodeId::try_from(self.tree.nodes.len()).ok()?;
        let parent = self.open.last().copied().unwrap_or(NONE);
        let name_len = u16::try_from(name_len).unwrap_or(0);
        self.tree.nodes.push(Node { tag, name_len, text, parent, next: NONE, first: NONE, last: NONE });
        let before = match self.tree.nodes.get_mut(parent as usize) {
            Some(parent) => {
                let before = std::mem::replace(&mut parent.last, id);
                if before == NONE {
                    parent.first = id;
                }
                before
            }
            None => NONE,
        };
        if let Some(before) = self.tree.nodes.get_mut(before as usize) {
            before.next = id;
        }
        Some(id)
    }

    fn finish(mut self, malformed: bool, doctype: bool) -> Tree<'a> {
        let mut note = |when: bool, code, detail: &str| {
            if when {
                self.tree.defects.push(Defect::new(code, detail));
            }
        };
        note(doctype, DefectCode::DoctypeIgnored, "a document type is declared");
        note(malformed || self.repaired, DefectCode::MalformedMarkup, "the markup is not well-formed");
        note(!self.open.is_empty(), DefectCode::TruncatedDocument, "elements are not closed at the end");
        note(self.too_deep, DefectCode::TooDeep, "elements nested too deep were flattened");
        note(self.full, DefectCode::TooManyElements, "the elements after the first 100000 were left out");
        self.tree
    }
}

/// Elements of HTML that have no end tag.
fn is_void(name: &str) -> bool {
    ["hr", "img", "meta", "input", "wbr"].iter().any(|void| name.eq_ignore_ascii_case(void))
}
