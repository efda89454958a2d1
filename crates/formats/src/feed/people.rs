//! Customer and staff files to people.

use std::collections::HashMap;

use super::RejectReason;
use super::cells;
use super::report::{FeedOptions, FeedRefused, FeedReport};
use super::rows::{CustomerRow, StaffRow, WorkingTime};
use super::table::{Row, Table, note_row, reject};
use crate::defect::DefectCode;
use crate::language;
use crate::lead::{Address, LeadDoc, PersonName};
use crate::person;
use crate::phone::Region;
use crate::text;

/// What a column of a customer or staff file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Id,
    First,
    Middle,
    Last,
    Full,
    Email,
    Phone,
    Street,
    City,
    Region,
    PostalCode,
    Country,
    Language,
    EmailAllowed,
    TextAllowed,
    CallAllowed,
    EmailRefused,
    TextRefused,
    CallRefused,
    AllRefused,
    Department,
    Role,
    Days,
    Hours,
    /// The hours of one weekday, 1 is Monday.
    HoursOf(u8),
    LoadCap,
    Active,
    Ignored,
}

/// Names of each meaning; letters and figures only.
const NAMES: &[(&str, Column)] = &[
    (
        "id customerid customernumber customerno contactid externalid sourceid employeeid staffid employeenumber userid",
        Column::Id,
    ),
    ("firstname first givenname fname", Column::First),
    ("middlename middle", Column::Middle),
    ("lastname last surname familyname lname", Column::Last),
    ("name fullname customername customer contactname employee employeename staffname", Column::Full),
    ("email emails emailaddress email1 email2 emailaddress1 emailaddress2 workemail", Column::Email),
    (
        "phone phones phonenumber phone1 phone2 telephone cell cellphone mobile mobilephone homephone workphone \
         dayphone eveningphone extension",
        Column::Phone,
    ),
    (
        "address street address1 address2 streetaddress addressline1 addressline2 street1 street2 apartment",
        Column::Street,
    ),
    ("city town", Column::City),
    ("state province region regioncode stateprovince", Column::Region),
    ("zip zipcode postalcode postcode zippostalcode", Column::PostalCode),
    ("country countrycode", Column::Country),
    ("language languages preferredlanguage lang spokenlanguages", Column::Language),
    ("emailconsent emailoptin emailallowed okemail oktoemail allowemail", Column::EmailAllowed),
    (
        "smsconsent textconsent smsoptin textoptin smsallowed textallowed oktotext allowtext allowsms",
        Column::TextAllowed,
    ),
    ("callconsent phoneconsent phoneoptin calloptin callallowed oktocall allowcall", Column::CallAllowed),
    ("donotemail emailoptout unsubscribed unsubscribe noemail emailblocked", Column::EmailRefused),
    ("donottext smsoptout textoptout donotsms nosms notext textblocked", Column::TextRefused),
    ("donotcall dnc calloptout phoneoptout nocall callblocked", Column::CallRefused),
    ("optout optedout donotcontact nocontact dnd", Column::AllRefused),
    ("department dept team", Column::Department),
    ("role title jobtitle position job", Column::Role),
    ("days workingdays workdays", Column::Days),
    ("hours workinghours workhours shift schedule", Column::Hours),
    ("monday mon", Column::HoursOf(1)),
    ("tuesday tue", Column::HoursOf(2)),
    ("wednesday wed", Column::HoursOf(3)),
    ("thursday thu", Column::HoursOf(4)),
    ("friday fri", Column::HoursOf(5)),
    ("saturday sat", Column::HoursOf(6)),
    ("sunday sun", Column::HoursOf(7)),
    ("loadcap maxleads maxopenleads capacity leadcap maxload", Column::LoadCap),
    ("active isactive enabled employed", Column::Active),
    (
        "notes comments created createdat updated updatedat birthday dob gender company salutation suffix",
        Column::Ignored,
    ),
];

fn column(letters: &str) -> Option<Column> {
    NAMES.iter().find(|(names, _)| names.split(' ').any(|name| name == letters)).map(|(_, column)| *column)
}

