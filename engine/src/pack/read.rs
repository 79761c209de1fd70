//! Reads a pack, chunk by chunk, as its bytes are handed over. No I/O: what is missing is named.

use super::{FORMAT, MAGIC, Section, file_name};
use crate::Error;
use crate::codec::{Reader, hash};
use crate::columns::{self, Columns};
use crate::dictionary::{self, Entry, Extent};
use crate::documents;
use crate::postings::{self, Payload};
use crate::titles::Titles;
use alloc::{borrow::ToOwned, string::String, vec::Vec};
use core::cell::RefCell;

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
    pub(crate) values: Vec<FacetValue>,
}

/// A value of a facet.
#[derive(Debug)]
pub(crate) struct FacetValue {
    pub(crate) id: String,
    pub(crate) labels: Vec<String>,
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
    Bytes(Vec<u8>),
    Titles(Titles),
    Columns(Columns),
    Documents(documents::Chunk),
}

/// Where a dictionary chunk and its lists stand in the chunk table.
struct DictionaryPlace {
    first_folded: String,
    first_entry: usize,
    entries: usize,
    chunk: usize,
    postings: usize,
    postings_count: usize,
    positions: usize,
    positions_count: usize,
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
pub(crate) struct Pack {
    pub(crate) documents: u32,
    pub(crate) languages: Vec<String>,
    pub(crate) fields: Vec<Field>,
    pub(crate) facets: Vec<Facet>,
    /// Pairs of word endings that the stemmer treats alike.
    pub(crate) rewrites: Vec<(String, String)>,
    pub(crate) site: Vec<u8>,
    pub(crate) payloads: Vec<Payload>,
    chunks: Vec<Chunk>,
    dictionary: Vec<DictionaryPlace>,
    titles: usize,
    columns: usize,
    /// First chunk of documents, and the number of the first document in each; the same for pages.
    stored: (usize, Vec<u32>),
    pages: (usize, Vec<u32>),
    /// Hash of the file that holds what the first answer does without.
    later: Option<u64>,
    wanted: RefCell<Vec<usize>>,
}

impl Pack {
    /// Opens the first file of a pack. `name` is the name under which it was fetched, which holds
    /// the hash that the bytes must have.
    pub(crate) fn open(name: &str, bytes: &[u8]) -> Result<Pack, Error> {
        let mut reader = Reader::new(bytes, "the start of a pack");
        if reader.take(MAGIC.len())? != MAGIC {
            return reader.damaged();
        }
        let found = reader.var32()?;
        if found != FORMAT {
            return Err(Error::Version {
                found,
                expected: FORMAT,
            });
        }
        if file_name(hash(bytes)) != name {
            return Err(Error::Damaged(
                "a first file whose content matches its name",
            ));
        }
        let root = reader.blob()?;
        let mut pack = read_root(root)?;
        if pack.later.is_some() {
            pack.load_all(reader, false)?;
        }
        Ok(pack)
    }

