//! What was inverted before need not be inverted again: where the words of each document stood when the last build had read
//! it, with a hash of its texts. A build takes over what has the same texts under the same id, gives it the number that it
//! has now, and inverts the rest.
//!
//! It is kept in memory while a preview runs and in a file from build to build ([`crate::cache`]). Which words a text has is
//! a function of the text and the program, so what comes of it is what inverting everything gives (a test compares them).
//! Not here: inverting ([`super::invert`]), what follows from words alone ([`super::words`]).

use super::Document;
use super::words::{Word, Words};
use crate::cache::{self, Key};
use callboard_engine::input::{PackInput, PostingsInput};
use rayon::prelude::*;
use std::fs;
use std::io;
use std::path::Path;

/// What a document is known by: its texts.
pub(super) type Hash = Key;

/// Terms that are read and written together, side by side with others.
const BLOCK: usize = 1024;

/// A term and where it stands.
pub(super) type Term = (String, PostingsInput);

/// What a build inverted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// Number of fields.
    fields: usize,
    /// In the order of their ids.
    documents: Vec<KeptDocument>,
    /// Terms in their order, in blocks: of each its length and bytes, how many places it has, and of each place the
    /// distance to the document before, the field, and the positions as distances with their number before.
    terms: Vec<Vec<u8>>,
    /// What follows from the terms alone.
    pub(super) words: Words,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct KeptDocument {
    id: String,
    hash: Hash,
    /// Words in each field.
    lengths: Vec<u32>,
}

/// What of the present documents is kept.
#[derive(Debug, Default)]
pub(super) struct Taken {
    /// Of each former document the number that it has now.
    numbers: Vec<Option<u32>>,
    /// Of each present document its former number.
    pub(super) former: Vec<Option<usize>>,
}

impl Taken {
    /// How many former documents are no longer there, or are others.
    pub(super) fn gone(&self) -> usize {
        self.numbers
            .iter()
            .filter(|number| number.is_none())
            .count()
    }
}

/// Hashes of the texts of documents.
pub(super) fn hashes(documents: &[Document]) -> Vec<Hash> {
    let hash = |document: &Document| {
        let mut all = Vec::new();
        for texts in &document.texts {
            number(texts.len() as u64, &mut all);
            for text in texts {
                number(text.len() as u64, &mut all);
                all.extend_from_slice(text.as_bytes());
            }
        }
        cache::key(&all)
    };
    documents.par_iter().map(hash).collect()
}

impl Kept {
    /// What the last build left in a file; nothing where there is none, or none that can be used.
    pub fn read(file: &Path) -> Kept {
        let bytes = fs::read(file).ok();
        let kept = bytes.and_then(|bytes| kept_of(cache::unsealed(&bytes)?));
        kept.unwrap_or_default()
    }

