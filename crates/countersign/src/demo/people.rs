//! The demo's people: 12 who work at Larkfield North, 300 customers on file. All invented.

use super::dice::Dice;

/// How many customers are on file.
pub const CUSTOMERS: usize = 300;

/// Somebody who works at the store.
#[derive(Clone, Copy, Debug)]
pub struct Staff {
    pub name: &'static str,
    /// In front of `@example.com`.
    pub mailbox: &'static str,
    /// Roles as spelled in the record; empty: is assigned to and does not sign in.
    pub roles: &'static [&'static str],
    pub department: &'static str,
    pub senior: bool,
    pub languages: &'static [&'static str],
    /// May sign in to the demo.
    pub signs_in: bool,
    /// On duty whatever the hour, so that whoever looks at the demo at night meets somebody.
    pub late_shift: bool,
}

const EN: &[&str] = &["en"];
const BOTH: &[&str] = &["en", "es"];

/// Twelve people. The first is the demo's admin.
pub const STAFF: [Staff; 12] = [
    Staff {
        name: "Dana Whitlock",
        mailbox: "dana",
        roles: &["admin", "manager"],
        department: "management",
        senior: true,
        languages: EN,
        signs_in: true,
        late_shift: false,
    },
    Staff {
        name: "Priya Nair",
        mailbox: "priya",
        roles: &["manager", "reviewer", "owner"],
        department: "bdc",
        senior: true,
        languages: EN,
        signs_in: true,
        late_shift: true,
    },
    Staff {
        name: "Tom Okafor",
        mailbox: "tom",
        roles: &["reviewer"],
        department: "sales",
        senior: false,
        languages: EN,
        signs_in: true,
        late_shift: true,
    },
    Staff {
        name: "Sam Iverson",
        mailbox: "sam",
        roles: &["reviewer"],
        department: "finance",
        senior: true,
        languages: EN,
        signs_in: false,
        late_shift: false,
    },
    Staff {
        name: "Luis Ferreira",
        mailbox: "luis",
        roles: &["manager"],
        department: "sales",
        senior: true,
        languages: BOTH,
        signs_in: false,
        late_shift: true,
    },
    Staff {
        name: "Eli Novak",
        mailbox: "eli",
        roles: &["auditor", "compliance"],
        department: "management",
        senior: true,
        languages: EN,
        signs_in: true,
        late_shift: false,
    },
    Staff {
        name: "Maribel Ochoa",
        mailbox: "maribel",
        roles: &["reviewer"],
        department: "bdc",
        senior: false,
        languages: BOTH,
        signs_in: false,
        late_shift: false,
    },
    Staff {
        name: "Grant Sorensen",
        mailbox: "grant",
        roles: &[],
        department: "sales",
        senior: false,
        languages: EN,
        signs_in: false,
        late_shift: false,
    },
    Staff {
        name: "Wendy Castellan",
        mailbox: "wendy",
        roles: &["reviewer"],
        department: "service",
        senior: true,
        languages: EN,
        signs_in: false,
        late_shift: false,
    },
    Staff {
        name: "Andre Pruitt",
        mailbox: "andre",
        roles: &[],
        department: "service",
        senior: false,
        languages: EN,
        signs_in: false,
        late_shift: false,
    },
    Staff {
        name: "Nadia Voss",
        mailbox: "nadia",
        roles: &[],
        department: "parts",
        senior: true,
        languages: EN,
        signs_in: false,
        late_shift: false,
    },
    Staff {
        name: "Carla Benning",
        mailbox: "carla",
        roles: &[],
        department: "sales",
        senior: true,
        languages: BOTH,
        signs_in: false,
        late_shift: false,
    },
];

/// A customer, invented.
#[derive(Clone, Debug)]
pub struct Customer {
    pub first: &'static str,
    pub last: String,
    pub email: String,
    /// As printed: (406) 555-0142.
    pub phone: Option<String>,
    pub zip: &'static str,
    pub city: &'static str,
    pub spanish: bool,
}

const FIRST: [&str; 40] = [
    "Marisol", "Derek", "Annika", "Joanne", "Kwame", "Beth", "Tyrell", "Rosa", "Ken", "Lena", "Walter",
    "Imani", "Hugo", "Sadie", "Omar", "Greta", "Luther", "Paloma", "Reid", "Noor", "Felix", "Tamsin",
    "Jorge", "Edith", "Caleb", "Yuki", "Bram", "Odette", "Ravi", "Helen", "Silas", "Marta", "Owen", "Fern",
    "Diego", "Agnes", "Theo", "Ines", "Ross", "Cleo",
];

const LAST: [&str; 40] = [
    "Vega",
    "Hollins",
    "Strand",
    "Petrillo",
    "Boateng",
    "Lindqvist",
    "Marsh",
    "Delgado",
    "Abara",
    "Fairbairn",
    "Kessler",
    "Whitehorse",
    "Ansel",
    "Brandt",
    "Coyle",
    "Dunmore",
    "Eklund",
    "Farrow",
    "Gaines",
    "Huxley",
    "Ibarra",
    "Jessup",
    "Kowal",
    "Larkin",
    "Mercer",
    "Nystrom",
    "Ortega",
    "Pruett",
    "Quill",
    "Rourke",
    "Sandoval",
    "Teague",
    "Ulrich",
    "Varga",
    "Wexler",
    "Yates",
    "Zeller",
    "Ostrander",
    "Pike",
    "Thorne",
];

/// In and around the invented store's market area; the last two are far away.
const PLACES: [(&str, &str); 7] = [
    ("59401", "Great Falls"),
    ("59404", "Great Falls"),
    ("59405", "Great Falls"),
    ("59414", "Black Eagle"),
    ("59421", "Cascade"),
    ("59715", "Bozeman"),
    ("99201", "Spokane"),
];

/// The customer of this number, the same in every demo. Phone numbers are of the kind kept for invention (555-01xx):
/// there are a hundred, so every third customer has one and the first hundred of those are different.
pub fn customer(number: usize) -> Customer {
    let mut dice = Dice::new(7_000 + number as u64);
    let first = FIRST.get(number % FIRST.len()).copied().unwrap_or("Jordan");
    let last = LAST.get((number / FIRST.len() + number) % LAST.len()).copied().unwrap_or("Ellery");
    let phone = number.is_multiple_of(3).then(|| format!("(406) 555-{:04}", 100 + (number / 3) % 100));
    let (zip, city) = dice.pick(&PLACES).copied().unwrap_or(("59401", "Great Falls"));
    let email = format!("{}.{}{number}@example.com", first.to_lowercase(), last.to_lowercase());
    Customer { first, last: last.to_owned(), email, phone, zip, city, spanish: dice.chance(9) }
}

/// The customers on file, as a CSV.
pub fn customers_csv() -> String {
    let mut text = String::from("First Name,Last Name,Email,Phone,City,State,Zip,Language\r\n");
    for number in 0..CUSTOMERS {
        let who = customer(number);
        text.push_str(&format!(
            "{},{},{},{},{},{},{},{}\r\n",
            who.first,
            who.last,
            who.email,
            who.phone.unwrap_or_default(),
            who.city,
            if who.zip.starts_with("59") { "MT" } else { "WA" },
            who.zip,
            if who.spanish { "es" } else { "en" }
        ));
    }
    text
}