/// Reads a customer file.
///
/// Errors: `Empty`, `TooLarge`, `NoHeader`.
pub fn read_customers(
    bytes: &[u8],
    options: &FeedOptions,
) -> Result<(Vec<CustomerRow>, FeedReport), FeedRefused> {
    read_people(bytes, options, customer)
}

/// Reads a staff file.
///
/// Errors: `Empty`, `TooLarge`, `NoHeader`.
pub fn read_staff(bytes: &[u8], options: &FeedOptions) -> Result<(Vec<StaffRow>, FeedReport), FeedRefused> {
    read_people(bytes, options, staff)
}

/// A row that names somebody, and what tells that person from others.
type Named<T> = (T, Vec<String>);

fn read_people<T>(
    bytes: &[u8],
    options: &FeedOptions,
    read: fn(&Cells<'_>, &mut FeedReport) -> Option<Named<T>>,
) -> Result<(Vec<T>, FeedReport), FeedRefused> {
    let needed = "a name, an e-mail address or a phone number";
    let known = |letters: &str| column(letters).is_some();
    let mut table = Table::open(bytes, options.max_bytes, &known, needed)?;
    let columns: Vec<Option<Column>> = table.letters.iter().map(|letters| column(letters)).collect();
    let names = |column: &Column| {
        matches!(column, Column::First | Column::Last | Column::Full | Column::Email | Column::Phone)
    };
    if !columns.iter().flatten().any(names) {
        return Err(FeedRefused::NoHeader { needed });
    }
    table.note_columns(known, |_| false);
    let rows = table.rows();
    let mut report = table.report;
    let mut people = Vec::new();
    let mut seen: HashMap<String, u64> = HashMap::new();
    for row in &rows {
        let Some((person, marks)) = read(&Cells { row, columns: &columns }, &mut report) else {
            let detail = "neither name nor e-mail address nor phone number";
            reject(&mut report, row.line, RejectReason::NobodyNamed, detail);
            continue;
        };
        let whole = marks.join("\n");
        match seen.get(&whole) {
            Some(line) => {
                let detail = format!("the same person as on line {line}");
                reject(&mut report, row.line, RejectReason::SamePersonTwice, detail);
            }
            None => {
                seen.insert(whole, row.line);
                people.push(person);
            }
        }
    }
    Ok((people, report))
}

struct Cells<'r> {
    row: &'r Row,
    columns: &'r [Option<Column>],
}

