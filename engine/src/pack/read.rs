//! Reads a pack, chunk by chunk, as its bytes are handed over. No I/O: what is missing is named.

use super::Part as Wanted;
use super::root::{dictionary, list, name_of, read_root, rows, volumes};
use super::{FORMAT, ID_STEP, MAGIC, Section, checked, file_name};
use crate::Error;
use crate::analysis;
use crate::blobs;
use crate::codec::Reader;
use crate::columns::{self, Columns, Traits};
use crate::dictionary::{self, Entry};
use crate::edit;
use crate::error::Part;
use crate::keys::{self, List};
use crate::order;
use crate::postings::{self, Payload};
use crate::text;
use alloc::{string::String, vec::Vec};
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

pub(super) struct Chunk {
    pub(super) section: Section,
    /// Hash in the name of its file, and where in it its slot stands.
    pub(super) file: u64,
    pub(super) start: usize,
    pub(super) length: usize,
    pub(super) state: State,
}

pub(super) enum State {
    Absent,
    /// Forms, the lists of the rare ones, and the titles that stand between them.
    Dictionary(dictionary::Chunk, postings::Lists, keys::Chunk),
    Keys(keys::Chunk),
    Traits(Vec<Traits>),
    Facet(columns::Lists),
    Lists(postings::Lists),
    Rows(blobs::Chunk),
}

/// A chunk of the dictionary, whose number in the chunk table is its own.
struct DictionaryPlace {
    first: String,
    first_entry: usize,
    entries: usize,
    /// Known once the chunk is there.
    postings: Run,
    positions: Run,
}

/// A beginning with its list.
pub(crate) type Begun<'a> = (&'a dictionary::Beginning, &'a [u8]);

/// A run of chunks: the number of its first, and the number of the first row in each.
pub(super) type Run = (usize, Vec<u32>);

