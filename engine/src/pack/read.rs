//! Reads a pack, chunk by chunk, as its bytes are handed over. No I/O: what is missing is named.

use super::RARE;
use super::{FORMAT, MAGIC, NAME, ROWS, Section, UNIT, checked, file_name, place};
use crate::Error;
use crate::analysis;
use crate::blobs;
use crate::codec::Reader;
use crate::columns::{self, Columns, Traits};
use crate::dictionary::{self, Entry};
use crate::edit;
use crate::error::Part;
use crate::json::push_number;
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
    /// Hash in the name of its file, and where in it its slot stands.
    file: u64,
    start: usize,
    length: usize,
    state: State,
}

impl Chunk {
    /// The name of the part that holds it.
    fn part(&self) -> String {
        let mut name = file_name(self.file);
        name.push(':');
        push_number(&mut name, self.start as i64);
        name.push('+');
        push_number(&mut name, self.length as i64);
        name
    }
}

enum State {
    Absent,
    /// Forms, and the lists of the rare ones.
    Dictionary(dictionary::Chunk, postings::Lists),
    Keys(keys::Chunk),
    Traits(Vec<Traits>),
    Facet(columns::Lists),
    Lists(postings::Lists),
    Rows(blobs::Chunk),
}

/// A chunk of the dictionary, whose number in the chunk table is its own.
struct DictionaryPlace {
    first_folded: String,
    first_entry: usize,
    entries: usize,
    /// Known once the chunk is there.
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
    traits: usize,
    stored: Run,
    pages: Run,
    ids: usize,
    /// Number of the document after each volume.
    volumes: Vec<u32>,
    /// Of a small pack, the file that holds what the first answer does without.
    later: Option<u64>,
    wanted: RefCell<Vec<usize>>,
}

impl Pack {
    /// Opens a pack by its root, with which a small one's first file goes on.
    pub(crate) fn open(bytes: &[u8]) -> Result<Pack, Error> {
        let mut reader = Reader::new(bytes);
        if reader.take(MAGIC.len()) != MAGIC {
            return Err(Error::Damaged(Part::Start));
        }
        let found = reader.var32();
        if found != FORMAT {
            return Err(Error::Version { found });
        }
        let Some(bytes) = checked(bytes) else {
            return Err(Error::Damaged(Part::Root));
        };
        let mut reader = Reader::new(bytes);
        reader.take(MAGIC.len());
        reader.var();
        let (mut pack, entries) = read_root(&mut reader);
        if reader.u8() != 0 {
            pack.later = Some(name_of(&mut reader));
            pack.read_small(&mut reader, entries)?;
        } else {
            pack.read_places(&mut reader);
        }
        reader.end(Part::Root)?;
        if pack.later.is_some() {
            pack.complete()?;
        }
        Ok(pack)
    }

    /// Reads what follows the root of a small pack.
    fn read_small(&mut self, reader: &mut Reader, entries: usize) -> Result<(), Error> {
        // The dictionary is the first in the table, and every section one chunk.
        self.add(Section::Dictionary);
        let postings = (self.add(Section::Postings), [0].into());
        let positions = (self.add(Section::Positions), [0].into());
        self.dictionary.push(DictionaryPlace {
            first_folded: String::new(),
            first_entry: 0,
            entries,
            postings,
            positions,
        });
        self.stored = (self.add(Section::Documents), [0].into());
        self.pages = (self.add(Section::Pages), [0].into());
        let titles = self.add(Section::Titles);
        self.titles.push(keys::Place {
            first: String::new(),
            start: 0,
            count: 0,
            chunk: titles,
        });
        self.traits = self.add(Section::Traits);
        for facet in 0..self.facets.len() {
            self.add(Section::Facet(facet as u16));
        }
        for chunk in [self.stored.0, 0, 1, titles] {
            self.load(chunk, reader.blob())?;
        }
        for chunk in self.traits..self.chunks.len() {
            self.load(chunk, reader.blob())?;
        }
        Ok(())
    }

    /// Adds a chunk of a small pack to the table and returns its number.
    fn add(&mut self, section: Section) -> usize {
        self.chunks.push(Chunk {
            section,
            file: 0,
            start: 0,
            length: 0,
            state: State::Absent,
        });
        self.chunks.len() - 1
    }

