//! Packing: zstd (RFC 8878) where it helps, in front of it one byte that says how.

use zstd::bulk;

/// The bytes as they are.
const PLAIN: u8 = 1;
/// A zstd frame.
const ZSTD: u8 = 2;
/// zstd's own default: on small documents higher levels cost more and save next to nothing.
const LEVEL: i32 = 3;
/// Nothing that is stored is larger unpacked; a limit against damaged lengths.
const LARGEST: usize = 256 << 20;
/// Below this, packing does not pay.
const SMALLEST: usize = 48;

/// Appends `bytes`, packed, to `out`.
pub(super) fn pack(bytes: &[u8], out: &mut Vec<u8>) {
    let packed = if bytes.len() < SMALLEST { None } else { bulk::compress(bytes, LEVEL).ok() };
    match packed.filter(|packed| packed.len() < bytes.len()) {
        Some(packed) => {
            out.push(ZSTD);
            out.extend(packed);
        }
        None => {
            out.push(PLAIN);
            out.extend(bytes);
        }
    }
}

/// The bytes again; `None` if `packed` is damaged.
pub(super) fn unpack(packed: &[u8]) -> Option<Vec<u8>> {
    let (how, rest) = packed.split_first()?;
    match *how {
        PLAIN => Some(rest.to_vec()),
        ZSTD => {
            let length = bulk::Decompressor::upper_bound(rest).filter(|length| *length <= LARGEST)?;
            bulk::decompress(rest, length).ok()
        }
        _ => None,
    }
}
