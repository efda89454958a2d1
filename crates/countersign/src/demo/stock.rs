//! The demo's lot: 142 invented vehicles, as the CSV a store's exporter would write.

use super::dice::Dice;

/// How many vehicles stand on the lot.
pub const COUNT: usize = 142;

/// One vehicle.
#[derive(Clone, Debug)]
pub struct Car {
    pub stock: String,
    pub vin: String,
    pub used: bool,
    pub year: i32,
    pub make: &'static str,
    pub model: &'static str,
    pub trim: &'static str,
    pub color: &'static str,
    pub miles: i64,
    /// Whole dollars; `None`: call for price.
    pub price: Option<i64>,
}

struct Line {
    make: &'static str,
    model: &'static str,
    trims: &'static [&'static str],
    /// Whole dollars when new.
    new_price: i64,
    /// The first eight characters of an invented number: maker, body, engine.
    vin_head: &'static str,
}

const LINES: [Line; 16] = [
    Line {
        make: "Toyota",
        model: "RAV4",
        trims: &["LE", "XLE", "Limited"],
        new_price: 34_900,
        vin_head: "2T3P1RFV",
    },
    Line {
        make: "Toyota",
        model: "Tundra",
        trims: &["SR5", "Limited"],
        new_price: 54_800,
        vin_head: "5TFLA5DB",
    },
    Line {
        make: "Toyota",
        model: "Highlander",
        trims: &["LE", "XLE"],
        new_price: 43_600,
        vin_head: "5TDKDRBH",
    },
    Line { make: "Toyota", model: "Tacoma", trims: &["SR", "SR5"], new_price: 38_400, vin_head: "3TYAX5GN" },
    Line {
        make: "Honda",
        model: "CR-V",
        trims: &["LX", "EX-L", "Sport"],
        new_price: 35_200,
        vin_head: "7FARS4H7",
    },
    Line {
        make: "Honda",
        model: "Civic",
        trims: &["LX", "Touring"],
        new_price: 27_300,
        vin_head: "2HGFE2F5",
    },
    Line {
        make: "Honda",
        model: "Pilot",
        trims: &["EX-L", "TrailSport"],
        new_price: 46_900,
        vin_head: "5FNYG1H4",
    },
    Line {
        make: "Ford",
        model: "F-150",
        trims: &["XL", "XLT", "Lariat"],
        new_price: 49_500,
        vin_head: "1FTFW3L5",
    },
    Line { make: "Ford", model: "Escape", trims: &["SE", "Active"], new_price: 31_800, vin_head: "1FMCU9GN" },
    Line {
        make: "Ford",
        model: "Transit",
        trims: &["250 Cargo", "350 Cargo"],
        new_price: 52_300,
        vin_head: "1FTBR1C8",
    },
    Line {
        make: "Subaru",
        model: "Outback",
        trims: &["Premium", "Wilderness"],
        new_price: 37_700,
        vin_head: "4S4BTGLD",
    },
    Line {
        make: "Subaru",
        model: "Forester",
        trims: &["Premium", "Sport"],
        new_price: 34_100,
        vin_head: "4S4SLDB6",
    },
    Line {
        make: "Chevrolet",
        model: "Silverado 1500",
        trims: &["WT", "LT"],
        new_price: 48_200,
        vin_head: "3GCPDDEK",
    },
    Line {
        make: "Chevrolet",
        model: "Equinox",
        trims: &["LS", "LT"],
        new_price: 30_600,
        vin_head: "3GNAXKEG",
    },
    Line {
        make: "Ram",
        model: "1500",
        trims: &["Tradesman", "Big Horn"],
        new_price: 47_100,
        vin_head: "1C6SRFBT",
    },
    Line {
        make: "Jeep",
        model: "Grand Cherokee",
        trims: &["Laredo", "Limited"],
        new_price: 45_300,
        vin_head: "1C4RJHAG",
    },
];

const COLORS: [&str; 8] = ["White", "Black", "Silver", "Blue", "Red", "Gray", "Green", "Pearl"];