impl<'r> Cells<'r> {
    fn all(&self, wanted: Column) -> impl Iterator<Item = &'r str> {
        let columns = self.columns.iter().enumerate().filter(move |(_, column)| **column == Some(wanted));
        columns.filter_map(|(at, _)| self.row.cell(at))
    }

    fn word(&self, wanted: Column) -> Option<String> {
        self.all(wanted).find(|cell| !text::is_placeholder(cell)).and_then(text::collapsed)
    }

    fn flag(&self, wanted: Column, report: &mut FeedReport) -> Option<bool> {
        let cell = self.all(wanted).next()?;
        let flag = cells::flag(cell);
        if flag.is_none() && !text::is_placeholder(cell) {
            note_row(report, self.row.line, DefectCode::FlagUnreadable, "a yes or no could not be read");
        }
        flag
    }

    /// A refusal counts more than a consent; a refusal that cannot be read counts as one.
    fn allowed(&self, yes: Column, no: Column, report: &mut FeedReport) -> Option<bool> {
        let refused = |column: Column, report: &mut FeedReport| {
            let written = self.all(column).next().is_some_and(|cell| !text::is_placeholder(cell));
            written && self.flag(column, report).unwrap_or(true)
        };
        if refused(no, report) || refused(Column::AllRefused, report) {
            return Some(false);
        }
        self.flag(yes, report)
    }

    /// Name, addresses and numbers, in the form of a lead, so that every source is read alike.
    fn person(&self, report: &mut FeedReport) -> LeadDoc {
        let street: Vec<&str> = self.all(Column::Street).collect();
        let mut lead = LeadDoc {
            name: person::completed(PersonName {
                first: self.word(Column::First),
                middle: self.word(Column::Middle),
                last: self.word(Column::Last),
                full: self.word(Column::Full),
            }),
            address: person::address(Address {
                street: text::collapsed(&street.join(", ")),
                city: self.word(Column::City),
                region: self.word(Column::Region),
                postal_code: self.word(Column::PostalCode),
                country: self.word(Column::Country),
            }),
            ..LeadDoc::default()
        };
        let region = lead.address.country.as_deref().and_then(Region::of_country).unwrap_or(Region::US);
        for cell in self.all(Column::Email) {
            person::add_emails(cell, &mut lead);
        }
        for cell in self.all(Column::Phone) {
            person::add_phones(cell, region, &mut lead);
        }
        for defect in lead.defects.drain(..) {
            note_row(report, self.row.line, defect.code, defect.detail);
        }
        lead
    }

    fn languages(&self) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        for cell in self.all(Column::Language) {
            for tag in cell.split([',', ';', '/', '|', '+']).filter_map(language::primary_tag) {
                if !found.contains(&tag) {
                    found.push(tag);
                }
            }
        }
        found
    }

    fn working(&self, report: &mut FeedReport) -> Vec<WorkingTime> {
        let mut found = Vec::new();
        let mut unreadable = false;
        let closed = |cell: &str| matches!(text::letters(cell).as_ref(), "off" | "closed" | "" | "no");
        for day in 1..=7 {
            for cell in self.all(Column::HoursOf(day)).filter(|cell| !closed(cell)) {
                match cells::hours(cell) {
                    Some(hours) => found.extend(cells::working(&[day], hours)),
                    None => unreadable = true,
                }
            }
        }
        let hours = self.all(Column::Hours).next();
        let days = self.all(Column::Days).next();
        if let (Some(hours), true) = (hours, found.is_empty()) {
            let days = days.map_or_else(|| (1..=7).collect(), cells::weekdays);
            match cells::hours(hours) {
                Some(hours) if !days.is_empty() => found = cells::working(&days, hours),
                _ => unreadable = !closed(hours),
            }
        }
        if unreadable {
            note_row(report, self.row.line, DefectCode::HoursUnreadable, "working days or hours");
        }
        found
    }
}

fn customer(cells: &Cells<'_>, report: &mut FeedReport) -> Option<Named<CustomerRow>> {
    let person = cells.person(report);
    let marks = marks(&person)?;
    let row = CustomerRow {
        line: cells.row.line,
        source_id: cells.word(Column::Id),
        language: cells.languages().into_iter().next(),
        email_allowed: cells.allowed(Column::EmailAllowed, Column::EmailRefused, report),
        text_allowed: cells.allowed(Column::TextAllowed, Column::TextRefused, report),
        call_allowed: cells.allowed(Column::CallAllowed, Column::CallRefused, report),
        name: person.name,
        emails: person.emails,
        phones: person.phones,
        address: person.address,
    };
    Some((row, marks))
}

fn staff(cells: &Cells<'_>, report: &mut FeedReport) -> Option<Named<StaffRow>> {
    let person = cells.person(report);
    let marks = marks(&person)?;
    let lower = |column| cells.word(column).map(|word: String| word.to_lowercase());
    let load_cap = cells.word(Column::LoadCap).and_then(|cell| {
        let number = cells::whole_number(&cell);
        if number.is_none() {
            note_row(report, cells.row.line, DefectCode::NumberUnreadable, "load cap");
        }
        number
    });
    let row = StaffRow {
        line: cells.row.line,
        source_id: cells.word(Column::Id),
        email: person.emails.into_iter().next(),
        phone: person.phones.into_iter().next(),
        department: lower(Column::Department),
        role: lower(Column::Role),
        languages: cells.languages(),
        working: cells.working(report),
        load_cap,
        active: cells.flag(Column::Active, report),
        name: person.name,
    };
    Some((row, marks))
}

/// What must be equal for two rows to be one person; `None` when the row names nobody.
fn marks(person: &LeadDoc) -> Option<Vec<String>> {
    let name = person.name.full.as_deref().map(str::to_lowercase);
    let marks: Vec<String> =
        name.into_iter().chain(person.emails.clone()).chain(person.phones.clone()).collect();
    (!marks.is_empty()).then_some(marks)
}
