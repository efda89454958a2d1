//! Invented leads on the wire: tidy ADF, ADF as careless senders write it, JSON, mails.

use std::sync::OnceLock;

use domain::time::UtcMicros;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::dice::Dice;
use super::people::{self, Customer};
use super::stock::Car;

const MESSAGES: &str = include_str!("messages.txt");

/// Area codes of newcomers: a hundred numbers kept for invention in each, so that two seldom share one.
const AREAS: [&str; 20] = [
    "208", "307", "509", "701", "605", "303", "435", "801", "775", "541", "360", "253", "970", "719", "308",
    "402", "218", "320", "715", "563",
];

/// One line of `messages.txt`.
#[derive(Clone, Copy, Debug)]
pub struct Message {
    form: &'static str,
    who: &'static str,
    about_stock: bool,
    subject: &'static str,
    words: &'static str,
}

/// A lead as it is handed to intake.
#[derive(Clone, Debug)]
pub struct Letter {
    pub content_type: &'static str,
    pub body: String,
}

/// All messages, in the file's order.
pub fn messages() -> &'static [Message] {
    static READ: OnceLock<Vec<Message>> = OnceLock::new();
    READ.get_or_init(|| MESSAGES.lines().filter(|line| !line.starts_with('#')).filter_map(message).collect())
}

fn message(line: &'static str) -> Option<Message> {
    let mut parts = line.splitn(5, '|');
    Some(Message {
        form: parts.next()?,
        who: parts.next()?,
        about_stock: parts.next()? == "stock",
        subject: parts.next()?,
        words: parts.next()?,
    })
}

/// Invents one lead after another.
pub struct Postman {
    dice: Dice,
    cars: Vec<Car>,
    sent: usize,
    /// Newcomers count on from the customers on file.
    newcomers: usize,
    last: Option<(Customer, Option<Car>)>,
    timezone: TimeZone,
}

impl Postman {
    /// The sequence of `seed`; newcomers of different seeds are different people.
    pub fn new(seed: u64, cars: Vec<Car>) -> Self {
        let timezone = TimeZone::get(super::TIMEZONE).unwrap_or(TimeZone::UTC);
        let newcomers = people::CUSTOMERS + (seed as usize % 9) * 500;
        Self { dice: Dice::new(seed), cars, sent: 0, newcomers, last: None, timezone }
    }

    /// The next lead in the file's order, over and over, asked for at `now`.
    pub fn next(&mut self, now: UtcMicros) -> Option<Letter> {
        let all = messages();
        let message = *all.get(self.sent % all.len().max(1))?;
        self.sent += 1;
        let (who, car) = self.cast(&message);
        let letter = self.write(&message, &who, car.as_ref(), now);
        self.last = Some((who, car));
        Some(letter)
    }

    /// A lead of a message chosen by the dice; for history, where the order should not show.
    pub fn any(&mut self, now: UtcMicros) -> Option<Letter> {
        self.sent = self.dice.below(messages().len());
        self.next(now)
    }

    fn cast(&mut self, message: &Message) -> (Customer, Option<Car>) {
        if message.who == "twin"
            && let Some(last) = self.last.clone()
        {
            return last;
        }
        let number = if message.who == "known" {
            self.dice.below(people::CUSTOMERS)
        } else {
            self.newcomers += 1;
            self.newcomers
        };
        let mut who = people::customer(number);
        if message.who != "known" && self.dice.chance(70) {
            let area = AREAS.get(number / 100 % AREAS.len()).copied().unwrap_or("307");
            who.phone = Some(format!("({area}) 555-{:04}", 100 + number % 100));
        }
        let car = if message.about_stock { self.dice.pick(&self.cars).cloned() } else { None };
        (who, car)
    }

    fn write(&mut self, message: &Message, who: &Customer, car: Option<&Car>, now: UtcMicros) -> Letter {
        let words = fill(message.words, car).replace("\\n", "\n");
        let id = format!("{:06}", 100_000 + self.dice.below(899_999));
        let at = self.local(now);
        match message.form {
            "ugly" => adf(ugly(who, car, &words, &id)),
            "json" => json(who, car, &words, &id, &at),
            "mail" => mail(who, &fill(message.subject, car), &words, &id),
            "mailadf" => mail_with_adf(&tidy(self.provider(), who, car, &words, &id, &at), &id),
            _ => adf(tidy(self.provider(), who, car, &words, &id, &at)),
        }
    }

    fn provider(&mut self) -> &'static str {
        self.dice.word(&[
            "Larkfield North website",
            "ExampleListings",
            "Valley Auto Finder",
            "CarBoard",
            "Big Sky Classifieds",
        ])
    }

    fn local(&self, now: UtcMicros) -> String {
        let at = Timestamp::from_microsecond(now.micros()).unwrap_or(Timestamp::UNIX_EPOCH);
        at.to_zoned(self.timezone.clone()).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
    }
}

fn fill(text: &str, car: Option<&Car>) -> String {
    let Some(car) = car else { return text.to_owned() };
    let price = car.price.map_or("the listed price".to_owned(), |dollars| {
        format!("${},{:03}", dollars / 1000, dollars % 1000)
    });
    text.replace("{year}", &car.year.to_string())
        .replace("{make}", car.make)
        .replace("{model}", car.model)
        .replace("{trim}", car.trim)
        .replace("{stock}", &car.stock)
        .replace("{price}", &price)
}