    /// Hands over a file that [`Pack::wanted`] named. Files that the pack does not know are ignored.
    pub(crate) fn provide(&mut self, name: &str, bytes: &[u8]) -> Result<(), Error> {
        if let Some(later) = self.later {
            if file_name(later) == name {
                self.load_all(Reader::new(bytes, "the second file of a pack"), true)?;
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
        for index in 0..self.chunks.len() {
            if self.chunks[index].section.is_later() == later {
                let bytes = reader.take(self.chunks[index].length)?;
                self.load(index, bytes.to_vec())?;
            }
        }
        if reader.is_empty() {
            Ok(())
        } else {
            reader.damaged()
        }
    }

    /// Names of files worth fetching before they are asked for: of a small pack, all.
    pub(crate) fn ahead(&self) -> Vec<String> {
        let absent = self
            .chunks
            .iter()
            .any(|chunk| matches!(chunk.state, State::Absent));
        self.later
            .filter(|_| absent)
            .map(file_name)
            .into_iter()
            .collect()
    }

    /// Names of the files that were missed since the last call.
    pub(crate) fn wanted(&self) -> Vec<String> {
        let mut wanted = self.wanted.take();
        if let Some(later) = self.later.filter(|_| !wanted.is_empty()) {
            return [file_name(later)].into();
        }
        crate::order::sort(&mut wanted);
        wanted.dedup();
        wanted
            .into_iter()
            .filter_map(|index| self.chunks.get(index))
            .map(|chunk| file_name(chunk.hash))
            .collect()
    }

    fn load(&mut self, index: usize, bytes: Vec<u8>) -> Result<(), Error> {
        let chunk = &mut self.chunks[index];
        if bytes.len() != chunk.length || hash(&bytes) != chunk.hash {
            return Err(Error::Damaged("a chunk whose content matches its name"));
        }
        let stored = self.fields.iter().filter(|field| field.stored).count();
        chunk.state = match chunk.section {
            Section::Dictionary => State::Dictionary(dictionary::Chunk::read(&bytes)?),
            Section::Postings | Section::Positions => State::Bytes(bytes),
            Section::Titles => State::Titles(Titles::read(&bytes, self.documents)?),
            Section::Columns => {
                State::Columns(columns::read(&bytes, self.facets.len(), self.documents)?)
            }
            // A document's id and card stand around its texts.
            Section::Documents => State::Documents(documents::Chunk::read(bytes, stored + 2)?),
            Section::Pages => State::Documents(documents::Chunk::read(bytes, 1)?),
        };
        Ok(())
    }

    fn chunk(&self, index: usize) -> Result<&State, Pause> {
        match self.chunks.get(index) {
            None => Err(Error::Damaged("a chunk that the root names").into()),
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
            _ => Err(Error::Damaged("a dictionary").into()),
        }
    }

    fn place(&self, entry: usize) -> Result<&DictionaryPlace, Pause> {
        let index = self
            .dictionary
            .partition_point(|place| place.first_entry <= entry)
            .saturating_sub(1);
        match self.dictionary.get(index) {
            Some(place) if entry < place.first_entry + place.entries => Ok(place),
            _ => Err(Error::Damaged("a form that the dictionary holds").into()),
        }
    }

    /// An entry by its number, with its chunk and its index there.
    pub(crate) fn entry(&self, entry: usize) -> Result<(&dictionary::Chunk, usize, &Entry), Pause> {
        let place = self.place(entry)?;
        let chunk = self.dictionary_chunk(place.chunk)?;
        let index = entry - place.first_entry;
        match chunk.entry(index) {
            Some(found) => Ok((chunk, index, found)),
            None => Err(Error::Damaged("as many forms as the root says").into()),
        }
    }

    /// Bytes of an entry's postings.
    pub(crate) fn postings(&self, entry: usize) -> Result<&[u8], Pause> {
        let place = self.place(entry)?;
        let extent = self.entry(entry)?.2.postings;
        self.extent(place.postings, place.postings_count, extent)
    }

    /// Bytes of an entry's positions.
    pub(crate) fn positions(&self, entry: usize) -> Result<&[u8], Pause> {
        let place = self.place(entry)?;
        let extent = self.entry(entry)?.2.positions;
        self.extent(place.positions, place.positions_count, extent)
    }

    fn extent(&self, first: usize, count: usize, extent: Extent) -> Result<&[u8], Pause> {
        let damaged = || Pause::Failed(Error::Damaged("postings where the dictionary says"));
        if extent.chunk as usize >= count {
            return Err(damaged());
        }
        match self.chunk(first + extent.chunk as usize)? {
            State::Bytes(bytes) => bytes
                .get(extent.offset as usize..)
                .and_then(|rest| rest.get(..extent.length as usize))
                .ok_or_else(damaged),
            _ => Err(damaged()),
        }
    }

    pub(crate) fn titles(&self) -> Result<&Titles, Pause> {
        match self.chunk(self.titles)? {
            State::Titles(titles) => Ok(titles),
            _ => Err(Error::Damaged("titles").into()),
        }
    }

    pub(crate) fn columns(&self) -> Result<&Columns, Pause> {
        match self.chunk(self.columns)? {
            State::Columns(columns) => Ok(columns),
            _ => Err(Error::Damaged("columns").into()),
        }
    }

    /// A stored document.
    pub(crate) fn document(&self, doc: u32) -> Result<Stored<'_>, Pause> {
        let blobs = self.blobs(&self.stored, doc)?;
        let [id, texts @ .., card] = blobs.as_slice() else {
            return Err(Error::Damaged("a document's parts").into());
        };
        Ok(Stored {
            id: text(id)?,
            texts: texts
                .iter()
                .map(|bytes| text(bytes))
                .collect::<Result<_, _>>()?,
            card,
        })
    }

    /// What a document's own page needs.
    pub(crate) fn page(&self, doc: u32) -> Result<&[u8], Pause> {
        Ok(self
            .blobs(&self.pages, doc)?
            .first()
            .copied()
            .unwrap_or(&[]))
    }

    fn blobs(
        &self,
        (first_chunk, firsts): &(usize, Vec<u32>),
        doc: u32,
    ) -> Result<Vec<&[u8]>, Pause> {
        let index = firsts
            .partition_point(|first| *first <= doc)
            .saturating_sub(1);
        match self.chunk(first_chunk + index)? {
            State::Documents(chunk) => chunk.get(doc).ok_or(Pause::Failed(Error::Damaged(
                "a document that the root places",
            ))),
            _ => Err(Error::Damaged("documents").into()),
        }
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
    core::str::from_utf8(bytes).map_err(|_| Error::Damaged("texts in UTF-8"))
}

fn read_root(bytes: &[u8]) -> Result<Pack, Error> {
    let mut reader = Reader::new(bytes, "the root of a pack");
    let documents = reader.var32()?;
    let texts = |reader: &mut Reader| -> Result<Vec<String>, Error> {
        (0..reader.count()?)
            .map(|_| Ok(reader.text()?.to_owned()))
            .collect()
    };
    let languages = texts(&mut reader)?;
    let fields: Vec<Field> = (0..reader.count()?)
        .map(|_| {
            Ok(Field {
                name: reader.text()?.to_owned(),
                stored: reader.u8()? != 0,
            })
        })
        .collect::<Result<_, Error>>()?;
    let facets: Vec<Facet> = (0..reader.count()?)
        .map(|_| {
            let id = reader.text()?.to_owned();
            let values = (0..reader.count()?)
                .map(|_| {
                    let id = reader.text()?.to_owned();
                    Ok(FacetValue {
                        id,
                        labels: texts(&mut reader)?,
                    })
                })
                .collect::<Result<_, Error>>()?;
            Ok(Facet { id, values })
        })
        .collect::<Result<_, Error>>()?;
    let rewrites = (0..reader.count()?)
        .map(|_| Ok((reader.text()?.to_owned(), reader.text()?.to_owned())))
        .collect::<Result<_, Error>>()?;
    let site = reader.blob()?.to_vec();
    let payloads = postings::read_table(&mut reader)?;

    let mut dictionary = Vec::new();
    let mut next_chunk = 0usize;
    let mut next_entry = 0usize;
    for _ in 0..reader.count()? {
        let first_folded = reader.text()?.to_owned();
        let entries = reader.var32()? as usize;
        let postings_count = reader.var32()? as usize;
        let positions_count = reader.var32()? as usize;
        let chunk = next_chunk;
        let postings = chunk + 1;
        let positions = postings + postings_count;
        dictionary.push(DictionaryPlace {
            first_folded,
            first_entry: next_entry,
            entries,
            chunk,
            postings,
            postings_count,
            positions,
            positions_count,
        });
        next_chunk = positions + positions_count;
        next_entry += entries;
    }
    let (titles, columns) = (next_chunk, next_chunk + 1);
    let mut firsts = || {
        (0..reader.count()?)
            .map(|_| reader.var32())
            .collect::<Result<Vec<u32>, Error>>()
    };
    let (stored, pages) = (firsts()?, firsts()?);
    let later = match reader.u8()? {
        0 => None,
        _ => Some(hash_of(&mut reader)?),
    };
    let chunks = (0..reader.count()?)
        .map(|_| {
            let section = usize::from(reader.u8()?);
            let Some(section) = Section::ALL.get(section).copied() else {
                return reader.damaged();
            };
            let hash = hash_of(&mut reader)?;
            let length = reader.var32()? as usize;
            Ok(Chunk {
                section,
                hash,
                length,
                state: State::Absent,
            })
        })
        .collect::<Result<Vec<Chunk>, Error>>()?;
    if chunks.len() != columns + 1 + stored.len() + pages.len() || !reader.is_empty() {
        return reader.damaged();
    }
    Ok(Pack {
        documents,
        languages,
        fields,
        facets,
        rewrites,
        site,
        payloads,
        chunks,
        dictionary,
        titles,
        columns,
        pages: (columns + 1 + stored.len(), pages),
        stored: (columns + 1, stored),
        later,
        wanted: RefCell::default(),
    })
}

fn hash_of(reader: &mut Reader) -> Result<u64, Error> {
    let mut hash = [0; 8];
    hash.copy_from_slice(reader.take(8)?);
    Ok(u64::from_le_bytes(hash))
}