    /// Writes it into a file, in one step.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn save(&self, file: &Path) -> io::Result<()> {
        cache::write(file, |out| out.write_all(&self.bytes()))
    }

    /// What was inverted, to be kept; `hashes` are those of its documents' texts.
    pub(super) fn of(input: &PackInput, hashes: &[Hash], words: Words) -> Kept {
        let documents = input.documents.iter().zip(hashes);
        let block = |terms: &[callboard_engine::input::TermInput]| {
            let mut out = Vec::new();
            for term in terms {
                text(&term.term, &mut out);
                let places: usize = term.postings.iter().map(|it| it.fields().count()).sum();
                number(places as u64, &mut out);
                let mut before = 0;
                for posting in term.postings.iter() {
                    for (field, positions) in posting.fields() {
                        number(u64::from(posting.doc - before), &mut out);
                        before = posting.doc;
                        out.push(field);
                        number(positions.len() as u64, &mut out);
                        let mut last = 0;
                        for position in positions {
                            number(u64::from(position - last), &mut out);
                            last = *position;
                        }
                    }
                }
            }
            out
        };
        Kept {
            fields: input.fields.len(),
            documents: documents
                .map(|(document, hash)| KeptDocument {
                    id: document.id.clone(),
                    hash: *hash,
                    lengths: document.lengths.clone(),
                })
                .collect(),
            terms: input.terms.par_chunks(BLOCK).map(block).collect(),
            words,
        }
    }

    /// Which of these documents, in the order of their ids, are kept.
    pub(super) fn taken(&self, documents: &[Document], fields: usize, hashes: &[Hash]) -> Taken {
        let mut taken = Taken {
            numbers: vec![None; self.documents.len()],
            former: vec![None; documents.len()],
        };
        if fields != self.fields {
            return taken;
        }
        let mut former = self.documents.iter().enumerate().peekable();
        let present = documents.iter().zip(hashes);
        for ((document, hash), (number, place)) in present.zip((0..).zip(&mut taken.former)) {
            while former.next_if(|(_, kept)| kept.id < document.id).is_some() {}
            let same = |(_, kept): &(usize, &KeptDocument)| {
                kept.id == document.id && kept.hash == *hash && kept.lengths.len() == fields
            };
            if let Some((at, _)) = former.next_if(same) {
                *place = Some(at);
                if let Some(to) = taken.numbers.get_mut(at) {
                    *to = Some(number);
                }
            }
        }
        taken
    }

    /// Words in each field of a former document.
    pub(super) fn lengths(&self, former: usize) -> Vec<u32> {
        let document = self.documents.get(former);
        document.map_or(Vec::new(), |document| document.lengths.clone())
    }

    /// The terms of what was taken, in their order, with its present numbers. `None` where it is damaged in spite of its
    /// seal.
    pub(super) fn terms(&self, taken: &Taken) -> Option<Vec<Term>> {
        if taken.numbers.iter().all(Option::is_none) {
            return Some(Vec::new());
        }
        let blocks: Option<Vec<Vec<Term>>> = self
            .terms
            .par_iter()
            .map(|block| terms_of(block, &taken.numbers))
            .collect();
        let blocks = blocks?;
        let mut all = Vec::with_capacity(blocks.iter().map(Vec::len).sum());
        all.extend(blocks.into_iter().flatten());
        Some(all)
    }

    fn bytes(&self) -> Vec<u8> {
        let mut out = Vec::new();
        number(self.fields as u64, &mut out);
        number(self.documents.len() as u64, &mut out);
        for document in &self.documents {
            text(&document.id, &mut out);
            out.extend_from_slice(&document.hash);
            number(document.lengths.len() as u64, &mut out);
            for length in &document.lengths {
                number(u64::from(*length), &mut out);
            }
        }
        number(self.terms.len() as u64, &mut out);
        for block in &self.terms {
            number(block.len() as u64, &mut out);
            out.extend_from_slice(block);
        }
        number(self.words.languages.len() as u64, &mut out);
        for language in &self.words.languages {
            text(language, &mut out);
        }
        number(self.words.all.len() as u64, &mut out);
        for word in &self.words.all {
            text(&word.term, &mut out);
            number(word.language as u64, &mut out);
            text(&word.stem, &mut out);
        }
        for (tag, counts) in &self.words.evidence.0 {
            text(tag, &mut out);
            number(counts.len() as u64, &mut out);
            for (agree, tried) in counts {
                number(u64::from(*agree), &mut out);
                number(u64::from(*tried), &mut out);
            }
        }
        out
    }
}

fn kept_of(bytes: &[u8]) -> Option<Kept> {
    let mut rest = Reader(bytes);
    let fields = rest.count()?;
    let mut documents = Vec::new();
    for _ in 0..rest.count()? {
        let id = rest.text()?.to_owned();
        let (hash, after) = rest.0.split_first_chunk::<16>()?;
        rest.0 = after;
        let mut lengths = Vec::new();
        for _ in 0..rest.count()? {
            lengths.push(u32::try_from(rest.number()?).ok()?);
        }
        documents.push(KeptDocument {
            id,
            hash: *hash,
            lengths,
        });
    }
    let mut terms = Vec::new();
    for _ in 0..rest.count()? {
        terms.push(rest.bytes()?.to_vec());
    }
    Some(Kept {
        fields,
        documents,
        terms,
        words: words_of(&mut rest)?,
    })
}

