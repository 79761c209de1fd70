//! Bytes to numbers and back: the few encodings that every section of the pack is made of.
//!
//! Numbers are LEB128 varints; signed numbers are zig-zagged first; texts and byte strings carry
//! their length in front. Reading never panics: bytes that end early are [`Error::Damaged`].

use crate::Error;
use alloc::vec::Vec;

/// Appends values to a growing section.
#[derive(Default)]
pub(crate) struct Writer {
    pub(crate) bytes: Vec<u8>,
}

impl Writer {
    pub(crate) fn u8(&mut self, value: u8) {
        self.bytes.push(value);
    }

    pub(crate) fn var(&mut self, mut value: u64) {
        while value >= 0x80 {
            self.bytes.push((value as u8) | 0x80);
            value >>= 7;
        }
        self.bytes.push(value as u8);
    }

    pub(crate) fn count(&mut self, value: usize) {
        self.var(value as u64);
    }

    pub(crate) fn signed(&mut self, value: i64) {
        self.var(((value << 1) ^ (value >> 63)) as u64);
    }

    pub(crate) fn blob(&mut self, bytes: &[u8]) {
        self.count(bytes.len());
        self.bytes.extend_from_slice(bytes);
    }

    pub(crate) fn text(&mut self, text: &str) {
        self.blob(text.as_bytes());
    }
}

/// Takes values from the front of a section.
#[derive(Clone, Copy)]
pub(crate) struct Reader<'a> {
    rest: &'a [u8],
    part: &'static str,
}

impl<'a> Reader<'a> {
    /// Reads `bytes`; `part` names them in an error.
    pub(crate) fn new(bytes: &'a [u8], part: &'static str) -> Self {
        Reader { rest: bytes, part }
    }

    pub(crate) fn damaged<T>(&self) -> Result<T, Error> {
        Err(Error::Damaged(self.part))
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    pub(crate) fn len(&self) -> usize {
        self.rest.len()
    }

    pub(crate) fn u8(&mut self) -> Result<u8, Error> {
        let Some((&first, rest)) = self.rest.split_first() else {
            return self.damaged();
        };
        self.rest = rest;
        Ok(first)
    }

    #[inline]
    pub(crate) fn var(&mut self) -> Result<u64, Error> {
        let mut value = 0u64;
        let mut shift = 0;
        loop {
            let byte = self.u8()?;
            if shift > 63 {
                return self.damaged();
            }
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(value);
            }
            shift += 7;
        }
    }

    #[inline]
    pub(crate) fn var32(&mut self) -> Result<u32, Error> {
        match u32::try_from(self.var()?) {
            Ok(value) => Ok(value),
            Err(_) => self.damaged(),
        }
    }

    /// A number of things that each take at least one byte, so that a damaged count cannot ask for
    /// more memory than the section could fill.
    pub(crate) fn count(&mut self) -> Result<usize, Error> {
        let value = self.var()?;
        if value > self.rest.len() as u64 {
            return self.damaged();
        }
        Ok(value as usize)
    }

    pub(crate) fn signed(&mut self) -> Result<i64, Error> {
        let value = self.var()?;
        Ok((value >> 1) as i64 ^ -((value & 1) as i64))
    }

    pub(crate) fn take(&mut self, length: usize) -> Result<&'a [u8], Error> {
        if length > self.rest.len() {
            return self.damaged();
        }
        let (taken, rest) = self.rest.split_at(length);
        self.rest = rest;
        Ok(taken)
    }

    pub(crate) fn blob(&mut self) -> Result<&'a [u8], Error> {
        let length = self.count()?;
        self.take(length)
    }

    pub(crate) fn text(&mut self) -> Result<&'a str, Error> {
        match core::str::from_utf8(self.blob()?) {
            Ok(text) => Ok(text),
            Err(_) => self.damaged(),
        }
    }
}

/// FNV-1a over 64 bits, which names files by their content and notices damage. It is not meant to
/// resist an attacker: who can alter a file on the host can alter the page too.
pub(crate) fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::{Reader, Writer};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_written_is_read(values: Vec<(u64, i64, String)>) {
            let mut writer = Writer::default();
            for (unsigned, signed, text) in &values {
                writer.var(*unsigned);
                writer.signed(*signed);
                writer.text(text);
            }
            let mut reader = Reader::new(&writer.bytes, "test");
            for (unsigned, signed, text) in &values {
                prop_assert_eq!(reader.var().unwrap(), *unsigned);
                prop_assert_eq!(reader.signed().unwrap(), *signed);
                prop_assert_eq!(reader.text().unwrap(), text);
            }
            prop_assert!(reader.is_empty());
        }

        #[test]
        fn any_bytes_are_read_or_refused(bytes: Vec<u8>) {
            let mut reader = Reader::new(&bytes, "test");
            while !reader.is_empty() {
                if reader.text().is_err() || reader.signed().is_err() {
                    break;
                }
            }
        }
    }
}
