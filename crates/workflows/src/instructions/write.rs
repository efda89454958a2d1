//! Instructions as TOML, for a settings page and for a file.

use domain::instructions::{DueTimes, Instructions, Localized, RoutingRule, SeniorList, Template};
use serde::Serialize;

/// The file's order: what fits on a screen first, tables last as TOML wants them.
#[derive(Serialize)]
struct Written<'a> {
    price_in_replies: bool,
    due: DueTimes,
    senior: &'a SeniorList,
    assistant_line: &'a [Localized],
    sms_opt_out_line: &'a [Localized],
    routing: &'a [RoutingRule],
    template: &'a [Template],
}

/// The text that [`super::parse`] reads back to the same instructions, apart from version and hash.
/// Comments of the file they once came from are not in them and do not come back.
#[must_use]
pub fn to_toml(instructions: &Instructions) -> String {
    let written = Written {
        price_in_replies: instructions.price_in_replies,
        due: instructions.due,
        senior: &instructions.senior,
        assistant_line: &instructions.assistant_line,
        sms_opt_out_line: &instructions.sms_opt_out_line,
        routing: &instructions.routing,
        template: &instructions.templates,
    };
    // Strings, numbers and lists of them always have a TOML form; were it otherwise one day, the text
    // would say so and not parse as instructions.
    toml::to_string_pretty(&written).unwrap_or_else(|error| format!("# cannot be written: {error}\n"))
}