    /// Reads where the chunks of a large pack are.
    fn read_places(&mut self, reader: &mut Reader) {
        for place in list(reader, Section::Dictionary, &mut self.chunks) {
            self.dictionary.push(DictionaryPlace {
                first_folded: place.first,
                first_entry: place.start,
                entries: place.count,
                postings: Run::default(),
                positions: Run::default(),
            });
        }
        self.titles = list(reader, Section::Titles, &mut self.chunks);
        self.titles_back = list(reader, Section::TitlesBack, &mut self.chunks);
        self.forms_back = list(reader, Section::FormsBack, &mut self.chunks);
        self.traits = self.chunks.len();
        volumes(reader, Section::Traits, &mut self.chunks, &mut |_| ());
        for facet in 0..self.facets.len() {
            let section = Section::Facet(facet as u16);
            volumes(reader, section, &mut self.chunks, &mut |_| ());
        }
        (self.stored, self.volumes) = rows(reader, Section::Documents, &mut self.chunks);
        (self.pages, _) = rows(reader, Section::Pages, &mut self.chunks);
        self.ids = self.chunks.len();
        volumes(reader, Section::Ids, &mut self.chunks, &mut |_| ());
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
            file: 0,
            start: 0,
            length: 0,
            state: State::Keys(keys),
        });
        [place].into()
    }

    /// Hands over a part that [`Pack::wanted`] named. Parts that the pack does not know are ignored.
    pub(crate) fn provide(&mut self, part: &str, bytes: &[u8]) -> Result<(), Error> {
        let Some(bytes) = checked(bytes) else {
            return Err(Error::Damaged(Part::Chunk));
        };
        if let Some(later) = self.later {
            if file_name(later) == part {
                let mut reader = Reader::new(bytes);
                for chunk in [self.dictionary[0].positions.0, self.pages.0] {
                    self.load(chunk, reader.blob())?;
                }
                reader.end(Part::Chunk)?;
            }
            return Ok(());
        }
        let Some((file, Some((start, length)))) = place(part) else {
            return Ok(());
        };
        for index in 0..self.chunks.len() {
            let chunk = &self.chunks[index];
            // Names are compared last: few chunks stand at the same place.
            if (chunk.start, chunk.length) == (start, length)
                && matches!(chunk.state, State::Absent)
                && file_name(chunk.file) == file
            {
                self.load(index, bytes)?;
            }
        }
        Ok(())
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

    /// Names of the parts that were missed since the last call.
    pub(crate) fn wanted(&self) -> Vec<String> {
        let mut wanted = self.wanted.take();
        if let Some(later) = self.later.filter(|_| !wanted.is_empty()) {
            return [file_name(later)].into();
        }
        crate::order::sort(&mut wanted);
        wanted.dedup();
        let mut names = Vec::with_capacity(wanted.len());
        for index in wanted {
            let name = self.chunks[index].part();
            // Two volumes of the same content are one file.
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    fn load(&mut self, index: usize, bytes: &[u8]) -> Result<(), Error> {
        let stored = self.fields.iter().filter(|field| field.stored).count();
        let documents = self.documents;
        let state = match self.chunks[index].section {
            Section::Dictionary => self.read_dictionary(index, bytes)?,
            Section::Titles | Section::TitlesBack => {
                State::Keys(keys::Chunk::read(bytes, documents)?)
            }
            Section::FormsBack => State::Keys(keys::Chunk::read(bytes, self.entries() as u32)?),
            Section::Traits => State::Traits(columns::read_traits(bytes, documents)?),
            Section::Facet(_) => State::Facet(columns::read_lists(bytes, documents)?),
            // A document's id and card stand around its texts.
            Section::Documents => State::Rows(blobs::Chunk::read(bytes.to_vec(), stored + 2)?),
            Section::Positions | Section::Pages | Section::Ids => {
                State::Rows(blobs::Chunk::read(bytes.to_vec(), 1)?)
            }
            Section::Postings => State::Lists(postings::Lists::new(bytes.to_vec())),
        };
        self.chunks[index].state = state;
        Ok(())
    }

    /// Reads a chunk of the dictionary and, in a large pack, where its lists are.
    fn read_dictionary(&mut self, index: usize, bytes: &[u8]) -> Result<State, Error> {
        let mut reader = Reader::new(bytes);
        if self.later.is_none()
            && let Some(place) = self.dictionary.get_mut(index)
        {
            for (section, run) in [
                (Section::Postings, &mut place.postings),
                (Section::Positions, &mut place.positions),
            ] {
                run.0 = self.chunks.len();
                volumes(&mut reader, section, &mut self.chunks, &mut |reader| {
                    run.1.push(reader.var32());
                });
            }
        }
        let rare = postings::Lists::new(reader.blob().to_vec());
        let rest = reader.take(reader.len());
        Ok(State::Dictionary(dictionary::Chunk::read(rest)?, rare))
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
            .map(move |(index, place)| Ok((place.first_entry, self.forms(start + index)?.0)))
    }

    /// The forms of a dictionary chunk, and the lists of the rare ones.
    fn forms(&self, index: usize) -> Result<(&dictionary::Chunk, &postings::Lists), Pause> {
        match self.chunk(index)? {
            State::Dictionary(chunk, rare) => Ok((chunk, rare)),
            _ => Err(Error::Damaged(Part::Dictionary).into()),
        }
    }

    /// The dictionary chunk that has an entry, and its number.
    fn place(&self, entry: usize) -> Result<(usize, &DictionaryPlace), Pause> {
        let index = self
            .dictionary
            .partition_point(|place| place.first_entry <= entry)
            .saturating_sub(1);
        match self.dictionary.get(index) {
            Some(place) if entry < place.first_entry + place.entries => Ok((index, place)),
            _ => Err(Error::Damaged(Part::Dictionary).into()),
        }
    }

    /// An entry by its number, with its chunk and its index there.
    pub(crate) fn entry(&self, entry: usize) -> Result<(&dictionary::Chunk, usize, &Entry), Pause> {
        let (number, place) = self.place(entry)?;
        let chunk = self.forms(number)?.0;
        let index = entry - place.first_entry;
        match chunk.entry(index) {
            Some(found) => Ok((chunk, index, found)),
            None => Err(Error::Damaged(Part::Dictionary).into()),
        }
    }

    /// Bytes of an entry's postings.
    pub(crate) fn postings(&self, entry: usize) -> Result<&[u8], Pause> {
        let damaged = Pause::Failed(Error::Damaged(Part::Postings));
        let (number, place) = self.place(entry)?;
        let (forms, rare) = self.forms(number)?;
        let index = entry - place.first_entry;
        let is_rare = |df: u32| df <= RARE;
        if forms.entry(index).is_some_and(|entry| is_rare(entry.df)) {
            let dfs = forms.dfs(0).map(|df| if is_rare(df) { df } else { 0 });
            return rare.get(index, dfs).ok_or(damaged);
        }
        let Some((chunk, first)) = chunk_of(&place.postings, index as u32) else {
            return Err(damaged);
        };
        let dfs = forms.dfs(first as usize);
        let dfs = dfs.map(|df| if is_rare(df) { 0 } else { df });
        match self.chunk(chunk)? {
            State::Lists(lists) => lists.get(index - first as usize, dfs).ok_or(damaged),
            _ => Err(damaged),
        }
    }

    /// Bytes of an entry's positions.
    pub(crate) fn positions(&self, entry: usize) -> Result<&[u8], Pause> {
        let (number, place) = self.place(entry)?;
        // Where they are is known once the forms are there.
        self.forms(number)?;
        let row = self.row(&place.positions, (entry - place.first_entry) as u32)?;
        Ok(row.first().copied().unwrap_or(&[]))
    }

    /// A row of a run of chunks.
    fn row(&self, run: &Run, row: u32) -> Result<Vec<&[u8]>, Pause> {
        let damaged = Pause::Failed(Error::Damaged(Part::Documents));
        let Some((chunk, first)) = chunk_of(run, row) else {
            return Err(damaged);
        };
        match self.chunk(chunk)? {
            State::Rows(chunk) => chunk.get(row - first).ok_or(damaged),
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
        let at = at.saturating_sub(1);
        match self.dictionary.get(at) {
            Some(place) => Ok(place.first_entry + self.forms(at)?.0.lower_bound(folded)),
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
        for (number, place) in self.dictionary.iter().enumerate() {
            let start = place.first_entry;
            let from = range.start.max(start);
            let to = range.end.min(start + place.entries);
            if from < to {
                match self.forms(number) {
                    Ok((chunk, _)) => each(chunk, from - start..to - start, start),
                    Err(pause) => missing = Some(pause),
                }
            }
        }
        missing.map_or(Ok(()), Err)
    }

    /// The traits of every document, and the columns of the facets that `needed` picks. Others are given too when
    /// they are there. All that is missing is noted before it stops.
    pub(crate) fn columns(&self, needed: impl Fn(usize) -> bool) -> Result<Columns<'_>, Pause> {
        let mut columns = Columns {
            facets: Vec::with_capacity(self.facets.len()),
            traits: &[],
        };
        let mut missing = None;
        for facet in 0..self.facets.len() {
            let index = self.traits + 1 + facet;
            let there = !matches!(
                self.chunks.get(index),
                Some(Chunk {
                    state: State::Absent,
                    ..
                })
            );
            columns.facets.push(None);
            if there || needed(facet) {
                match self.chunk(index) {
                    Ok(State::Facet(lists)) => columns.facets[facet] = Some(lists),
                    Ok(_) => return Err(Error::Damaged(Part::Columns).into()),
                    Err(pause) => missing = Some(pause),
                }
            }
        }
        match self.chunk(self.traits) {
            Ok(State::Traits(traits)) => columns.traits = traits,
            Ok(_) => return Err(Error::Damaged(Part::Columns).into()),
            Err(pause) => missing = Some(pause),
        }
        missing.map_or(Ok(columns), Err)
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
        if self.later.is_none() {
            // The volume that can have it is fetched whole rather than searched step by step.
            let State::Rows(firsts) = self.chunk(self.ids)? else {
                return Err(Error::Damaged(Part::Documents).into());
            };
            let mut volume = 0u32;
            while let Some(first) = firsts.get(volume)
                && first.first().is_some_and(|first| *first <= id.as_bytes())
            {
                volume += 1;
            }
            let Some(volume) = volume.checked_sub(1) else {
                return Ok(None);
            };
            let end = |volume: u32| self.volumes.get(volume as usize).copied().unwrap_or(high);
            (low, high) = (volume.checked_sub(1).map_or(0, end), end(volume));
            let mut missing = None;
            for (chunk, first) in self.stored.1.iter().enumerate() {
                if (low..high).contains(first)
                    && let Err(pause) = self.chunk(self.stored.0 + chunk)
                {
                    missing = Some(pause);
                }
            }
            if let Some(pause) = missing {
                return Err(pause);
            }
        }
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

/// Reads the part of the root that all packs have, and the number of dictionary entries.
fn read_root(reader: &mut Reader) -> (Pack, usize) {
    let mut pack = Pack {
        documents: reader.var32(),
        ..Pack::default()
    };
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
    pack.payloads = postings::read_table(reader);
    let entries = reader.var32() as usize;
    (pack, entries)
}

/// Adds the chunks of volumes to the table, calling `each` where what a chunk is found by stands.
fn volumes(
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

/// A list of keys, or of the dictionary's forms.
fn list(reader: &mut Reader, section: Section, chunks: &mut Vec<Chunk>) -> List {
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

/// Chunks of [`ROWS`] rows, and the number of the row after each volume. Of each volume the number of its rows
/// stands in front, and a 0 after the last.
fn rows(reader: &mut Reader, section: Section, chunks: &mut Vec<Chunk>) -> (Run, Vec<u32>) {
    let mut ends = Vec::new();
    let mut run: Run = (chunks.len(), Vec::new());
    let mut first = 0u32;
    loop {
        let count = reader.var32();
        if count == 0 {
            break;
        }
        // Damage cannot ask for more chunks than there are bytes left to tell where they are.
        for chunk in (0..count.div_ceil(ROWS)).take(reader.len()) {
            run.1.push(first.saturating_add(chunk * ROWS));
        }
        first = first.saturating_add(count);
        ends.push(first);
    }
    volumes(reader, section, chunks, &mut |_| ());
    if chunks.len() - run.0 != run.1.len() {
        reader.fail();
    }
    (run, ends)
}

fn name_of(reader: &mut Reader) -> u64 {
    let mut bytes = [0; 8];
    for (byte, read) in bytes.iter_mut().zip(reader.take(NAME)) {
        *byte = *read;
    }
    u64::from_le_bytes(bytes)
}
