//! JSON values within a budget, borrowed from the document where possible.

use std::borrow::Cow;
use std::cell::Cell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::text;

/// A lead has a hundred values; more than this are skipped, which bounds memory.
const MAX_NODES: usize = 20_000;

/// A JSON value.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Node<'a> {
    Null,
    Bool(bool),
    /// As text.
    Number(String),
    Text(Cow<'a, str>),
    List(Vec<Node<'a>>),
    Object(Vec<(Cow<'a, str>, Node<'a>)>),
}

impl<'a> Node<'a> {
    /// Reads a document; the second value says whether values were skipped.
    pub(super) fn read(text: &'a str) -> Result<(Self, bool), serde_json::Error> {
        let budget = Cell::new(MAX_NODES);
        let mut reader = serde_json::Deserializer::from_str(text);
        let node = Seed { budget: &budget }.deserialize(&mut reader)?;
        reader.end()?;
        Ok((node, budget.get() == 0))
    }

    /// The value of a field by any of its names, given as lower-case letters and figures only. Null is absent.
    pub(super) fn field(&self, names: &[&str]) -> Option<&Node<'a>> {
        let Node::Object(fields) = self else { return None };
        names.iter().find_map(|name| {
            let named = |key: &str| text::letters(key) == *name;
            fields.iter().find(|(key, value)| *value != Node::Null && named(key)).map(|(_, value)| value)
        })
    }

    /// The text of a scalar, blanks collapsed; empty is `None`.
    pub(super) fn text(&self) -> Option<String> {
        match self {
            Node::Text(text) => text::collapsed(&text::visible(text)),
            Node::Number(number) => Some(number.clone()),
            Node::Bool(value) => Some(value.to_string()),
            Node::Null | Node::List(_) | Node::Object(_) => None,
        }
    }

    /// The elements of a list, or the value itself.
    pub(super) fn each(&self) -> &[Node<'a>] {
        match self {
            Node::List(list) => list,
            Node::Null => &[],
            other => std::slice::from_ref(other),
        }
    }
}

#[derive(Clone, Copy)]
struct Seed<'b> {
    budget: &'b Cell<usize>,
}

impl Seed<'_> {
    /// Takes one value from the budget; `false` when it is spent.
    fn spend(self) -> bool {
        let left = self.budget.get();
        self.budget.set(left.saturating_sub(1));
        left > 1
    }
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Node<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node<'de>, D::Error> {
        if self.spend() {
            return deserializer.deserialize_any(self);
        }
        deserializer.deserialize_ignored_any(IgnoredAny).map(|_| Node::Null)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = Node<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Node::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Self::Value, E> {
        Ok(Node::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Self::Value, E> {
        Ok(Node::Number(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Self::Value, E> {
        Ok(Node::Number(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Self::Value, E> {
        Ok(Node::Number(value.to_string()))
    }

    fn visit_borrowed_str<E>(self, value: &'de str) -> Result<Self::Value, E> {
        Ok(Node::Text(Cow::Borrowed(value)))
    }

    fn visit_str<E>(self, value: &str) -> Result<Self::Value, E> {
        Ok(Node::Text(Cow::Owned(value.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let mut nodes = Vec::new();
        while self.budget.get() > 0 {
            match list.next_element_seed(self)? {
                Some(node) => nodes.push(node),
                None => return Ok(Node::List(nodes)),
            }
        }
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Node::List(nodes))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut fields = Vec::new();
        while self.budget.get() > 0 {
            match map.next_key_seed(KeySeed)? {
                Some(key) => fields.push((key, map.next_value_seed(self)?)),
                None => return Ok(Node::Object(fields)),
            }
        }
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Node::Object(fields))
    }
}

/// A key, borrowed where it holds no escape.
struct KeySeed;

impl<'de> DeserializeSeed<'de> for KeySeed {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for KeySeed {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a field name")
    }

    fn visit_borrowed_str<E>(self, value: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(value.to_owned()))
    }
}