fn adf(body: String) -> Letter {
    Letter { content_type: "application/x-adf+xml", body }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn tidy(provider: &str, who: &Customer, car: Option<&Car>, words: &str, id: &str, at: &str) -> String {
    let vehicle = car.map_or(String::new(), |car| {
        let status = if car.used { "used" } else { "new" };
        format!(
            "<vehicle interest=\"buy\" status=\"{status}\"><year>{}</year><make>{}</make><model>{}</model><trim>{}</trim><vin>{}</vin><stock>{}</stock></vehicle>",
            car.year, car.make, car.model, car.trim, car.vin, car.stock
        )
    });
    let phone = who
        .phone
        .as_ref()
        .map_or(String::new(), |phone| format!("<phone type=\"cellphone\">{phone}</phone>"));
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<?adf version=\"1.0\"?>\n<adf><prospect status=\"new\"><id sequence=\"1\" source=\"{provider}\">{id}</id><requestdate>{at}</requestdate>{vehicle}<customer><contact><name part=\"first\">{}</name><name part=\"last\">{}</name><email>{}</email>{phone}<address><city>{}</city><postalcode>{}</postalcode></address></contact><comments>{}</comments></customer><vendor><vendorname>Larkfield North</vendorname></vendor><provider><name part=\"full\">{provider}</name></provider></prospect></adf>",
        who.first,
        who.last,
        who.email,
        who.city,
        who.zip,
        escape(words)
    )
}

/// As careless senders write it: no declaration, capitals, a bare ampersand, an unquoted attribute, a date without
/// offset, mark-up in the comment, vendor outside the prospect, and a phone field that says that there is none.
fn ugly(who: &Customer, car: Option<&Car>, words: &str, id: &str) -> String {
    let vehicle = car.map_or(String::new(), |car| {
        format!("<VEHICLE><YEAR>{}</YEAR><MAKE>{}</MAKE><MODEL>{} {}</MODEL><STOCK>{}</STOCK><VIN></VIN></VEHICLE>", car.year, car.make.to_uppercase(), car.model, car.trim, car.stock.to_lowercase())
    });
    let phone = who.phone.as_deref().unwrap_or("Not Provided");
    format!(
        "\n\n<ADF version=1.0><VENDOR><VENDORNAME>Larkfield North</VENDORNAME></VENDOR><PROSPECT>\n<ID sequence=1>{id}</ID><REQUESTDATE>11/20/2026 4:51 PM</REQUESTDATE>{vehicle}\n<CUSTOMER><CONTACT><NAME>{} {}</NAME><EMAIL>mailto:{} </EMAIL><PHONE>{phone}</PHONE></CONTACT>\n<COMMENTS><![CDATA[{}<br><br>Sent from my phone]]></COMMENTS></CUSTOMER><PROVIDER><NAME>Cars & Trucks Direct</NAME></PROVIDER></PROSPECT></ADF>",
        who.first,
        who.last,
        who.email.to_uppercase(),
        words.replace('\n', "<br>")
    )
}

fn json(who: &Customer, car: Option<&Car>, words: &str, id: &str, at: &str) -> Letter {
    let vehicle = car.map(|car| {
        serde_json::json!({"interest": "buy", "year": car.year, "make": car.make, "model": car.model, "trim": car.trim, "vin": car.vin, "stock": car.stock})
    });
    let body = serde_json::json!({
        "source": "website",
        "prospect": {
            "id": id, "requestdate": at, "vehicle": vehicle,
            "customer": {
                "contact": {
                    "name": {"first": who.first, "last": who.last}, "email": who.email,
                    "phone": who.phone.as_ref().map(|number| serde_json::json!({"number": number})),
                    "address": {"city": who.city, "postalcode": who.zip, "country": "US"}
                },
                "comments": words
            },
            "vendor": {"vendorname": "Larkfield North"},
            "provider": {"name": "Larkfield chat"}
        }
    });
    Letter { content_type: "application/json", body: body.to_string() }
}

fn mail(who: &Customer, subject: &str, words: &str, id: &str) -> Letter {
    let phone = who.phone.as_ref().map_or(String::new(), |phone| format!("\r\n{phone}"));
    let body = format!(
        "From: {} {} <{}>\r\nTo: Larkfield North <hello@example.com>\r\nSubject: {subject}\r\nMessage-ID: <{id}@mail.example.com>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{}\r\n\r\n{} {}{phone}\r\n",
        who.first,
        who.last,
        who.email,
        words.replace('\n', "\r\n"),
        who.first,
        who.last
    );
    Letter { content_type: "message/rfc822", body }
}

fn mail_with_adf(document: &str, id: &str) -> Letter {
    let quoted = document.replace('=', "=3D").replace("><", ">=\r\n<");
    let body = format!(
        "From: Valley Auto Finder <leads@example.com>\r\nTo: hello@example.com\r\nSubject: New lead {id}\r\nMessage-ID: <lead-{id}@mail.example.com>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=us-ascii\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n{quoted}\r\n"
    );
    Letter { content_type: "message/rfc822", body }
}
