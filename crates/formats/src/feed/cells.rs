//! Cells of a feed: flags, numbers, lists, dates, hours.

use super::Family;
use super::report::FeedReport;
use super::rows::WorkingTime;
use super::table::{Table, note_row};
use crate::defect::{Defect, DefectCode};
use crate::text;
use crate::when::{self, DateOrder};
use jiff::civil::Date;

/// `Y`, `yes`, `true`, `1`, `x` and their opposites; `None` for others.
pub(super) fn flag(cell: &str) -> Option<bool> {
    match text::letters(cell).as_ref() {
        "y" | "yes" | "true" | "t" | "1" | "x" | "on" | "optedin" | "optin" | "si" | "sí" => Some(true),
        "n" | "no" | "false" | "f" | "0" | "off" | "optedout" | "optout" => Some(false),
        _ => None,
    }
}

/// `4`, `4.0`; `None` for others.
pub(super) fn whole_number(cell: &str) -> Option<u32> {
    let cell = cell.trim();
    cell.strip_suffix(".0").or_else(|| cell.strip_suffix(".00")).unwrap_or(cell).replace(',', "").parse().ok()
}

/// The entries of a list in one cell, separated by `|`, `;`, line breaks, or commas where there is nothing else. A
/// comma within an address belongs to it: only one before a new address separates.
pub(super) fn pieces(cell: &str, addresses: bool) -> Vec<String> {
    let strong = ['|', ';', '\n'];
    let parts: Vec<&str> = if cell.contains(strong) {
        cell.split(strong).collect()
    } else if addresses {
        split_addresses(cell)
    } else {
        cell.split(',').collect()
    };
    parts.into_iter().filter_map(|part| text::collapsed(part.trim_matches(['"', ' ', ',']))).collect()
}

fn split_addresses(cell: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = cell;
    while let Some(at) = rest
        .match_indices([',', ' '])
        .map(|(at, _)| at)
        .find(|at| rest.get(at + 1..).is_some_and(|next| next.trim_start().starts_with("http")))
    {
        let (head, tail) = rest.split_at_checked(at).unwrap_or((rest, ""));
        parts.push(head);
        rest = tail.get(1..).unwrap_or_default().trim_start();
    }
    parts.push(rest);
    parts
}

/// The order of a feed's dates: as told, else of its family, else learnt from dates in which only one order fits.
/// Unlearnt ambiguity is noted once for the file.
pub(super) fn date_order<C: Copy + PartialEq>(
    table: &mut Table<'_>,
    columns: &[Option<C>],
    wanted: C,
    told: Option<DateOrder>,
) -> Option<DateOrder> {
    if told.is_some() {
        return told;
    }
    if matches!(table.report.family, Family::VautoA | Family::VautoB) {
        return Some(DateOrder::MonthDayYear);
    }
    let (mut month_first, mut day_first, mut open) = (0usize, 0usize, 0usize);
    let column = columns.iter().position(|column| *column == Some(wanted))?;
    table.scan(|row| match row.cell(column).map(when::orders).as_deref() {
        Some([DateOrder::MonthDayYear]) => month_first += 1,
        Some([DateOrder::DayMonthYear]) => day_first += 1,
        Some([_, _, ..]) => open += 1,
        _ => {}
    });
    match (month_first, day_first) {
        (1.., 0) => Some(DateOrder::MonthDayYear),
        (0, 1..) => Some(DateOrder::DayMonthYear),
        _ => {
            if open > 0 {
                let detail = format!("{open} dates fit both month/day and day/month; say which one it is");
                table.report.defects.push(Defect::new(DefectCode::DateAmbiguous, detail));
            }
            None
        }
    }
}

/// A date in the feed's order; without one only a date in which one order fits.
pub(super) fn date(cell: &str, order: Option<DateOrder>, line: u64, report: &mut FeedReport) -> Option<Date> {
    if text::is_placeholder(cell) || cell.starts_with("0000") {
        return None;
    }
    if let Some(date) = order.and_then(|order| when::date(cell, order)) {
        return Some(date);
    }
    match when::orders(cell).as_slice() {
        [order] => when::date(cell, *order),
        [] => {
            note_row(report, line, DefectCode::DateUnreadable, "a date could not be read");
            None
        }
        _ => {
            note_row(report, line, DefectCode::DateAmbiguous, "month and day cannot be told apart");
            None
        }
    }
}

