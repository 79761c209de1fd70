//! Reads a pack, chunk by chunk, as its bytes are handed over. No I/O: what is missing is named.

use super::{FORMAT, MAGIC, Section, file_name};
use crate::Error;
use crate::analysis;
use crate::blobs;
use crate::codec::{Reader, hash};
use crate::columns::{self, Columns};
use crate::dictionary::{self, Entry};
use crate::edit;
use crate::error::Part;
use crate::keys::{self, List};
use crate::postings::{self, Payload};
use alloc::{borrow::ToOwned, string::String, vec::Vec};
use core::cell::RefCell;
use core::ops::Range;

/// Why reading stopped.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Pause {
    /// A chunk is not there yet; it is noted in [`Pack::wanted`].
    Missing,
    /// A chunk cannot be read.
    Failed(Error),
}

impl From<Error> for Pause {
    fn from(error: Error) -> Self {
        Pause::Failed(error)
    }
}

/// A facet of the pack.
#[derive(Debug)]
pub(crate) struct Facet {
    pub(crate) id: String,
    /// Per language; empty where there is none.
    pub(crate) labels: Vec<String>,
    pub(crate) values: Vec<FacetValue>,
}

/// A value of a facet.
#[derive(Debug)]
pub(crate) struct FacetValue {
    pub(crate) id: String,
    /// Per language; empty where there is none.
    pub(crate) labels: Vec<String>,
    /// Number of the value above it.
    pub(crate) parent: Option<usize>,
}

/// A field of the pack.
#[derive(Debug)]
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) stored: bool,
}

struct Chunk {
    section: Section,
    hash: u64,
    length: usize,
    state: State,
}

enum State {
    Absent,
    Dictionary(dictionary::Chunk),
    Keys(keys::Chunk),
    Columns(Columns),
    Lists(postings::Lists),
    Rows(blobs::Chunk),
}

/// Where a dictionary chunk and its lists stand in the chunk table.
struct DictionaryPlace {
    first_folded: String,
    first_entry: usize,
    entries: usize,
    chunk: usize,
    postings: Run,
    positions: Run,
}

/// A run of chunks: the number of its first, and the number of the first row in each.
type Run = (usize, Vec<u32>);

/// The chunk of a run that has a row, and the number of the chunk's first row.
fn chunk_of((chunk, firsts): &Run, row: u32) -> Option<(usize, u32)> {
    let index = firsts
        .partition_point(|first| *first <= row)
        .checked_sub(1)?;
    Some((chunk + index, *firsts.get(index)?))
}

/// A stored document, borrowed from its chunk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stored<'a> {
    pub(crate) id: &'a str,
    /// Texts of the stored fields.
    pub(crate) texts: Vec<&'a str>,
    pub(crate) card: &'a [u8],
}

/// An opened pack.
#[derive(Default)]
pub(crate) struct Pack {
    pub(crate) documents: u32,
    pub(crate) languages: Vec<String>,
    pub(crate) fields: Vec<Field>,
    pub(crate) facets: Vec<Facet>,
    /// The facet that is computed from the clock, and how many others come before it.
    pub(crate) when: Option<(usize, Facet)>,
    /// Pairs of word endings that the stemmer treats alike.
    pub(crate) rewrites: Vec<(String, String)>,
    pub(crate) site: Vec<u8>,
    pub(crate) payloads: Vec<Payload>,
    chunks: Vec<Chunk>,
    dictionary: Vec<DictionaryPlace>,
    /// Whole titles, the same backwards, and forms backwards.
    pub(crate) titles: List,
    pub(crate) titles_back: List,
    pub(crate) forms_back: List,
    columns: usize,
    stored: Run,
    pages: Run,
    /// Hash of the file that holds what the first answer does without.
    later: Option<u64>,
    wanted: RefCell<Vec<usize>>,
}

impl Pack {
    /// Opens the first file of a pack. `name` is the name under which it was fetched, which holds
    /// the hash that the bytes must have.
    pub(crate) fn open(name: &str, bytes: &[u8]) -> Result<Pack, Error> {
        let mut reader = Reader::new(bytes);
        if reader.take(MAGIC.len()) != MAGIC {
            return Err(Error::Damaged(Part::Start));
        }
        let found = reader.var32();
        if found != FORMAT {
            return Err(Error::Version { found });
        }
        if file_name(hash(bytes)) != name {
            return Err(Error::Damaged(Part::Name));
        }
        let root = reader.blob();
        let mut pack = read_root(root)?;
        if pack.later.is_some() {
            pack.load_all(reader, false)?;
            pack.complete()?;
        }
        Ok(pack)
    }