/// The lot, the same in every demo. The first is the Tundra of the screens.
pub fn lot() -> Vec<Car> {
    let mut dice = Dice::new(142);
    let mut cars = Vec::with_capacity(COUNT);
    cars.extend(
        LINES
            .get(1)
            .map(|line| car(line, "T2291".to_owned(), 2022, "SR5", "White", 31_400, Some(38_950), 2291)),
    );
    while cars.len() < COUNT {
        let Some(line) = dice.pick(&LINES) else { break };
        let number = 1_000 + cars.len() as i64 * 13;
        let stock = format!("{}{number}", line.make.chars().next().unwrap_or('S'));
        let used = dice.chance(62);
        let year = if used { dice.between(2015, 2025) } else { dice.between(2026, 2027) };
        let age = (2026 - year).max(0);
        let miles = if used { dice.between(9_000, 14_500) * age.max(1) } else { dice.between(4, 60) };
        let worth = line.new_price - line.new_price * age * 8 / 100 + dice.between(-900, 900);
        // A few without a price, as on every lot: "call for price".
        let price = (!dice.chance(6)).then(|| worth.max(6_900) / 5 * 5);
        let (trim, color) = (dice.word(line.trims), dice.word(&COLORS));
        cars.push(car(line, stock, year, trim, color, miles, price, number));
    }
    cars
}

#[expect(clippy::too_many_arguments, reason = "one call for each column of the table above")]
fn car(
    line: &Line,
    stock: String,
    year: i64,
    trim: &'static str,
    color: &'static str,
    miles: i64,
    price: Option<i64>,
    serial: i64,
) -> Car {
    let vin = vin(line.vin_head, year, serial);
    let year = i32::try_from(year).unwrap_or(2026);
    Car { stock, vin, used: miles > 100, year, make: line.make, model: line.model, trim, color, miles, price }
}

/// Position 10 of a VIN by model year (49 CFR 565.15): 2010 is A, without I, O, Q, U, Z and 0.
const YEARS: &[u8; 20] = b"ABCDEFGHJKLMNPRSTVWX";

/// An invented number with the check digit that its other characters ask for (49 CFR 565.15).
fn vin(head: &str, year: i64, serial: i64) -> String {
    let code = usize::try_from(year - 2010).ok().and_then(|at| YEARS.get(at)).copied().unwrap_or(b'T');
    let mut text = format!("{head}0{}R{serial:06}", char::from(code));
    let check = check_digit(&text);
    text.replace_range(8..9, &check.to_string());
    text
}

/// The ninth character: the weighted sum of all others modulo 11, 10 being X.
fn check_digit(vin: &str) -> char {
    const WEIGHTS: [u32; 17] = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
    let sum: u32 = vin.chars().zip(WEIGHTS).map(|(letter, weight)| value(letter) * weight).sum();
    char::from_digit(sum % 11, 10).unwrap_or('X')
}

fn value(letter: char) -> u32 {
    match letter {
        '0'..='9' => letter.to_digit(10).unwrap_or(0),
        'A'..='H' => letter as u32 - 'A' as u32 + 1,
        'J'..='N' => letter as u32 - 'J' as u32 + 1,
        'P' => 7,
        'R' => 9,
        'S'..='Z' => letter as u32 - 'S' as u32 + 2,
        _ => 0,
    }
}

/// The lot as an exporter of the HomeNet family writes it.
pub fn csv(cars: &[Car]) -> String {
    let mut text = String::from(
        "Type,Stock,VIN,Year,Make,Model,Trim,ExteriorColor,Miles,SellingPrice,Certified,Dealer Name\r\n",
    );
    for car in cars {
        let kind = if car.used { "Used" } else { "New" };
        let price = car.price.map_or(String::new(), |dollars| dollars.to_string());
        text.push_str(&format!(
            "{kind},{},{},{},{},{},{},{},{},{price},N,Larkfield North\r\n",
            car.stock, car.vin, car.year, car.make, car.model, car.trim, car.color, car.miles
        ));
    }
    text
}
