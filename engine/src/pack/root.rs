//! Reads the root of a pack: what is known of it at once, and where its chunks are.

use super::read::{Chunk, Facet, FacetValue, Field, Pack, Run, State};
use super::{NAME, Section, UNIT};
use crate::codec::Reader;
use crate::keys::{self, List};
use crate::postings;
use alloc::{borrow::ToOwned, string::String, vec::Vec};

fn read_facet(reader: &mut Reader, languages: usize) -> Facet {
    let id = reader.text().to_owned();
    let labels = texts(reader, languages);
    let mut values = Vec::new();
    for number in 0..reader.count() {
        let id = reader.text().to_owned();
        let above = reader.signed() as isize;
        values.push(FacetValue {
            id,
            parent: number.checked_add_signed(above).filter(|_| above != 0),
            labels: texts(reader, languages),
        });
    }
    Facet { id, labels, values }
}

fn texts(reader: &mut Reader, count: usize) -> Vec<String> {
    (0..count).map(|_| reader.text().to_owned()).collect()
}

/// Reads the part of the root that all packs have, and the number of dictionary entries.
pub(super) fn read_root(reader: &mut Reader) -> (Pack, usize) {
    let mut pack = Pack::default();
    pack.documents = reader.var32();
    let languages = reader.count();
    pack.languages = texts(reader, languages);
    for _ in 0..reader.count() {
        pack.fields.push(Field {
            name: reader.text().to_owned(),
            stored: reader.u8() != 0,
        });
    }
    for _ in 0..reader.count() {
        pack.facets.push(read_facet(reader, languages));
    }
    if let Some(at) = reader.var32().checked_sub(1) {
        pack.when = Some((at as usize, read_facet(reader, languages)));
    }
    for _ in 0..reader.count() {
        let from = reader.text().to_owned();
        pack.rewrites.push((from, reader.text().to_owned()));
    }
    pack.site = reader.blob().to_vec();
    pack.rare = reader.var32();
    pack.payloads = postings::read_table(reader);
    let entries = reader.var32() as usize;
    (pack, entries)
}

/// Adds the chunks of volumes to the table, calling `each` where what a chunk is found by stands.
pub(super) fn volumes(
    reader: &mut Reader,
    section: Section,
    chunks: &mut Vec<Chunk>,
    each: &mut dyn FnMut(&mut Reader),
) {
    for _ in 0..reader.count() {
        let file = name_of(reader);
        let mut start = 0usize;
        for _ in 0..reader.count() {
            each(reader);
            let length = (reader.var32() as usize).saturating_mul(UNIT);
            chunks.push(Chunk {
                section,
                file,
                start,
                length,
                state: State::Absent,
            });
            start = start.saturating_add(length);
        }
    }
}

/// The dictionary's chunks: the lists of their forms and of the titles that stand with them.
pub(super) fn dictionary(reader: &mut Reader, chunks: &mut Vec<Chunk>) -> (List, List) {
    let (mut forms, mut titles) = (List::new(), List::new());
    let (mut form, mut title) = (0usize, 0usize);
    let mut chunk = chunks.len();
    volumes(reader, Section::Dictionary, chunks, &mut |reader| {
        let first = reader.text().to_owned();
        for (list, start) in [(&mut forms, &mut form), (&mut titles, &mut title)] {
            let count = reader.var32() as usize;
            list.push(keys::Place {
                first: first.clone(),
                start: *start,
                count,
                chunk,
            });
            *start = start.saturating_add(count);
        }
        chunk += 1;
    });
    (forms, titles)
}

/// A list of keys.
pub(super) fn list(reader: &mut Reader, section: Section, chunks: &mut Vec<Chunk>) -> List {
    let mut list = List::new();
    let mut start = 0usize;
    let mut chunk = chunks.len();
    volumes(reader, section, chunks, &mut |reader| {
        let first = reader.text().to_owned();
        let count = reader.var32() as usize;
        list.push(keys::Place {
            first,
            start,
            count,
            chunk,
        });
        start = start.saturating_add(count);
        chunk += 1;
    });
    list
}

/// Chunks of this many rows. Of each volume the number of its rows stands in front, and a 0 after the last.
pub(super) fn rows(
    reader: &mut Reader,
    section: Section,
    rows: u32,
    chunks: &mut Vec<Chunk>,
) -> Run {
    let mut run: Run = (chunks.len(), Vec::new());
    let mut first = 0u32;
    loop {
        let count = reader.var32();
        if count == 0 {
            break;
        }
        // Damage cannot ask for more chunks than there are bytes left to tell where they are.
        for chunk in (0..count.div_ceil(rows)).take(reader.len()) {
            run.1.push(first.saturating_add(chunk * rows));
        }
        first = first.saturating_add(count);
    }
    volumes(reader, section, chunks, &mut |_| ());
    if chunks.len() - run.0 != run.1.len() {
        reader.fail();
    }
    run
}

pub(super) fn name_of(reader: &mut Reader) -> u64 {
    let mut bytes = [0; 8];
    for (byte, read) in bytes.iter_mut().zip(reader.take(NAME)) {
        *byte = *read;
    }
    u64::from_le_bytes(bytes)
}
