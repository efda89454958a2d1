//! A file of separated values as a header and rows, whatever it is separated by and encoded in.

use std::borrow::Cow;

use csv::{ReaderBuilder, StringRecord};

use super::report::{Encoding, FeedRefused, FeedReport, RowDefect};
use super::{Family, RejectReason, RowReject};
use crate::decode;
use crate::defect::{Defect, DefectCode};
use crate::text;

const DELIMITERS: [u8; 4] = [b',', b'\t', b'|', b';'];
/// No exporter has more columns.
const MAX_COLUMNS: usize = 2_000;
/// No header line is longer, in bytes.
const MAX_HEADER: usize = 256 * 1024;
/// Row defects after this many say nothing new.
const MAX_ROW_DEFECTS: usize = 5_000;
/// Unknown columns that are named in the report.
const MAX_NAMED: usize = 100;

/// A decoded file whose header is known.
pub(super) struct Table<'a> {
    text: Cow<'a, str>,
    delimiter: u8,
    /// The headers as written.
    headers: Vec<String>,
    /// The headers' letters and figures, lower-case.
    pub(super) letters: Vec<String>,
    pub(super) report: FeedReport,
}

/// A row with the line it begins on.
pub(super) struct Row {
    pub(super) line: u64,
    cells: StringRecord,
}

impl<'a> Table<'a> {
    /// Decodes a file, finds its delimiter, reads its header. `known` counts in the choice of the delimiter.
    pub(super) fn open(
        bytes: &'a [u8],
        max_bytes: usize,
        known: &dyn Fn(&str) -> bool,
        needed: &'static str,
    ) -> Result<Self, FeedRefused> {
        if bytes.len() > max_bytes {
            return Err(FeedRefused::TooLarge { limit_bytes: max_bytes });
        }
        let (text, encoding) = decode::plain(bytes);
        let text = without_separator_line(text);
        if text.trim_matches(|c: char| c.is_whitespace() || c == '\0').is_empty() {
            return Err(FeedRefused::Empty);
        }
        let beginning = text.get(..text.floor_char_boundary(MAX_HEADER)).unwrap_or(&text);
        let headers_of = |delimiter: u8| -> Vec<String> {
            let mut reader = reader(beginning, delimiter);
            let mut record = StringRecord::new();
            let found = reader.read_record(&mut record).unwrap_or(false);
            let headers = record.iter().take(MAX_COLUMNS).map(|header| text::visible(header).into_owned());
            if found { headers.collect() } else { Vec::new() }
        };
        let count =
            |headers: &[String]| headers.iter().filter(|header| known(&text::letters(header))).count();
        let (delimiter, headers) = DELIMITERS
            .into_iter()
            .map(|delimiter| (delimiter, headers_of(delimiter)))
            .rev()
            .max_by_key(|(_, headers)| count(headers))
            .unwrap_or_default();
        if count(&headers) == 0 {
            return Err(FeedRefused::NoHeader { needed });
        }
        let letters = headers.iter().map(|header| text::letters(header).into_owned()).collect();
        let report = FeedReport {
            family: Family::Unnamed,
            delimiter: char::from(delimiter),
            encoding: match encoding.name() {
                "UTF-8" => Encoding::Utf8,
                "windows-1252" => Encoding::Windows1252,
                _ => Encoding::Utf16,
            },
            rows_read: 0,
            rejected: Vec::new(),
            row_defects: Vec::new(),
            defects: Vec::new(),
        };
        Ok(Self { text, delimiter, headers, letters, report })
    }

    /// Notes columns that are not known and columns that stand twice.
    pub(super) fn note_columns(&mut self, known: impl Fn(&str) -> bool, may_repeat: impl Fn(&str) -> bool) {
        for (at, letters) in self.letters.iter().enumerate().take(MAX_COLUMNS) {
            let header = self.headers.get(at).map(String::as_str).unwrap_or_default();
            let repeated = self.letters.iter().take(at).any(|earlier| earlier == letters);
            let code = match (letters.is_empty(), known(letters)) {
                (true, _) => continue,
                (_, false) => DefectCode::ColumnUnknown,
                _ if repeated && !may_repeat(letters) => DefectCode::ColumnRepeated,
                _ => continue,
            };
            if self.report.defects.len() < MAX_NAMED {
                let mut name = header.to_owned();
                text::cap(&mut name, 60);
                self.report.defects.push(Defect::new(code, format!("column `{name}`")));
            }
        }
    }

    /// The header of a column as written.
    pub(super) fn header(&self, column: usize) -> &str {
        self.headers.get(column).map(String::as_str).unwrap_or_default()
    }

    /// Calls `each` with every row that is not blank; counts nothing.
    pub(super) fn scan(&self, mut each: impl FnMut(Row)) {
        let mut reader = reader(&self.text, self.delimiter);
        let mut record = StringRecord::new();
        let mut header = true;
        // The text is valid UTF-8 and rows may have any length, so reading cannot fail before the end.
        while reader.read_record(&mut record).unwrap_or(false) {
            if std::mem::take(&mut header) {
                continue;
            }
            if record.iter().all(|cell| cell.trim().is_empty()) {
                continue;
            }
            let line = record.position().map_or(0, csv::Position::line);
            each(Row { line, cells: std::mem::take(&mut record) });
        }
    }

    /// All rows, counted; a row of another length than the header is noted.
    pub(super) fn rows(&mut self) -> Vec<Row> {
        let mut rows = Vec::new();
        self.scan(|row| rows.push(row));
        self.report.rows_read = rows.len();
        let width = self.headers.len();
        for row in &rows {
            let cells = row.cells.len();
            // Exporters leave empty cells at the end out, or add one delimiter too many.
            let surplus = row.cells.iter().skip(width).any(|cell| !cell.trim().is_empty());
            if surplus || cells + 1 < width {
                let detail = format!("{cells} cells under {width} columns");
                note_row(&mut self.report, row.line, DefectCode::RowLength, detail);
            }
        }
        rows
    }
}

impl Row {
    /// The cell of a column, blanks trimmed; empty is `None`.
    pub(super) fn cell(&self, column: usize) -> Option<&str> {
        let cell = self.cells.get(column)?.trim();
        (!cell.is_empty()).then_some(cell)
    }
}

/// Notes a deviation of one row.
pub(super) fn note_row(report: &mut FeedReport, line: u64, code: DefectCode, detail: impl Into<String>) {
    let noted = RowDefect { line, defect: Defect::new(code, detail) };
    if report.row_defects.len() < MAX_ROW_DEFECTS && report.row_defects.last() != Some(&noted) {
        report.row_defects.push(noted);
    }
}

/// Notes that a row was not taken.
pub(super) fn reject(report: &mut FeedReport, line: u64, reason: RejectReason, detail: impl Into<String>) {
    report.rejected.push(RowReject { line, reason, detail: detail.into() });
}

fn reader(text: &str, delimiter: u8) -> csv::Reader<&[u8]> {
    ReaderBuilder::new().delimiter(delimiter).flexible(true).has_headers(false).from_reader(text.as_bytes())
}

/// Spreadsheet programs put `sep=;` before the header.
fn without_separator_line(text: Cow<'_, str>) -> Cow<'_, str> {
    let is_separator = text.get(..4).is_some_and(|head| head.eq_ignore_ascii_case("sep="));
    match (is_separator, text.find('\n')) {
        (true, Some(end)) => Cow::Owned(text.get(end + 1..).unwrap_or_default().to_owned()),
        _ => text,
    }
}