    /// Makes the keys that a small pack leaves out: its own titles, which stand with the documents, and what
    /// stands backwards, where there is so much that spelling correction does not look at everything.
    fn complete(&mut self) -> Result<(), Error> {
        let mut titles = Vec::new();
        for place in &self.titles {
            if let Some(Chunk {
                state: State::Keys(chunk),
                ..
            }) = self.chunks.get(place.chunk)
            {
                titles.extend(chunk.pairs());
            }
        }
        for doc in 0..self.documents {
            if let Ok(stored) = self.document(doc) {
                let key = analysis::joined_key(stored.texts.first().copied().unwrap_or(""));
                if !key.is_empty() {
                    titles.push((key, doc));
                }
            }
        }
        let mut forms = Vec::new();
        if self.entries() > edit::WHOLE {
            for entry in 0..self.entries() {
                let Ok((chunk, index, _)) = self.entry(entry) else {
                    return Err(Error::Damaged(Part::Dictionary));
                };
                let folded = chunk.folded(index);
                if edit::may_be_meant(folded) {
                    forms.push((keys::backwards(folded), entry as u32));
                }
            }
        }
        let mut back = Vec::new();
        if titles.len() > edit::WHOLE {
            for (key, doc) in &titles {
                if key.chars().count() <= keys::LONGEST {
                    back.push((keys::backwards(key), *doc));
                }
            }
        }
        self.titles = self.made(titles);
        self.titles_back = self.made(back);
        self.forms_back = self.made(forms);
        Ok(())
    }

    /// A list of keys that no file holds.
    fn made(&mut self, pairs: Vec<(String, u32)>) -> List {
        let keys = keys::Chunk::of(pairs);
        let place = keys::Place {
            first: String::new(),
            start: 0,
            count: keys.len(),
            chunk: self.chunks.len(),
        };
        self.chunks.push(Chunk {
            section: Section::Titles,
            hash: 0,
            length: 0,
            state: State::Keys(keys),
        });
        [place].into()
    }

    /// Hands over a file that [`Pack::wanted`] named. Files that the pack does not know are ignored.
    pub(crate) fn provide(&mut self, name: &str, bytes: &[u8]) -> Result<(), Error> {
        if let Some(later) = self.later {
            if file_name(later) == name {
                self.load_all(Reader::new(bytes), true)?;
            }
            return Ok(());
        }
        for index in 0..self.chunks.len() {
            if file_name(self.chunks[index].hash) == name
                && matches!(self.chunks[index].state, State::Absent)
            {
                self.load(index, bytes.to_vec())?;
            }
        }
        Ok(())
    }

    /// Takes the chunks of one of the two files of a small pack.
    fn load_all(&mut self, mut reader: Reader, later: bool) -> Result<(), Error> {
        for sections in Section::BUNDLED {
            for index in 0..self.chunks.len() {
                let Chunk {
                    section, length, ..
                } = self.chunks[index];
                if section.is_later() == later && sections.contains(&section) {
                    let bytes = reader.take(length);
                    self.load(index, bytes.to_vec())?;
                }
            }
        }
        reader.end(Part::Chunk)
    }

    /// Names of files worth fetching before they are asked for: of a small pack, all.
    pub(crate) fn ahead(&self) -> Vec<String> {
        let mut names = Vec::new();
        for chunk in &self.chunks {
            if let (State::Absent, Some(later), true) = (&chunk.state, self.later, names.is_empty())
            {
                names.push(file_name(later));
            }
        }
        names
    }

