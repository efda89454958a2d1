//! Line icons, drawn once per page as symbols and used by name; never the only sign of a state.

use maud::{Markup, PreEscaped, html};

const SPRITE: &str = include_str!("../assets/icons.svg");

/// The symbols of a page.
#[must_use]
pub fn sprite() -> Markup {
    PreEscaped(SPRITE.replacen("<svg ", "<svg class=\"sprite\" aria-hidden=\"true\" ", 1))
}

/// One icon, 16 px.
#[must_use]
pub fn icon(name: &str) -> Markup {
    html! { svg.i aria-hidden="true" { use href={ "#i-" (name) } {} } }
}

/// One icon, 14 px.
#[must_use]
pub fn small(name: &str) -> Markup {
    html! { svg.i.i-s aria-hidden="true" { use href={ "#i-" (name) } {} } }
}
