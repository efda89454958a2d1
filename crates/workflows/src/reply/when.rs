//! Points in time as a customer or a colleague at the store reads them.
//!
//! Zones come from the bundled database, so that a replay reads the same on every machine.

use domain::time::UtcMicros;
use jiff::Timestamp;
use jiff::Zoned;
use jiff::civil::Weekday;
use jiff::tz::TimeZoneDatabase;

/// `at` on the wall of the store; `None` if the zone has no such name or the time is out of range.
pub(crate) fn local(at: UtcMicros, zone: &str) -> Option<Zoned> {
    let zone = TimeZoneDatabase::bundled().get(zone).ok()?;
    Timestamp::from_microsecond(at.micros()).ok().map(|stamp| stamp.to_zoned(zone))
}

/// "9 am", "9:30 am"; "9:30 a. m."; "9 h 30".
pub(crate) fn clock(at: &Zoned, language: &str) -> String {
    let (hour, minute) = (at.hour(), at.minute());
    let twelve = if hour % 12 == 0 { 12 } else { hour % 12 };
    match language {
        "fr" if minute == 0 => format!("{hour} h"),
        "fr" => format!("{hour} h {minute:02}"),
        "es" => format!("{twelve}:{minute:02} {}", if hour < 12 { "a. m." } else { "p. m." }),
        _ if minute == 0 => format!("{twelve} {}", if hour < 12 { "am" } else { "pm" }),
        _ => format!("{twelve}:{minute:02} {}", if hour < 12 { "am" } else { "pm" }),
    }
}

/// "Saturday at 9 am": a weekday stays true until it comes, "tomorrow" does not.
pub(crate) fn day_and_clock(at: &Zoned, language: &str) -> String {
    let (day, clock) = (weekday(at.weekday(), language), clock(at, language));
    match language {
        "es" => format!("el {day} a las {clock}"),
        "fr" => format!("{day} à {clock}"),
        _ => format!("{day} at {clock}"),
    }
}

/// "10:30 am" on the same day as `now`, "Sat 9:15 am" on another of the same week, "Nov 27" later: for a
/// title on a list.
pub(crate) fn short(at: &Zoned, now: &Zoned) -> String {
    let clock = clock(at, "en");
    if at.date() == now.date() {
        return clock;
    }
    if at.timestamp().as_second() - now.timestamp().as_second() > 6 * 24 * 3600 {
        return at.strftime("%b %-d").to_string();
    }
    let day: String = weekday(at.weekday(), "en").chars().take(3).collect();
    format!("{day} {clock}")
}

fn weekday(day: Weekday, language: &str) -> &'static str {
    let (en, es, fr) = match day {
        Weekday::Monday => ("Monday", "lunes", "lundi"),
        Weekday::Tuesday => ("Tuesday", "martes", "mardi"),
        Weekday::Wednesday => ("Wednesday", "miércoles", "mercredi"),
        Weekday::Thursday => ("Thursday", "jueves", "jeudi"),
        Weekday::Friday => ("Friday", "viernes", "vendredi"),
        Weekday::Saturday => ("Saturday", "sábado", "samedi"),
        Weekday::Sunday => ("Sunday", "domingo", "dimanche"),
    };
    match language {
        "es" => es,
        "fr" => fr,
        _ => en,
    }
}

/// The configured week with its English words put into the customer's language.
pub(crate) fn week(text: &str, language: &str) -> String {
    const WORDS: [(&str, &str, &str); 10] = [
        ("Mon", "lun", "lun"),
        ("Tue", "mar", "mar"),
        ("Wed", "mié", "mer"),
        ("Thu", "jue", "jeu"),
        ("Fri", "vie", "ven"),
        ("Sat", "sáb", "sam"),
        ("Sun", "dom", "dim"),
        ("closed", "cerrado", "fermé"),
        ("and", "y", "et"),
        ("midnight", "medianoche", "minuit"),
    ];
    if !matches!(language, "es" | "fr") {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len() + 8);
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let end = rest.find(|letter: char| !letter.is_alphabetic()).unwrap_or(rest.len());
        let (word, after) = if end == 0 { rest.split_at(first.len_utf8()) } else { rest.split_at(end) };
        let known = WORDS.iter().find(|(en, _, _)| *en == word);
        out.push_str(known.map_or(word, |(_, es, fr)| if language == "es" { es } else { fr }));
        rest = after;
    }
    out
}