    /// Names of the files that were missed since the last call.
    pub(crate) fn wanted(&self) -> Vec<String> {
        let mut wanted = self.wanted.take();
        if let Some(later) = self.later.filter(|_| !wanted.is_empty()) {
            return [file_name(later)].into();
        }
        crate::order::sort(&mut wanted);
        wanted.dedup();
        let mut names = Vec::with_capacity(wanted.len());
        for index in wanted {
            let name = file_name(self.chunks[index].hash);
            // Two chunks of the same content are one file.
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    fn load(&mut self, index: usize, bytes: Vec<u8>) -> Result<(), Error> {
        let chunk = &self.chunks[index];
        if bytes.len() != chunk.length || hash(&bytes) != chunk.hash {
            return Err(Error::Damaged(Part::Chunk));
        }
        let stored = self.fields.iter().filter(|field| field.stored).count();
        let state = match chunk.section {
            Section::Dictionary => State::Dictionary(dictionary::Chunk::read(&bytes)?),
            Section::Titles | Section::TitlesBack => {
                State::Keys(keys::Chunk::read(&bytes, self.documents)?)
            }
            Section::FormsBack => State::Keys(keys::Chunk::read(&bytes, self.entries() as u32)?),
            Section::Columns => {
                State::Columns(columns::read(&bytes, self.facets.len(), self.documents)?)
            }
            // A document's id and card stand around its texts.
            Section::Documents => State::Rows(blobs::Chunk::read(bytes, stored + 2)?),
            Section::Positions | Section::Pages => State::Rows(blobs::Chunk::read(bytes, 1)?),
            Section::Postings => State::Lists(postings::Lists::new(bytes)),
        };
        self.chunks[index].state = state;
        Ok(())
    }

    fn chunk(&self, index: usize) -> Result<&State, Pause> {
        match self.chunks.get(index) {
            None => Err(Error::Damaged(Part::Chunk).into()),
            Some(Chunk {
                state: State::Absent,
                ..
            }) => {
                self.wanted.borrow_mut().push(index);
                Err(Pause::Missing)
            }
            Some(chunk) => Ok(&chunk.state),
        }
    }

    /// Total number of dictionary entries.
    pub(crate) fn entries(&self) -> usize {
        self.dictionary
            .last()
            .map_or(0, |place| place.first_entry + place.entries)
    }

    /// The dictionary chunks that can hold folded forms from `from` (inclusive) up to those that
    /// `past` says lie beyond, each with the number of its first entry.
    pub(crate) fn dictionary_range(
        &self,
        from: &str,
        past: impl Fn(&str) -> bool,
    ) -> impl Iterator<Item = Result<(usize, &dictionary::Chunk), Pause>> {
        // Equal folded forms may run over a chunk's end, hence "less than" and one step back.
        let start = self
            .dictionary
            .partition_point(|place| place.first_folded.as_str() < from)
            .saturating_sub(1);
        self.dictionary
            .get(start..)
            .unwrap_or(&[])
            .iter()
            .enumerate()
            .take_while(move |(index, place)| *index == 0 || !past(&place.first_folded))
            .map(|(_, place)| Ok((place.first_entry, self.dictionary_chunk(place.chunk)?)))
    }

    fn dictionary_chunk(&self, index: usize) -> Result<&dictionary::Chunk, Pause> {
        match self.chunk(index)? {
            State::Dictionary(chunk) => Ok(chunk),
            _ => Err(Error::Damaged(Part::Dictionary).into()),
        }
    }

    fn place(&self, entry: usize) -> Result<&DictionaryPlace, Pause> {
        let index = self
            .dictionary
            .partition_point(|place| place.first_entry <= entry)
            .saturating_sub(1);
        match self.dictionary.get(index) {
            Some(place) if entry < place.first_entry + place.entries => Ok(place),
            _ => Err(Error::Damaged(Part::Dictionary).into()),
        }
    }

    /// An entry by its number, with its chunk and its index there.
    pub(crate) fn entry(&self, entry: usize) -> Result<(&dictionary::Chunk, usize, &Entry), Pause> {
        let place = self.place(entry)?;
        let chunk = self.dictionary_chunk(place.chunk)?;
        let index = entry - place.first_entry;
        match chunk.entry(index) {
            Some(found) => Ok((chunk, index, found)),
            None => Err(Error::Damaged(Part::Dictionary).into()),
        }
    }

    /// Bytes of an entry's postings.
    pub(crate) fn postings(&self, entry: usize) -> Result<&[u8], Pause> {
        let damaged = Pause::Failed(Error::Damaged(Part::Postings));
        let place = self.place(entry)?;
        let list = (entry - place.first_entry) as u32;
        let Some((chunk, first)) = chunk_of(&place.postings, list) else {
            return Err(damaged);
        };
        let dfs = self.dictionary_chunk(place.chunk)?.dfs(first as usize);
        match self.chunk(chunk)? {
            State::Lists(lists) => lists.get((list - first) as usize, dfs).ok_or(damaged),
            _ => Err(damaged),
        }
    }

    /// Bytes of an entry's positions.
    pub(crate) fn positions(&self, entry: usize) -> Result<&[u8], Pause> {
        let place = self.place(entry)?;
        let row = self.row(&place.positions, (entry - place.first_entry) as u32)?;
        Ok(row.first().copied().unwrap_or(&[]))
    }

    /// A row of a run of chunks.
    fn row(&self, run: &Run, row: u32) -> Result<Vec<&[u8]>, Pause> {
        let damaged = Pause::Failed(Error::Damaged(Part::Documents));
        let Some((chunk, _)) = chunk_of(run, row) else {
            return Err(damaged);
        };
        match self.chunk(chunk)? {
            State::Rows(chunk) => chunk.get(row).ok_or(damaged),
            _ => Err(damaged),
        }
    }

    fn keys(&self, place: &keys::Place) -> Result<&keys::Chunk, Pause> {
        match self.chunk(place.chunk)? {
            State::Keys(keys) => Ok(keys),
            _ => Err(Error::Damaged(Part::Titles).into()),
        }
    }

    /// Number of the first key of a list that is `key` or comes after it.
    pub(crate) fn key_bound(&self, list: &List, key: &str) -> Result<usize, Pause> {
        let at = list.partition_point(|place| place.first.as_str() <= key);
        match list.get(at.saturating_sub(1)) {
            Some(place) => Ok(place.start + self.keys(place)?.lower_bound(key)),
            None => Ok(0),
        }
    }

    /// Calls `each` with the keys of a list that have numbers in `range`, chunk by chunk: the chunk and the
    /// range of its keys. All files that are missing are noted before it stops.
    pub(crate) fn keys_in(
        &self,
        list: &List,
        range: &Range<usize>,
        each: &mut dyn FnMut(&keys::Chunk, Range<usize>),
    ) -> Result<(), Pause> {
        let mut missing = None;
        for place in list {
            let from = range.start.max(place.start);
            let to = range.end.min(place.start + place.count);
            if from < to {
                match self.keys(place) {
                    Ok(chunk) => each(chunk, from - place.start..to - place.start),
                    Err(pause) => missing = Some(pause),
                }
            }
        }
        missing.map_or(Ok(()), Err)
    }

    /// Numbers of the key that is exactly `key`.
    pub(crate) fn numbers_of(&self, list: &List, key: &str) -> Result<Vec<u32>, Pause> {
        let at = self.key_bound(list, key)?;
        let mut numbers = Vec::new();
        self.keys_in(list, &(at..at + 1), &mut |chunk, range| {
            if chunk.key(range.start) == key {
                numbers.extend_from_slice(chunk.numbers(range.start));
            }
        })?;
        Ok(numbers)
    }

    /// Number of the first entry whose folded form is `folded` or comes after it.
    pub(crate) fn form_bound(&self, folded: &str) -> Result<usize, Pause> {
        let at = self
            .dictionary
            .partition_point(|place| place.first_folded.as_str() < folded);
        match self.dictionary.get(at.saturating_sub(1)) {
            Some(place) => {
                let chunk = self.dictionary_chunk(place.chunk)?;
                Ok(place.first_entry + chunk.lower_bound(folded))
            }
            None => Ok(0),
        }
    }

    /// Calls `each` with the entries in `range`, chunk by chunk: the chunk, the range there, and the number of
    /// the chunk's first entry. All files that are missing are noted before it stops.
    pub(crate) fn forms_in(
        &self,
        range: &Range<usize>,
        each: &mut dyn FnMut(&dictionary::Chunk, Range<usize>, usize),
    ) -> Result<(), Pause> {
        let mut missing = None;
        for place in &self.dictionary {
            let start = place.first_entry;
            let from = range.start.max(start);
            let to = range.end.min(start + place.entries);
            if from < to {
                match self.dictionary_chunk(place.chunk) {
                    Ok(chunk) => each(chunk, from - start..to - start, start),
                    Err(pause) => missing = Some(pause),
                }
            }
        }
        missing.map_or(Ok(()), Err)
    }

    pub(crate) fn columns(&self) -> Result<&Columns, Pause> {
        match self.chunk(self.columns)? {
            State::Columns(columns) => Ok(columns),
            _ => Err(Error::Damaged(Part::Columns).into()),
        }
    }

    /// A stored document.
    pub(crate) fn document(&self, doc: u32) -> Result<Stored<'_>, Pause> {
        let blobs = self.row(&self.stored, doc)?;
        let [id, texts @ .., card] = blobs.as_slice() else {
            return Err(Error::Damaged(Part::Documents).into());
        };
        let mut stored = Stored {
            id: text(id)?,
            texts: Vec::with_capacity(texts.len()),
            card,
        };
        for bytes in texts {
            stored.texts.push(text(bytes)?);
        }
        Ok(stored)
    }

    /// What a document's own page needs.
    pub(crate) fn page(&self, doc: u32) -> Result<&[u8], Pause> {
        let row = self.row(&self.pages, doc)?;
        Ok(row.first().copied().unwrap_or(&[]))
    }

    /// Number of the document with this id. Documents are numbered in the order of their ids.
    pub(crate) fn document_by_id(&self, id: &str) -> Result<Option<u32>, Pause> {
        let (mut low, mut high) = (0, self.documents);
        while low < high {
            let middle = low + (high - low) / 2;
            match self.document(middle)?.id.cmp(id) {
                core::cmp::Ordering::Less => low = middle + 1,
                core::cmp::Ordering::Greater => high = middle,
                core::cmp::Ordering::Equal => return Ok(Some(middle)),
            }
        }
        Ok(None)
    }
}

fn text(bytes: &[u8]) -> Result<&str, Error> {
    core::str::from_utf8(bytes).map_err(|_| Error::Damaged(Part::Documents))
}

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

fn read_root(bytes: &[u8]) -> Result<Pack, Error> {
    let mut reader = Reader::new(bytes);
    let mut pack = Pack {
        documents: reader.var32(),
        ..Pack::default()
    };
    let languages = reader.count();
    pack.languages = texts(&mut reader, languages);
    for _ in 0..reader.count() {
        pack.fields.push(Field {
            name: reader.text().to_owned(),
            stored: reader.u8() != 0,
        });
    }
    for _ in 0..reader.count() {
        pack.facets.push(read_facet(&mut reader, languages));
    }
    if let Some(at) = reader.var32().checked_sub(1) {
        pack.when = Some((at as usize, read_facet(&mut reader, languages)));
    }
    for _ in 0..reader.count() {
        let from = reader.text().to_owned();
        pack.rewrites.push((from, reader.text().to_owned()));
    }
    pack.site = reader.blob().to_vec();
    pack.payloads = postings::read_table(&mut reader);

    let (mut chunk, mut first_entry) = (0usize, 0usize);
    for _ in 0..reader.count() {
        let first_folded = reader.text().to_owned();
        let entries = reader.var32() as usize;
        let postings = run(&mut reader, chunk.saturating_add(1));
        let positions = run(&mut reader, after(&postings));
        let next = after(&positions);
        pack.dictionary.push(DictionaryPlace {
            first_folded,
            first_entry,
            entries,
            chunk,
            postings,
            positions,
        });
        chunk = next;
        first_entry = first_entry.saturating_add(entries);
    }
    pack.titles = list(&mut reader, &mut chunk);
    pack.titles_back = list(&mut reader, &mut chunk);
    pack.forms_back = list(&mut reader, &mut chunk);
    pack.columns = chunk;
    pack.stored = run(&mut reader, pack.columns.saturating_add(1));
    pack.pages = run(&mut reader, after(&pack.stored));
    if reader.u8() != 0 {
        pack.later = Some(hash_of(&mut reader));
    }
    for _ in 0..reader.count() {
        let section = usize::from(reader.u8());
        let Some(section) = Section::ALL.get(section).copied() else {
            return Err(Error::Damaged(Part::Root));
        };
        pack.chunks.push(Chunk {
            section,
            hash: hash_of(&mut reader),
            length: reader.var32() as usize,
            state: State::Absent,
        });
    }
    if pack.chunks.len() != after(&pack.pages) {
        reader.fail();
    }
    reader.end(Part::Root)?;
    Ok(pack)
}

/// A list of keys whose first chunk is `chunk`, which becomes the one after it.
fn list(reader: &mut Reader, chunk: &mut usize) -> List {
    let mut list = List::new();
    let mut start = 0usize;
    for _ in 0..reader.count() {
        let first = reader.text().to_owned();
        let count = reader.var32() as usize;
        list.push(keys::Place {
            first,
            start,
            count,
            chunk: *chunk,
        });
        start = start.saturating_add(count);
        *chunk = chunk.saturating_add(1);
    }
    list
}

/// A run of chunks that starts with this one.
fn run(reader: &mut Reader, chunk: usize) -> Run {
    let firsts = (0..reader.count()).map(|_| reader.var32()).collect();
    (chunk, firsts)
}

/// Number of the chunk after a run.
fn after((chunk, firsts): &Run) -> usize {
    chunk.saturating_add(firsts.len())
}

fn hash_of(reader: &mut Reader) -> u64 {
    let bytes = reader.take(8).try_into();
    u64::from_le_bytes(bytes.unwrap_or_default())
}
