//! What a feed was read with, and what became of its rows.

use serde::Serialize;

use crate::defect::Defect;
use crate::lead::DistanceUnit;
use crate::when::DateOrder;

/// What the dealership has said about a feed; everything unsaid is detected or left unknown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedOptions {
    /// The order of dates such as `03/04/2026`; unsaid, it is learnt from the unambiguous ones of the file.
    pub date_order: Option<DateOrder>,
    /// The header of the column that holds the asking price, where a family has several.
    pub price_column: Option<String>,
    /// ISO 4217; for prices that name no currency.
    pub currency: String,
    /// For readings that name no unit.
    pub odometer_unit: Option<DistanceUnit>,
    /// The largest file that is read, in bytes.
    pub max_bytes: usize,
}

impl Default for FeedOptions {
    /// US dollars, nothing else said, 64 MiB.
    fn default() -> Self {
        Self {
            date_order: None,
            price_column: None,
            currency: "USD".to_owned(),
            odometer_unit: None,
            max_bytes: 64 * 1024 * 1024,
        }
    }
}

/// How a feed was read. `rows_read` counts data rows: kept, replaced and rejected ones.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FeedReport {
    pub family: Family,
    /// `,`, tab, `|` or `;`.
    pub delimiter: char,
    pub encoding: Encoding,
    pub rows_read: usize,
    pub rejected: Vec<RowReject>,
    /// Deviations of single rows, with the row's number.
    pub row_defects: Vec<RowDefect>,
    /// Deviations of the file as a whole.
    pub defects: Vec<Defect>,
}

/// A deviation in one row that was kept.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RowDefect {
    /// The line in the file where the row begins, from 1; the header is line 1 in most files.
    pub line: u64,
    #[serde(flatten)]
    pub defect: Defect,
}

/// A row that was not taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RowReject {
    /// The line in the file where the row begins, from 1.
    pub line: u64,
    pub reason: RejectReason,
    /// The reason as a sentence for a person.
    pub detail: String,
}

/// Why a row was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RejectReason {
    /// Neither VIN nor stock number.
    NoVinAndNoStock,
    /// A VIN of the wrong length, with impossible characters, or with a wrong check digit in North America, and
    /// no stock number to know the vehicle by.
    VinWrong,
    /// Another row has the same VIN and is newer.
    Superseded,
    /// Neither name nor e-mail address nor phone number.
    NobodyNamed,
    /// The row repeats an earlier person.
    SamePersonTwice,
}

/// The exporter family that the header gives away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Family {
    VautoA,
    VautoB,
    Homenet,
    Cargurus,
    GoogleListings,
    Meta,
    /// Columns are known, the exporter is not.
    Unnamed,
}

/// The encoding that a file was read in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub enum Encoding {
    #[serde(rename = "utf-8")]
    Utf8,
    #[serde(rename = "utf-16")]
    Utf16,
    #[serde(rename = "windows-1252")]
    Windows1252,
}

/// Why a whole file was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FeedRefused {
    /// Nothing but blanks.
    Empty,
    /// The first row names none of the columns that are needed.
    NoHeader {
        needed: &'static str,
    },
    /// The column that was said to hold the asking price is not there.
    NoSuchPriceColumn {
        column: String,
    },
    TooLarge {
        limit_bytes: usize,
    },
}

impl std::fmt::Display for FeedRefused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Empty => f.write_str("the file is empty"),
            Self::NoHeader { needed } => {
                write!(f, "the first row is no header: none of its columns is known; needed is {needed}")
            }
            Self::NoSuchPriceColumn { column } => {
                write!(f, "the file has no column `{column}` for the price")
            }
            Self::TooLarge { limit_bytes } => write!(f, "the file is larger than {limit_bytes} bytes"),
        }
    }
}

impl std::error::Error for FeedRefused {}
