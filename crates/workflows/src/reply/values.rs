//! What may stand in a reply: each placeholder, the fact behind it, and nothing of the customer's words.

use domain::context::CaseContext;
use domain::fact::{Topic, UnitFact, UnitStatus};

use super::{greeting_name, when};

/// A name in braces that templates may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placeholder {
    /// Without the braces.
    pub name: &'static str,
    /// For the person who writes templates.
    pub means: &'static str,
}

const fn named(name: &'static str, means: &'static str) -> Placeholder {
    Placeholder { name, means }
}

/// Every placeholder. A paragraph that names one without a fact behind it is left out.
pub const PLACEHOLDERS: [Placeholder; 18] = [
    named("first_name", "the customer's given name, if it was marked as one and is a single word"),
    named("vehicle", "the vehicle in stock, whatever its state: \"2024 Toyota RAV4 XLE\""),
    named("available_vehicle", "the vehicle, only while it is for sale"),
    named("pending_vehicle", "the vehicle, only while a deal is being made on it"),
    named("in_transit_vehicle", "the vehicle, only while it is on its way to the store"),
    named("sold_vehicle", "the vehicle, only once it is gone"),
    named("if_available", "nothing; the paragraph stays only while the vehicle is for sale"),
    named("if_no_vehicle", "nothing; the paragraph stays only if no vehicle in stock was found"),
    named("stock", "the stock number of the vehicle"),
    named("price", "the advertised price, only while the vehicle is for sale and if prices may be named"),
    named("mileage", "the odometer in miles, with a comma"),
    named("store", "the store's name"),
    named("phone", "the store's phone number"),
    named("address", "the store's address in one line"),
    named("website", "the store's website"),
    named("week_hours", "the opening hours of the week"),
    named("hours_today", "\"open until 8 pm\", only while the store is open"),
    named("opens", "\"Saturday at 9 am\", only while the store is closed"),
];

/// The facts of one case, by placeholder, in one language.
#[derive(Clone, Copy, Debug)]
pub struct Values<'a> {
    cx: &'a CaseContext,
    language: &'a str,
}

impl<'a> Values<'a> {
    /// Of `cx`, with times and greeting in `language` (ISO 639-1).
    #[must_use]
    pub const fn new(cx: &'a CaseContext, language: &'a str) -> Self {
        Self { cx, language }
    }

    /// The value and the fact it rests on (a name rests on the lead, which does not change); `None`: no such
    /// placeholder, or no fact behind it.
    pub(crate) fn lookup(&self, name: &str) -> Option<(String, Option<Topic>)> {
        match name {
            "first_name" => Some((self.first_name()?, None)),
            "store" | "phone" | "address" | "website" => Some((self.store(name)?, Some(Topic::Rooftop))),
            "week_hours" | "hours_today" | "opens" => Some((self.hours(name)?, Some(Topic::Hours))),
            "if_no_vehicle" => self.cx.facts.unit().is_none().then(|| (String::new(), Some(Topic::Unit))),
            _ => Some((self.unit(name)?, Some(Topic::Unit))),
        }
    }

    /// From the lead, else from the contact if that is plainly the same person.
    pub(crate) fn first_name(&self) -> Option<String> {
        greeting_name(&self.cx.lead.name).or_else(|| {
            let contact = self.cx.facts.contact().filter(|contact| !contact.name_differs)?;
            let unnamed = self.cx.lead.name.full.is_none() && self.cx.lead.name.first.is_none();
            unnamed.then(|| greeting_name(&contact.name)).flatten()
        })
    }

    fn store(&self, name: &str) -> Option<String> {
        let rooftop = self.cx.facts.rooftop()?;
        let value = match name {
            "store" => Some(rooftop.name.as_str()),
            "phone" => return rooftop.phone.as_deref().and_then(one_line).map(|phone| dialled(&phone)),
            "address" => rooftop.address.as_deref(),
            _ => rooftop.website.as_deref(),
        };
        value.and_then(one_line)
    }

    fn hours(&self, name: &str) -> Option<String> {
        let hours = self.cx.facts.hours()?;
        match name {
            "week_hours" => one_line(&when::week(&hours.week, self.language)),
            "hours_today" => {
                let closes = when::local(hours.closes.filter(|_| hours.open_now)?, &hours.timezone)?;
                let clock = when::clock(&closes, self.language);
                Some(match self.language {
                    "es" => format!("abierto hasta las {clock}"),
                    "fr" => format!("ouvert jusqu'à {clock}"),
                    _ => format!("open until {clock}"),
                })
            }
            _ => {
                let opens = when::local(hours.opens.filter(|_| !hours.open_now)?, &hours.timezone)?;
                Some(when::day_and_clock(&opens, self.language))
            }
        }
    }

    // INVARIANT (said-available): a reply says that a vehicle is for sale, or names its price, only while
    // the unit's own fact says `Available`.
    fn unit(&self, name: &str) -> Option<String> {
        let unit = self.cx.facts.unit()?;
        let while_status =
            |status: UnitStatus| (unit.status == status).then(|| vehicle(unit, self.language)).flatten();
        match name {
            "vehicle" => vehicle(unit, self.language),
            "available_vehicle" => while_status(UnitStatus::Available),
            "if_available" => (unit.status == UnitStatus::Available).then(String::new),
            "pending_vehicle" => while_status(UnitStatus::Pending),
            "in_transit_vehicle" => while_status(UnitStatus::InTransit),
            "sold_vehicle" => while_status(UnitStatus::Sold),
            "stock" => one_line(&unit.stock),
            "price" => {
                let named = self.cx.instructions.price_in_replies && unit.status == UnitStatus::Available;
                let price = unit.price.filter(|price| named && price.minor > 0)?;
                Some(price.to_string())
            }
            "mileage" => {
                let miles = u64::try_from(unit.odometer_mi?).ok().filter(|miles| *miles > 0)?;
                Some(grouped(miles))
            }
            _ => None,
        }
    }
}

/// "2024 Toyota RAV4 XLE"; the year comes last in Spanish and French.
pub(crate) fn vehicle(unit: &UnitFact, language: &str) -> Option<String> {
    let year = unit.year.map(|year| year.to_string());
    let year_last = matches!(language, "es" | "fr");
    let named = [Some(unit.make.as_str()), Some(unit.model.as_str()), unit.trim.as_deref()];
    let before = year.as_deref().filter(|_| !year_last);
    let after = year.as_deref().filter(|_| year_last);
    let parts: Vec<&str> = before.into_iter().chain(named.into_iter().flatten()).chain(after).collect();
    one_line(&parts.join(" "))
}

/// No line breaks or control characters, single blanks, at most 120 characters; `None` if nothing is left.
pub(crate) fn one_line(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len().min(120));
    for word in text.split(|letter: char| letter.is_whitespace() || letter.is_control()) {
        if word.is_empty() {
            continue;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    if out.chars().count() > 120 {
        out = out.chars().take(120).collect();
    }
    (!out.is_empty()).then_some(out)
}

/// "+15085550142" as "508-555-0142"; anything else as it stands.
fn dialled(phone: &str) -> String {
    let Some(digits) = phone.strip_prefix("+1").filter(|rest| rest.len() == 10) else {
        return phone.to_owned();
    };
    match (digits.get(..3), digits.get(3..6), digits.get(6..)) {
        (Some(area), Some(exchange), Some(line)) => format!("{area}-{exchange}-{line}"),
        _ => phone.to_owned(),
    }
}

fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
