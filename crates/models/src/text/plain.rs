//! A hasher for keys that are hashes already.

/// Builds hashers that only spread the key's bits.
#[derive(Debug, Default, Clone, Copy)]
pub struct Plain;

/// Spreads one key's bits.
#[derive(Debug, Default, Clone, Copy)]
pub struct PlainHasher(u64);

impl std::hash::BuildHasher for Plain {
    type Hasher = PlainHasher;
    fn build_hasher(&self) -> PlainHasher {
        PlainHasher(0)
    }
}

impl std::hash::Hasher for PlainHasher {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }
    fn write_u16(&mut self, key: u16) {
        self.write_u64(u64::from(key));
    }
    fn write_u32(&mut self, key: u32) {
        self.write_u64(u64::from(key));
    }
    fn write_u64(&mut self, key: u64) {
        self.0 = key.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}
