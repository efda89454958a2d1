//! Whether a text says anything about price or stock; until the readers of amounts stand, any text might.

use super::Words;
pub(crate) fn any(words: &Words) -> bool {
    words.len() > 0
}
