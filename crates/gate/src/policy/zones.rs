//! Where a recipient is and which hours are theirs: the quiet-hours table, resolved against the bundled tz database.

use std::collections::BTreeMap;

use domain::fact::ContactFact;
use domain::lead::Lead;
use domain::time::UtcMicros;
use jiff::Timestamp;
use jiff::civil::{Date, Weekday};
use jiff::tz::{TimeZone, TimeZoneDatabase};
use serde::Deserialize;

const SHIPPED: &str = include_str!("../../data/quiet-hours.toml");

/// One state as written in the table, or in a policy that replaces it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct QuietRow {
    name: String,
    zones: Vec<String>,
    week: Vec<i8>,
    saturday: Option<Vec<i8>>,
    sunday: Option<Vec<i8>>,
    #[serde(default)]
    closed_on_holidays: bool,
    at_most_24h: Option<u32>,
    source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    holidays: Vec<String>,
    zip3: Vec<String>,
    state: BTreeMap<String, QuietRow>,
}

/// One state: its windows and all zones that a part of it keeps.
#[derive(Clone, Debug)]
pub(crate) struct Window {
    name: String,
    zones: Vec<TimeZone>,
    /// From this hour up to that one, Monday to Friday, Saturday, Sunday; `None`: not at all.
    days: [Option<(i8, i8)>; 3],
    closed_on_holidays: bool,
    /// The state's own limit of messages to one person in 24 hours.
    pub(crate) at_most_24h: Option<u32>,
}

/// All states, holidays and ZIP prefixes.
#[derive(Clone, Debug)]
pub(crate) struct QuietTable {
    holidays: Vec<Date>,
    zip3: Vec<(u16, u16, String)>,
    states: BTreeMap<String, Window>,
}

/// Where a recipient may be.
#[derive(Debug)]
pub(crate) enum Place<'t> {
    /// In one of these states; never empty.
    In(Vec<&'t Window>),
    /// Nobody has said: any state of the table.
    Anywhere,
    /// In a place the table does not have.
    Elsewhere,
}

impl QuietTable {
    /// The table in the binary.
    pub(crate) fn shipped() -> Result<Self, String> {
        let broken = |what: String| format!("the quiet-hours table of this binary is broken: {what}");
        let written: Written = toml::from_str(SHIPPED).map_err(|error| broken(error.to_string()))?;
        let holidays: Result<Vec<Date>, _> = written.holidays.iter().map(|day| day.parse()).collect();
        let zip3: Option<Vec<_>> = written.zip3.iter().map(|row| zip3_row(row)).collect();
        let mut table = Self {
            holidays: holidays.map_err(|error| broken(error.to_string()))?,
            zip3: zip3.ok_or_else(|| broken("a ZIP row".to_owned()))?,
            states: BTreeMap::new(),
        };
        for (code, row) in &written.state {
            let window = Window::of(row).map_err(&broken)?;
            table.states.insert(code.clone(), window);
        }
        Ok(table)
    }

    /// Replaces one state's row.
    pub(super) fn set(&mut self, code: &str, row: &QuietRow) -> Result<(), String> {
        if !self.states.contains_key(code) {
            return Err(format!("`{code}` is not a state of the table; write its two capital letters"));
        }
        self.states.insert(code.to_owned(), Window::of(row)?);
        Ok(())
    }