fn words_of(rest: &mut Reader) -> Option<Words> {
    let mut words = Words::default();
    for _ in 0..rest.count()? {
        words.languages.push(rest.text()?.to_owned());
    }
    for _ in 0..rest.count()? {
        words.all.push(Word {
            term: rest.text()?.to_owned(),
            language: rest.count()?,
            stem: rest.text()?.to_owned(),
        });
    }
    while !rest.0.is_empty() {
        let tag = rest.text()?.to_owned();
        let mut counts = Vec::new();
        for _ in 0..rest.count()? {
            let mut count = || u32::try_from(rest.number()?).ok();
            counts.push((count()?, count()?));
        }
        words.evidence.0.insert(tag, counts);
    }
    Some(words)
}

/// The terms of a block that are in a document which has a number now.
fn terms_of(block: &[u8], numbers: &[Option<u32>]) -> Option<Vec<Term>> {
    let mut rest = Reader(block);
    let mut terms = Vec::with_capacity(BLOCK);
    let mut positions = Vec::new();
    while !rest.0.is_empty() {
        let term = rest.text()?;
        let places = rest.count()?;
        // Each takes three bytes at least.
        let mut postings = PostingsInput::with_room(places.min(rest.0.len() / 3));
        let mut doc = 0;
        for _ in 0..places {
            doc = usize::checked_add(doc, rest.count()?)?;
            let (field, after) = rest.0.split_first()?;
            rest.0 = after;
            positions.clear();
            let mut position = 0;
            for _ in 0..rest.count()? {
                position = u32::checked_add(position, u32::try_from(rest.number()?).ok()?)?;
                positions.push(position);
            }
            if let Some(number) = numbers.get(doc)? {
                postings.add(*number, *field, &positions);
            }
        }
        if !postings.is_empty() {
            terms.push((term.to_owned(), postings));
        }
    }
    Some(terms)
}

