//! The file: a line that says what it is, a header, packed blocks, the totals, and a hash over everything before.
//!
//! A section is its kind in one byte, the length of what follows in 4 bytes (little endian), and that: a header in
//! JSON (`H`), a block of rows under zstd (`R`), the rows of each table in JSON (`T`), 32 bytes of SHA-256 (`E`).

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{BufReader, BufWriter, Read as _, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use super::{BackupError, Header};

const FIRST_LINE: &[u8] = b"countersign-backup 1\n";
const LEVEL: i32 = 3;
/// No section is larger, packed or unpacked: a row holds at most a delivery of some MiB.
const LARGEST: usize = 256 << 20;

/// A backup being written, under another name until it is whole.
pub(super) struct BackupWriter {
    path: PathBuf,
    unfinished: PathBuf,
    out: BufWriter<File>,
    hash: Sha256,
}

impl BackupWriter {
    pub(super) fn create(path: &Path, header: &Header) -> Result<Self, BackupError> {
        let mut unfinished = path.as_os_str().to_owned();
        unfinished.push(".unfinished");
        let unfinished = PathBuf::from(unfinished);
        // Customers' words are in it: nobody but its owner reads it.
        let file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&unfinished);
        let file = file.map_err(|error| failed(&unfinished, &error))?;
        let mut new =
            Self { path: path.to_owned(), unfinished, out: BufWriter::new(file), hash: Sha256::new() };
        new.bytes(FIRST_LINE)?;
        new.section(b'H', &json(header))?;
        Ok(new)
    }

    /// Packs and writes a block of rows.
    pub(super) fn block(&mut self, rows: &[u8]) -> Result<(), BackupError> {
        let packed = zstd::bulk::compress(rows, LEVEL).map_err(|error| failed(&self.unfinished, &error))?;
        self.section(b'R', &packed)
    }

    /// Writes the totals and the hash, and gives the file its name once all of it is on disk.
    pub(super) fn finish(mut self, rows: &BTreeMap<String, u64>) -> Result<(), BackupError> {
        self.section(b'T', &json(rows))?;
        let hash = self.hash.clone().finalize();
        self.section(b'E', &hash)?;
        let Self { path, unfinished, out, .. } = self;
        let finished = out.into_inner().map_err(|error| error.into_error()).and_then(|file| {
            file.sync_all()?;
            std::fs::rename(&unfinished, &path)?;
            let folder =
                path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
            File::open(folder)?.sync_all()
        });
        finished.map_err(|error| failed(&path, &error))
    }

    fn section(&mut self, kind: u8, content: &[u8]) -> Result<(), BackupError> {
        let length = u32::try_from(content.len()).unwrap_or(u32::MAX).to_le_bytes();
        self.bytes(&[kind])?;
        self.bytes(&length)?;
        self.bytes(content)
    }

    fn bytes(&mut self, bytes: &[u8]) -> Result<(), BackupError> {
        self.hash.update(bytes);
        self.out.write_all(bytes).map_err(|error| failed(&self.unfinished, &error))
    }
}

/// The header and the totals have string keys and no failing parts, so that they can always be written.
fn json<T: serde::Serialize>(value: &T) -> Vec<u8> {
    serde_json::to_vec(value).unwrap_or_default()
}

fn failed(path: &Path, error: &std::io::Error) -> BackupError {
    BackupError::File { path: path.to_owned(), reason: error.to_string() }
}

/// A backup being read.
pub(super) struct BackupReader {
    sections: Sections,
    header: Header,
    totals: Option<BTreeMap<String, u64>>,
}

/// Reads the whole file once, and refuses it unless its hash fits.
pub(super) fn check_whole(path: &Path) -> Result<(), BackupError> {
    let mut sections = Sections::open(path)?;
    while let Some((kind, content)) = sections.next()? {
        if kind == b'E' {
            // The hash covers what stands before its own section.
            let is_whole = content == sections.before_last.as_slice() && sections.next()?.is_none();
            return if is_whole { Ok(()) } else { Err(sections.damaged("its hash does not fit")) };
        }
    }
    Err(sections.damaged("its end is missing"))
}

impl BackupReader {
    pub(super) fn open(path: &Path) -> Result<Self, BackupError> {
        let mut sections = Sections::open(path)?;
        let header = match sections.next()? {
            Some((b'H', content)) => serde_json::from_slice(&content).ok(),
            _ => None,
        };
        let header = header.ok_or_else(|| sections.damaged("its header cannot be read"))?;
        Ok(Self { sections, header, totals: None })
    }

    pub(super) fn header(&self) -> &Header {
        &self.header
    }

    /// Rows by table as the backup counts them; known once all blocks have been read.
    pub(super) fn totals(&self) -> Option<&BTreeMap<String, u64>> {
        self.totals.as_ref()
    }

    /// The next block of rows, unpacked; none once there are no more.
    pub(super) fn next_block(&mut self) -> Result<Option<Vec<u8>>, BackupError> {
        match self.sections.next()? {
            Some((b'R', packed)) => {
                let length =
                    zstd::bulk::Decompressor::upper_bound(&packed).filter(|length| *length <= LARGEST);
                let rows = length.and_then(|length| zstd::bulk::decompress(&packed, length).ok());
                rows.map(Some).ok_or_else(|| self.damaged("a block cannot be unpacked"))
            }
            Some((b'T', content)) => {
                self.totals = serde_json::from_slice(&content).ok();
                Ok(None)
            }
            _ => Err(self.damaged("its totals are missing")),
        }
    }

    pub(super) fn damaged(&self, what: &'static str) -> BackupError {
        self.sections.damaged(what)
    }
}

/// The sections of a file, one after the other.
struct Sections {
    path: PathBuf,
    input: BufReader<File>,
    hash: Sha256,
    /// The hash of everything before the section read last.
    before_last: Vec<u8>,
}

impl Sections {
    fn open(path: &Path) -> Result<Self, BackupError> {
        let mut input = BufReader::new(File::open(path).map_err(|error| failed(path, &error))?);
        let mut line = [0; FIRST_LINE.len()];
        if input.read_exact(&mut line).is_err() || line != FIRST_LINE {
            return Err(BackupError::NotABackup(path.to_owned()));
        }
        let hash = Sha256::new().chain_update(FIRST_LINE);
        Ok(Self { path: path.to_owned(), input, hash, before_last: Vec::new() })
    }

    /// The next section; none at the end of the file.
    fn next(&mut self) -> Result<Option<(u8, Vec<u8>)>, BackupError> {
        let mut kind = [0];
        if self.input.read(&mut kind).map_err(|error| failed(&self.path, &error))? == 0 {
            return Ok(None);
        }
        let mut size = [0; 4];
        self.input.read_exact(&mut size).map_err(|_| self.damaged("it ends inside a section"))?;
        let length = u32::from_le_bytes(size) as usize;
        if length > LARGEST {
            return Err(self.damaged("a section is larger than any that is written"));
        }
        let mut content = vec![0; length];
        self.input.read_exact(&mut content).map_err(|_| self.damaged("it ends inside a section"))?;
        self.before_last = self.hash.clone().finalize().to_vec();
        self.hash.update(kind);
        self.hash.update(size);
        self.hash.update(&content);
        let [kind] = kind;
        Ok(Some((kind, content)))
    }

    fn damaged(&self, what: &'static str) -> BackupError {
        BackupError::Damaged { path: self.path.clone(), what }
    }
}