    /// Where the customer may be, by the states and ZIP codes on file and on the lead. Two that differ both count;
    /// a phone's area code does not: people keep their number when they move.
    pub(crate) fn place(&self, contact: Option<&ContactFact>, lead: &Lead) -> Place<'_> {
        let told = |text: &Option<String>| {
            text.as_deref().map(str::trim).filter(|t| !t.is_empty()).map(str::to_owned)
        };
        let regions = [contact.and_then(|c| told(&c.region)), told(&lead.address.region)];
        let codes = [contact.and_then(|c| told(&c.postal_code)), told(&lead.address.postal_code)];
        if told(&lead.address.country).is_some_and(|country| !is_usa(&country)) {
            return Place::Elsewhere;
        }
        let mut found: Vec<&Window> = Vec::new();
        for region in regions.iter().flatten() {
            match self.by_name(region) {
                Some(window) => found.push(window),
                None => return Place::Elsewhere,
            }
        }
        for code in codes.iter().flatten() {
            let before = found.len();
            found.extend(self.by_zip(code));
            if found.len() == before {
                return Place::Elsewhere;
            }
        }
        if found.is_empty() { Place::Anywhere } else { Place::In(found) }
    }

    fn by_name(&self, region: &str) -> Option<&Window> {
        let code = region.to_ascii_uppercase();
        self.states.get(&code).or_else(|| self.states.values().find(|w| w.name.eq_ignore_ascii_case(region)))
    }

    fn by_zip(&self, code: &str) -> impl Iterator<Item = &Window> {
        let digits = code.get(..5).filter(|five| five.bytes().all(|b| b.is_ascii_digit()));
        let prefix: Option<u16> = digits.and_then(|five| five.get(..3)).and_then(|three| three.parse().ok());
        self.zip3
            .iter()
            .filter(move |(from, to, _)| prefix.is_some_and(|prefix| (*from..=*to).contains(&prefix)))
            .filter_map(|(_, _, state)| self.states.get(state))
    }

    /// Is `now` inside the window everywhere the recipient may be? `None`: it cannot be told.
    pub(crate) fn is_inside(&self, place: &Place<'_>, now: UtcMicros) -> Option<bool> {
        let now = Timestamp::from_microsecond(now.micros()).ok()?;
        match place {
            Place::In(windows) => self.all_inside(windows.iter().copied(), now),
            Place::Anywhere => self.all_inside(self.states.values(), now),
            Place::Elsewhere => None,
        }
    }

    fn all_inside<'w>(&self, windows: impl Iterator<Item = &'w Window>, now: Timestamp) -> Option<bool> {
        let mut inside = true;
        for window in windows {
            for zone in &window.zones {
                let local = zone.to_datetime(now);
                if window.closed_on_holidays {
                    let last = self.holidays.last()?;
                    if local.year() > last.year() {
                        return None;
                    }
                    inside &= !self.holidays.contains(&local.date());
                }
                let [week, saturday, sunday] = window.days;
                let day = match local.weekday() {
                    Weekday::Saturday => saturday,
                    Weekday::Sunday => sunday,
                    _ => week,
                };
                inside &= day.is_some_and(|(from, to)| (from..to).contains(&local.hour()));
            }
        }
        Some(inside)
    }
}

impl Window {
    fn of(row: &QuietRow) -> Result<Self, String> {
        let zones = TimeZoneDatabase::bundled();
        let zones: Result<Vec<TimeZone>, String> = row
            .zones
            .iter()
            .map(|name| zones.get(name).map_err(|_| format!("`{name}` is not a zone of the tz database")))
            .collect();
        let zones = zones?;
        if zones.is_empty() {
            return Err(format!("{} has no zone; name every zone that a part of it keeps", row.name));
        }
        if row.source.trim().is_empty() {
            return Err(format!("{} has no source; say where the hours come from", row.name));
        }
        let week = hours(&row.week)?;
        let day = |own: &Option<Vec<i8>>| own.as_ref().map_or(Ok(week), |own| hours(own));
        Ok(Self {
            name: row.name.clone(),
            zones,
            days: [week, day(&row.saturday)?, day(&row.sunday)?],
            closed_on_holidays: row.closed_on_holidays,
            at_most_24h: row.at_most_24h,
        })
    }
}

fn hours(written: &[i8]) -> Result<Option<(i8, i8)>, String> {
    match written {
        [] => Ok(None),
        [from, to] if (0..=24).contains(from) && (0..=24).contains(to) && from < to => Ok(Some((*from, *to))),
        _ => Err("hours are written [from, to] from 0 to 24, or [] for not at all".to_owned()),
    }
}

/// `010-027 MA` or `008 VI`.
fn zip3_row(row: &str) -> Option<(u16, u16, String)> {
    let (range, state) = row.split_once(' ')?;
    let (from, to) = range.split_once('-').unwrap_or((range, range));
    Some((from.parse().ok()?, to.parse().ok()?, state.to_owned()))
}

fn is_usa(country: &str) -> bool {
    let letters: String = country.chars().filter(char::is_ascii_alphabetic).collect();
    ["us", "usa", "unitedstates", "unitedstatesofamerica"]
        .iter()
        .any(|name| letters.eq_ignore_ascii_case(name))
}
