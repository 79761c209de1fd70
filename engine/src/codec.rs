//! Bytes to numbers and back: the few encodings that every section of the pack is made of.
//!
//! Numbers are LEB128 varints; signed numbers are zig-zagged first; texts and byte strings carry
//! their length in front. Reading never panics: bytes that end early are [`Error::Damaged`].

use crate::Error;
use crate::error::Part;
use alloc::{string::String, vec::Vec};

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

/// Length in bytes of the common start of two texts, on a character boundary of both.
pub(crate) fn shared_prefix(a: &str, b: &str) -> usize {
    let mut shared = a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count();
    while !b.is_char_boundary(shared) {
        shared -= 1;
    }
    shared
}

/// The shortest beginning of `key` that comes after `before`, the key before it in their order: told of a chunk that begins
/// with `key`, it parts what is in it from what is in the one before, in half of the bytes.
pub(crate) fn separator<'a>(before: &str, key: &'a str) -> &'a str {
    let shared = shared_prefix(before, key);
    let rest = key.get(shared..).unwrap_or("");
    let next = rest.chars().next().map_or(0, char::len_utf8);
    key.get(..shared + next).unwrap_or(key)
}

/// Takes values from the front of a section.
///
/// What cannot be read is 0 or empty, and the reader remembers that: whoever reads asks once, at the end, with
/// [`Reader::end`], instead of after every value, which made a twentieth of the wasm. Counts never promise more
/// things than there are bytes left, so that damage cannot ask for endless memory or time.
#[derive(Clone, Copy)]
pub(crate) struct Reader<'a> {
    rest: &'a [u8],
    damaged: bool,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Reader {
            rest: bytes,
            damaged: false,
        }
    }

    /// Gives up: there is nothing left to read.
    pub(crate) fn fail(&mut self) {
        self.rest = &[];
        self.damaged = true;
    }

    pub(crate) fn is_damaged(&self) -> bool {
        self.damaged
    }

    /// # Errors
    /// When something could not be read, or something is left.
    pub(crate) fn end(&self, part: Part) -> Result<(), Error> {
        if self.damaged || !self.rest.is_empty() {
            return Err(Error::Damaged(part));
        }
        Ok(())
    }

    pub(crate) fn len(&self) -> usize {
        self.rest.len()
    }

    /// What is not read yet; nothing where something could not be read.
    pub(crate) fn rest(&self) -> &'a [u8] {
        if self.damaged { &[] } else { self.rest }
    }

    pub(crate) fn u8(&mut self) -> u8 {
        let Some((&first, rest)) = self.rest.split_first() else {
            self.fail();
            return 0;
        };
        self.rest = rest;
        first
    }

    pub(crate) fn var(&mut self) -> u64 {
        let mut value = 0u64;
        let mut shift = 0;
        loop {
            let byte = self.u8();
            if shift > 63 {
                self.fail();
                return 0;
            }
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return value;
            }
            shift += 7;
        }
    }

    pub(crate) fn var32(&mut self) -> u32 {
        u32::try_from(self.var()).unwrap_or_else(|_| {
            self.fail();
            0
        })
    }

    /// As [`Reader::var32`], where nearly all numbers are below 128 and there are very many: no call for one of those.
    #[inline(always)]
    pub(crate) fn small(&mut self) -> u32 {
        match self.rest.split_first() {
            Some((&first, rest)) if first < 0x80 => {
                self.rest = rest;
                u32::from(first)
            }
            // By value, so that the reader itself need not stand in memory.
            _ => {
                let (value, after) = self.long();
                *self = after;
                value
            }
        }
    }

    fn long(mut self) -> (u32, Reader<'a>) {
        (self.var32(), self)
    }

    /// Passes this many numbers, of which only the last byte is below 128.
    pub(crate) fn pass(&mut self, numbers: u32) {
        let mut left = numbers;
        while left > 0 {
            let Some((&first, rest)) = self.rest.split_first() else {
                self.fail();
                return;
            };
            self.rest = rest;
            left -= u32::from(first < 0x80);
        }
    }

    /// A number of things that each take at least one byte.
    pub(crate) fn count(&mut self) -> usize {
        let value = self.var();
        if value > self.rest.len() as u64 {
            self.fail();
            return 0;
        }
        value as usize
    }

    pub(crate) fn signed(&mut self) -> i64 {
        let value = self.var();
        (value >> 1) as i64 ^ -((value & 1) as i64)
    }

    pub(crate) fn take(&mut self, length: usize) -> &'a [u8] {
        if length > self.rest.len() {
            self.fail();
            return &[];
        }
        let (taken, rest) = self.rest.split_at(length);
        self.rest = rest;
        taken
    }

    pub(crate) fn blob(&mut self) -> &'a [u8] {
        let length = self.count();
        self.take(length)
    }

    pub(crate) fn text(&mut self) -> &'a str {
        let bytes = self.blob();
        self.utf8(bytes)
    }

    fn utf8(&mut self, bytes: &'a [u8]) -> &'a str {
        core::str::from_utf8(bytes).unwrap_or_else(|_| {
            self.fail();
            ""
        })
    }

    /// A column of numbers.
    pub(crate) fn column(&mut self, count: usize) -> Vec<u32> {
        let mut column = Vec::with_capacity(count);
        for _ in 0..count {
            column.push(self.var32());
        }
        column
    }

    /// Appends a sorted key to `texts`: the `shared` first bytes of the key before it, which stands there at
    /// `before` (start, length), and `rest`. Returns its place.
    pub(crate) fn key(
        &mut self,
        before: (u32, u32),
        shared: u32,
        rest: &'a [u8],
        texts: &mut String,
    ) -> (u32, u32) {
        let start = texts.len();
        let from = before.0 as usize..before.0 as usize + shared.min(before.1) as usize;
        if shared > before.1 || !texts.is_char_boundary(from.end) {
            self.fail();
        } else {
            texts.extend_from_within(from);
        }
        let rest = self.utf8(rest);
        texts.push_str(rest);
        (start as u32, (texts.len() - start) as u32)
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
    use super::{Reader, Writer, separator};
    use crate::error::Part;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_separator_lies_between(mut keys: [String; 2]) {
            keys.sort();
            let [before, key] = &keys;
            prop_assume!(before < key);
            let separator = separator(before, key);
            prop_assert!(before.as_str() < separator && key.starts_with(separator));
            // None that is shorter does.
            let shorter = separator.char_indices().last().map_or("", |(end, _)| &separator[..end]);
            prop_assert!(shorter <= before.as_str());
        }

        #[test]
        fn what_is_written_is_read(values: Vec<(u64, i64, String)>) {
            let mut writer = Writer::default();
            for (unsigned, signed, text) in &values {
                writer.var(*unsigned);
                writer.signed(*signed);
                writer.text(text);
            }
            let mut reader = Reader::new(&writer.bytes);
            for (unsigned, signed, text) in &values {
                prop_assert_eq!(reader.var(), *unsigned);
                prop_assert_eq!(reader.signed(), *signed);
                prop_assert_eq!(reader.text(), text);
            }
            prop_assert!(reader.end(Part::Root).is_ok());
            reader.u8();
            prop_assert!(reader.end(Part::Root).is_err());
        }

        #[test]
        fn any_bytes_are_read_or_refused(bytes: Vec<u8>) {
            let mut reader = Reader::new(&bytes);
            while reader.len() > 0 {
                reader.text();
                reader.signed();
            }
        }
    }
}