/// The chunk of a run that has a row, and the number of the chunk's first row.
fn chunk_of((chunk, firsts): &Run, row: u32) -> Option<(usize, u32)> {
    let index = order::first(0..firsts.len(), &|index| firsts[index] > row).checked_sub(1)?;
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
    /// Lists of up to this many documents stand with their forms.
    pub(super) rare: u32,
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
            first: String::new(),
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
        let (forms, titles) = dictionary(reader, &mut self.chunks);
        for place in forms {
            self.dictionary.push(DictionaryPlace {
                first: place.first,
                first_entry: place.start,
                entries: place.count,
                postings: Run::default(),
                positions: Run::default(),
            });
        }
        self.titles = titles;
        self.titles_back = list(reader, Section::TitlesBack, &mut self.chunks);
        self.forms_back = list(reader, Section::FormsBack, &mut self.chunks);
        self.traits = self.chunks.len();
        volumes(reader, Section::Traits, &mut self.chunks, &mut |_| ());
        if self.chunks.len() == self.traits {
            // Nothing is said of any document.
            let none = self.add(Section::Traits);
            self.chunks[none].state = State::Traits(Vec::new());
        }
        for facet in 0..self.facets.len() {
            let section = Section::Facet(facet as u16);
            volumes(reader, section, &mut self.chunks, &mut |_| ());
        }
        let count = super::rows(self.documents);
        self.stored = rows(reader, Section::Documents, count, &mut self.chunks);
        self.pages = rows(reader, Section::Pages, count, &mut self.chunks);
        self.ids = self.chunks.len();
        volumes(reader, Section::Ids, &mut self.chunks, &mut |_| ());
    }

    /// Makes the keys that a small pack leaves out: its own titles, which stand with the documents, and what
    /// stands backwards, where there is so much that spelling correction does not look at everything. Numbers of the
    /// latter are not looked at.
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
                    forms.push((keys::backwards(folded), 0));
                }
            }
        }
        let mut back = Vec::new();
        if titles.len() > edit::WHOLE {
            for (key, _) in &titles {
                if text::letters(key) <= keys::LONGEST {
                    back.push((keys::backwards(key), 0));
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

    /// Hands over a part that [`Pack::wanted`] named. One that is there already is ignored.
    pub(crate) fn provide(&mut self, number: u32, bytes: &[u8]) -> Result<(), Error> {
        let index = number as usize;
        let Some(bytes) = checked(bytes) else {
            return Err(Error::Damaged(Part::Chunk));
        };
        if !matches!(
            self.chunks.get(index),
            Some(Chunk {
                state: State::Absent,
                ..
            })
        ) {
            return Ok(());
        }
        if self.later.is_none() {
            return self.load(index, bytes);
        }
        let mut reader = Reader::new(bytes);
        for chunk in [self.dictionary[0].positions.0, self.pages.0] {
            self.load(chunk, reader.blob())?;
        }
        reader.end(Part::Chunk)
    }

    /// Parts worth fetching before they are asked for: of a small pack, all.
    pub(crate) fn ahead(&self) -> Vec<Wanted> {
        let pages = self.pages.0;
        match (self.later, self.chunks.get(pages)) {
            (
                Some(_),
                Some(Chunk {
                    state: State::Absent,
                    ..
                }),
            ) => [self.part(pages)].into(),
            _ => Vec::new(),
        }
    }

    /// The parts that were missed since the last call.
    pub(crate) fn wanted(&self) -> Vec<Wanted> {
        let mut wanted = self.wanted.take();
        crate::order::sort(&mut wanted);
        wanted.dedup();
        let mut parts = Vec::with_capacity(wanted.len());
        for index in wanted {
            parts.push(self.part(index));
            if self.later.is_some() {
                // All that a small pack lacks is in one file.
                break;
            }
        }
        parts
    }

    /// Where a chunk is found.
    fn part(&self, index: usize) -> Wanted {
        let chunk = &self.chunks[index];
        Wanted {
            number: index as u32,
            file: file_name(self.later.unwrap_or(chunk.file)),
            start: chunk.start,
            length: chunk.length,
            primed: self.later.is_none()
                && matches!(chunk.section, Section::Documents | Section::Pages),
        }
    }

    fn load(&mut self, index: usize, bytes: &[u8]) -> Result<(), Error> {
        let stored = self.fields.iter().filter(|field| field.stored).count();
        let documents = self.documents;
        let state = match self.chunks[index].section {
            Section::Dictionary => self.read_dictionary(index, bytes)?,
            Section::Titles => State::Keys(keys::Chunk::read(bytes, documents)?),
            Section::TitlesBack | Section::FormsBack => State::Keys(keys::Chunk::read(bytes, 0)?),
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
        let mut titles = keys::Chunk::default();
        if self.later.is_none() {
            titles = keys::Chunk::read(reader.blob(), self.documents)?;
        }
        let rare = postings::Lists::new(reader.blob().to_vec());
        let rest = reader.take(reader.len());
        let forms = dictionary::Chunk::read(rest)?;
        Ok(State::Dictionary(forms, rare, titles))
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
        let start = self.dictionary_chunk(from);
        self.dictionary
            .get(start..)
            .unwrap_or(&[])
            .iter()
            .enumerate()
            .take_while(move |(index, place)| *index == 0 || !past(&place.first))
            .map(move |(index, place)| Ok((place.first_entry, self.forms(start + index)?.0)))
    }

    /// The forms of a dictionary chunk, and the lists of the rare ones.
    fn forms(&self, index: usize) -> Result<(&dictionary::Chunk, &postings::Lists), Pause> {
        match self.chunk(index)? {
            State::Dictionary(chunk, rare, _) => Ok((chunk, rare)),
            _ => Err(Error::Damaged(Part::Dictionary).into()),
        }
    }

    /// The dictionary chunk that has an entry, and its number.
    fn place(&self, entry: usize) -> Result<(usize, &DictionaryPlace), Pause> {
        let places = &self.dictionary;
        let index = order::first(0..places.len(), &|index| places[index].first_entry > entry)
            .saturating_sub(1);
        match self.dictionary.get(index) {
            Some(place) if entry < place.first_entry + place.entries => Ok((index, place)),
            _ => Err(Error::Damaged(Part::Dictionary).into()),
        }
    }

    /// An entry by its number, with its chunk and its index there.
    pub(crate) fn entry(&self, entry: usize) -> Result<(&dictionary::Chunk, usize, Entry), Pause> {
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
        if forms
            .entry(index)
            .is_some_and(|entry| entry.df <= self.rare)
        {
            return rare.get(index, forms.dfs_here(self.rare)).ok_or(damaged);
        }
        self.list(number, index)
    }

    /// The beginning that has a list of its own in the dictionary chunk in which it is looked up, and its bytes.
    pub(crate) fn beginning(&self, folded: &str) -> Result<Option<Begun<'_>>, Pause> {
        let number = self.dictionary_chunk(folded);
        let forms = self.forms(number);
        // Where one more chunk has such forms it most likely is needed, too, and to ask for it later takes longer than to load it.
        if forms.is_err()
            && let Some([next, other]) = self.dictionary.get(number + 1..number + 3)
            && next.first.starts_with(folded)
            && !other.first.starts_with(folded)
        {
            let _ = self.chunk(number + 1);
        }
        let forms = forms?.0;
        let mut beginnings = forms.beginnings.iter().zip(forms.len()..);
        let own = beginnings.find(|(beginning, _)| beginning.text == folded);
        own.map(|(beginning, list)| Ok((beginning, self.list(number, list)?)))
            .transpose()
    }

    /// Number of the dictionary chunk in which a form or a beginning is looked up.
    pub(crate) fn dictionary_chunk(&self, folded: &str) -> usize {
        let places = &self.dictionary;
        order::first(0..places.len(), &|index| *places[index].first > *folded).saturating_sub(1)
    }

    /// A list of a dictionary chunk that is in a chunk of its own.
    fn list(&self, number: usize, index: usize) -> Result<&[u8], Pause> {
        let damaged = Pause::Failed(Error::Damaged(Part::Postings));
        let forms = self.forms(number)?.0;
        let place = self.dictionary.get(number);
        let Some((chunk, first)) = place.and_then(|place| chunk_of(&place.postings, index as u32))
        else {
            return Err(damaged);
        };
        let dfs = forms.dfs_apart(first as usize, self.rare);
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
            State::Keys(keys) | State::Dictionary(_, _, keys) => Ok(keys),
            _ => Err(Error::Damaged(Part::Titles).into()),
        }
    }

    /// Number of the first key of a list that is `key` or comes after it.
    pub(crate) fn key_bound(&self, list: &List, key: &str) -> Result<usize, Pause> {
        let at = order::first(0..list.len(), &|index| *list[index].first > *key);
        match list.get(at.saturating_sub(1)) {
            Some(place) => Ok(place.start + self.keys(place)?.lower_bound(key)),
            None => Ok(0),
        }
    }

    /// Calls `each` with the keys of a list that have numbers in `range` and begin with `start`, chunk by chunk: the
    /// chunk and the range of its keys. All files that are missing are noted before it stops.
    pub(crate) fn keys_in(
        &self,
        list: &List,
        range: &Range<usize>,
        start: &str,
        each: &mut dyn FnMut(&keys::Chunk, Range<usize>),
    ) -> Result<(), Pause> {
        let mut missing = None;
        for (number, place) in list.iter().enumerate() {
            let from = range.start.max(place.start);
            let to = range.end.min(place.start + place.count);
            let next = list.get(number + 1).map(|next| next.first.as_str());
            if from < to && may_begin(&place.first, next, start) {
                match self.keys(place) {
                    Ok(chunk) => {
                        let own = from - place.start..to - place.start;
                        each(chunk, keys::beginning(own, start, &|at| chunk.key(at)));
                    }
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
        self.keys_in(list, &(at..at + 1), key, &mut |chunk, range| {
            for at in range.filter(|at| chunk.key(*at) == key) {
                numbers.extend_from_slice(chunk.numbers(at));
            }
        })?;
        Ok(numbers)
    }

    /// Number of the first entry whose folded form is `folded` or comes after it.
    pub(crate) fn form_bound(&self, folded: &str) -> Result<usize, Pause> {
        let at = self.dictionary_chunk(folded);
        match self.dictionary.get(at) {
            Some(place) => Ok(place.first_entry + self.forms(at)?.0.lower_bound(folded)),
            None => Ok(0),
        }
    }

    /// Calls `each` with the entries in `range` whose folded form begins with `start`, chunk by chunk: the chunk, the
    /// range there, and the number of the chunk's first entry. All files that are missing are noted before it stops.
    pub(crate) fn forms_in(
        &self,
        range: &Range<usize>,
        start: &str,
        each: &mut dyn FnMut(&dictionary::Chunk, Range<usize>, usize),
    ) -> Result<(), Pause> {
        let mut missing = None;
        for (number, place) in self.dictionary.iter().enumerate() {
            let first = place.first_entry;
            let from = range.start.max(first);
            let to = range.end.min(first + place.entries);
            let next = self.dictionary.get(number + 1);
            let next = next.map(|next| next.first.as_str());
            if from < to && may_begin(&place.first, next, start) {
                match self.forms(number) {
                    Ok((chunk, _)) => {
                        let own = from - first..to - first;
                        each(
                            chunk,
                            keys::beginning(own, start, &|at| chunk.folded(at)),
                            first,
                        );
                    }
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

    /// What a document's own page needs: nothing where no document has any.
    pub(crate) fn page(&self, doc: u32) -> Result<&[u8], Pause> {
        if self.pages.1.is_empty() {
            return Ok(b"{}");
        }
        let row = self.row(&self.pages, doc)?;
        Ok(row.first().copied().unwrap_or(&[]))
    }

    /// Number of the document with this id. Documents are numbered in the order of their ids.
    pub(crate) fn document_by_id(&self, id: &str) -> Result<Option<u32>, Pause> {
        let (mut low, mut high) = (0, self.documents);
        if self.later.is_none() {
            // The few that it can be among are fetched at once rather than searched step by step.
            let State::Rows(firsts) = self.chunk(self.ids)? else {
                return Err(Error::Damaged(Part::Documents).into());
            };
            let mut step = 0u32;
            while let Some(first) = firsts.get(step)
                && first.first().is_some_and(|first| *first <= id.as_bytes())
            {
                step += 1;
            }
            let Some(step) = step.checked_sub(1) else {
                return Ok(None);
            };
            low = step.saturating_mul(ID_STEP);
            high = high.min(low.saturating_add(ID_STEP));
            let mut missing = None;
            for doc in low..high {
                if let Err(pause) = self.document(doc) {
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

/// Whether a sorted chunk that begins at `first`, and the one after it at `next`, can have keys that begin with `start`.
fn may_begin(first: &str, next: Option<&str>, start: &str) -> bool {
    (first <= start || first.starts_with(start)) && next.is_none_or(|next| next > start)
}

fn text(bytes: &[u8]) -> Result<&str, Error> {
    core::str::from_utf8(bytes).map_err(|_| Error::Damaged(Part::Documents))
}