const DAYS: [&str; 7] = ["mo", "tu", "we", "th", "fr", "sa", "su"];

/// `Mon-Fri`, `Mon, Wed, Sat`, `daily`, `weekdays`, `M-F` to weekdays, 1 is Monday; empty when it cannot be read.
pub(super) fn weekdays(cell: &str) -> Vec<u8> {
    let lower = cell.to_lowercase();
    match text::letters(&lower).as_ref() {
        "daily" | "everyday" | "all" | "7days" => return (1..=7).collect(),
        "weekdays" | "mf" => return (1..=5).collect(),
        "weekends" | "weekend" => return vec![6, 7],
        _ => {}
    }
    let mut days = Vec::new();
    let lower = lower.replace(" to ", "-").replace(" - ", "-").replace(['\u{2013}', '\u{2014}'], "-");
    for piece in lower.split([',', ';', '/', ' ', '|', '+', '&']).filter(|piece| !piece.is_empty()) {
        let span: Option<Vec<u8>> = match piece.split_once('-') {
            Some((from, to)) => weekday(from).zip(weekday(to)).map(|(from, to)| {
                let length = (to + 7 - from) % 7;
                (0..=length).map(|step| (from - 1 + step) % 7 + 1).collect()
            }),
            None => weekday(piece).map(|day| vec![day]),
        };
        match span {
            Some(span) => days.extend(span),
            None => return Vec::new(),
        }
    }
    days.sort_unstable();
    days.dedup();
    days
}

/// `mon`, `tuesday`, `Thurs.`, `1` to `7`.
fn weekday(text: &str) -> Option<u8> {
    let text = text.trim().trim_end_matches('.');
    if let Ok(number) = text.parse::<u8>() {
        return (1..=7).contains(&number).then_some(number);
    }
    let day = match text {
        "m" => Some(0),
        "f" => Some(4),
        _ => DAYS.iter().position(|day| text.len() >= 2 && text.starts_with(day)),
    };
    day.and_then(|day| u8::try_from(day + 1).ok())
}

/// `9-18`, `9:00-18:30`, `9am - 6pm` to minutes after midnight; `None` when it cannot be read.
pub(super) fn hours(cell: &str) -> Option<(u16, u16)> {
    let lower = cell.to_lowercase().replace(" to ", "-").replace(['\u{2013}', '\u{2014}'], "-");
    let (from, to) = lower.split_once('-')?;
    let (from, from_half) = clock(from)?;
    let (to, to_half) = clock(to)?;
    // `9-6` on a working day means six in the evening.
    let to = if !to_half && !from_half && to <= from && to <= 12 * 60 { to + 12 * 60 } else { to };
    (from < to && to <= 24 * 60).then_some((from, to))
}

/// Minutes after midnight, and whether `am` or `pm` was said.
fn clock(text: &str) -> Option<(u16, bool)> {
    let text = text.trim().replace('.', "");
    let (figures, half) = match (text.strip_suffix("am"), text.strip_suffix("pm")) {
        (Some(figures), _) => (figures, Some(0)),
        (_, Some(figures)) => (figures, Some(12)),
        _ => (text.as_str(), None),
    };
    let (hour, minute) = figures.trim().split_once(':').unwrap_or((figures.trim(), "0"));
    let hour: u16 = hour.parse().ok()?;
    let minute: u16 = minute.parse().ok()?;
    let hour = match half {
        Some(_) if !(1..=12).contains(&hour) => return None,
        Some(half) => hour % 12 + half,
        None => hour,
    };
    (hour <= 24 && minute < 60).then_some((hour * 60 + minute, half.is_some()))
}

/// Working times of days that share their hours.
pub(super) fn working(days: &[u8], (from_minute, to_minute): (u16, u16)) -> Vec<WorkingTime> {
    days.iter().map(|weekday| WorkingTime { weekday: *weekday, from_minute, to_minute }).collect()
}