/// A number in groups of seven bits, the lowest first; all bytes but the last have their highest bit set (LEB128).
fn number(mut value: u64, out: &mut Vec<u8>) {
    while value > 0x7f {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

fn text(text: &str, out: &mut Vec<u8>) {
    number(text.len() as u64, out);
    out.extend_from_slice(text.as_bytes());
}

/// What is left to be read.
struct Reader<'b>(&'b [u8]);

impl<'b> Reader<'b> {
    fn number(&mut self) -> Option<u64> {
        let mut value = 0u64;
        for shift in (0..64).step_by(7) {
            let (byte, rest) = self.0.split_first()?;
            self.0 = rest;
            value |= u64::from(byte & 0x7f) << shift;
            if *byte < 0x80 {
                return Some(value);
            }
        }
        None
    }

    fn count(&mut self) -> Option<usize> {
        usize::try_from(self.number()?).ok()
    }

    fn bytes(&mut self) -> Option<&'b [u8]> {
        let length = self.count()?;
        let (bytes, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(bytes)
    }

    fn text(&mut self) -> Option<&'b str> {
        std::str::from_utf8(self.bytes()?).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::{Kept, kept_of};
    use crate::index::{Corpus, Document, invert_after};
    use callboard_engine::input::{FieldInput, PackInput};

    /// A corpus of documents with these ids and words.
    fn corpus(documents: &[(usize, usize)]) -> Corpus<'static> {
        let words = ["calls", "training", "año", "rent", "30403", "the", "mass"];
        let field = |name: &str| FieldInput {
            name: name.to_owned(),
            weight: 1.0,
            b: 0.5,
            stored: true,
        };
        let document = |(id, seed): &(usize, usize)| {
            let text = |length: usize| {
                let word = |at: usize| words[(seed * 7 + at * at * 3 + at) % words.len()];
                (0..length).map(word).collect::<Vec<_>>().join(" ")
            };
            Document {
                id: format!("record-{id:03}"),
                lang: "en".to_owned(),
                texts: vec![
                    vec![text(3).into(), text(1).into()],
                    vec![format!("{} only{seed}", text(seed % 20)).into()],
                ],
                ..Document::default()
            }
        };
        Corpus {
            languages: vec!["en".to_owned()],
            fields: vec![field("title"), field("body")],
            documents: documents.iter().map(document).collect(),
            ..Corpus::default()
        }
    }

    /// What a pack is made of, whatever the places of positions in memory.
    fn told(input: &PackInput) -> String {
        let mut out = format!("{:?} {:?}", input.documents, input.rewrites);
        for term in &input.terms {
            out.push_str(&format!("\n{} {} {}", term.term, term.stem, term.stop));
            for posting in term.postings.iter() {
                let fields: Vec<_> = posting.fields().collect();
                out.push_str(&format!(" {}{fields:?}", posting.doc));
            }
        }
        out
    }

    #[test]
    fn what_is_taken_over_is_what_would_be_inverted() {
        let all: Vec<(usize, usize)> = (0..90).map(|number| (number * 2, number)).collect();
        let (_, kept) = invert_after(corpus(&all), &Kept::default()).unwrap();
        let mut kept = kept.unwrap();
        let without = |skip: usize| -> Vec<_> {
            let rest = all.iter().enumerate();
            let rest = rest.filter(|(at, _)| at % skip != 0);
            rest.map(|(_, document)| *document).collect()
        };
        let changed = all
            .iter()
            .map(|(id, seed)| (*id, seed + usize::from(id % 10 == 0)));
        let more = all.iter().copied().chain([(1, 5), (77, 6), (999, 7)]);
        for documents in [
            all.clone(),
            changed.collect(),
            without(2),
            without(3),
            more.collect(),
            vec![(4, 2)],
            Vec::new(),
            all.clone(),
        ] {
            let (plain, of_plain) = invert_after(corpus(&documents), &Kept::default()).unwrap();
            let (again, now) = invert_after(corpus(&documents), &kept).unwrap();
            assert_eq!(told(&again), told(&plain));
            // Where nothing changed, what was kept before is.
            let now = now.unwrap_or(kept);
            if let Some(of_plain) = of_plain {
                assert_eq!(now, of_plain, "what is kept of it is the same");
            }
            kept = kept_of(&now.bytes()).unwrap();
            assert_eq!(kept, now);
        }
    }

    #[test]
    fn all_is_kept_again_when_more_than_a_few_documents_are_others() {
        let all: Vec<(usize, usize)> = (0..1100).map(|number| (number, number % 50)).collect();
        let (_, kept) = invert_after(corpus(&all), &Kept::default()).unwrap();
        let kept = kept.unwrap();
        for (others, is_kept) in [(0, false), (2, false), (3, true)] {
            let mut changed = all.clone();
            for (_, seed) in changed.iter_mut().take(others) {
                *seed += 51;
            }
            let (plain, _) = invert_after(corpus(&changed), &Kept::default()).unwrap();
            let (again, now) = invert_after(corpus(&changed), &kept).unwrap();
            assert_eq!(told(&again), told(&plain));
            assert_eq!(now.is_some(), is_kept, "{others} changed");
            let fewer = &all[others..];
            let (_, now) = invert_after(corpus(fewer), &kept).unwrap();
            assert_eq!(now.is_some(), is_kept, "{others} gone");
        }
        // Other languages are other words.
        let mut other = corpus(&all);
        other.languages = vec!["es".to_owned()];
        assert!(invert_after(other, &kept).unwrap().1.is_some());
    }

    #[test]
    fn damaged_bytes_are_refused_or_read_and_nothing_else() {
        let (_, kept) = invert_after(corpus(&[(1, 2), (2, 9)]), &Kept::default()).unwrap();
        let whole = kept.unwrap().bytes();
        for at in 0..whole.len() {
            for change in [0x01, 0x80, 0xff] {
                let mut bytes = whole.clone();
                bytes[at] ^= change;
                if let Some(kept) = kept_of(&bytes) {
                    let _ = invert_after(corpus(&[(1, 2), (2, 9)]), &kept).unwrap();
                }
            }
            let _ = kept_of(&whole[..at]);
        }
    }
}
