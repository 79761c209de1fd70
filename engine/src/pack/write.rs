//! Writes a pack from what the indexer inverted. Same input, same bytes.

use super::compress::{Chunks, Compress, Deflate};
use super::volume::{self, Shelf, Volume};
use super::{FORMAT, ID_STEP, MAGIC, MANIFEST, file_name, primer, terms};
use crate::Error;
use crate::analysis;
use crate::blobs;
use crate::codec::{Writer, hash, separator};
use crate::columns::{self, Traits};
use crate::error::Limit;
use crate::input::{DocumentInput, FacetInput, PackInput, TermInput};
use crate::keys;
use crate::postings;
use alloc::collections::{BTreeMap, BTreeSet};
use base64::Engine as _;
use core::ops::Range;

/// One file of a pack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackFile {
    /// Its name in the pack's folder.
    pub name: String,
    /// Its bytes, as they are published.
    pub bytes: Vec<u8>,
}

/// Sizes at which a pack is cut, in bytes before compression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cuts {
    /// A pack of at most this many bytes is small; with 0 none is.
    pub small: usize,
    /// Lists of up to this many documents stand with their forms, so that a word needs no second fetch.
    pub rare: u32,
    /// A dictionary chunk is cut at the next fitting form from here on.
    pub dictionary: usize,
    /// A chunk of keys likewise.
    pub keys: usize,
    /// A chunk of postings or positions ends with the list that reaches this.
    pub postings: usize,
    /// A volume ends with the chunk that reaches this.
    pub volume: usize,
    /// A volume of the dictionary likewise: with 0 each of its chunks is a file.
    pub forms: usize,
}

impl Default for Cuts {
    fn default() -> Self {
        Cuts {
            small: 320 << 10,
            rare: 2,
            dictionary: 5 << 10,
            keys: 3 << 10,
            postings: 2 << 10,
            volume: 96 << 10,
            forms: 96 << 10,
        }
    }
}

impl Cuts {
    /// The cuts that a reader loads least with.
    ///
    /// Of a catalogue of moderate size nearly every list stands with its form: what else is in the chunk takes less time
    /// to load than to ask once more. A chunk is loaded for each word, and some ten bytes about it by everybody, so what
    /// both come to for a search of one or two words is least where it is as large as the root of some six times the
    /// whole. So chunks of a very large catalogue are larger, too, those of keys (which only misspelled words need) as
    /// well as its volumes, of which everybody loads the names.
    ///
    /// Where lists stand with their forms, another text of one record changes a chunk for each word that it gained or lost. Each
    /// is a file then, because a reader who comes back loads the changed files again: six bytes of the root for each.
    #[must_use]
    pub fn fitting(input: &PackInput) -> Cuts {
        const MODERATE: usize = 20_000;
        let cuts = Cuts::default();
        let documents = input.documents.len();
        let forms: usize = input.terms.iter().map(|term| term.term.len() + 6).sum();
        if documents > MODERATE {
            let least = (6 * forms).isqrt();
            let volume = cuts.volume.max((documents * (128 << 10)).isqrt());
            return Cuts {
                dictionary: least,
                keys: cuts.keys.max(least.saturating_sub(cuts.keys)),
                volume,
                forms: volume,
                ..cuts
            };
        }
        let postings = |term: &TermInput| 2 * term.postings.iter().count();
        let lists: usize = input.terms.iter().map(postings).sum();
        Cuts {
            rare: 1000,
            forms: 0,
            dictionary: (8 * (forms + lists)).isqrt().max(1 << 10),
            ..cuts
        }
    }
}

/// Writes a pack with the cuts that fit it. The manifest comes last, so that whoever writes the files in
/// order never publishes a manifest that names a file that is not there.
///
/// # Errors
/// [`Error::TooLarge`] when there are more than 8 fields, 255 languages or 2³² of anything else.
pub fn write(input: &PackInput, compress: &dyn Compress) -> Result<Vec<PackFile>, Error> {
    write_with(input, Cuts::fitting(input), compress)
}

/// Writes a pack with these cuts.
///
/// # Errors
/// As [`write()`].
pub fn write_with(
    input: &PackInput,
    cuts: Cuts,
    compress: &dyn Compress,
) -> Result<Vec<PackFile>, Error> {
    if input.fields.len() > 8 {
        return Err(Error::TooLarge(Limit::Fields));
    }
    if input.languages.len() > 255 {
        return Err(Error::TooLarge(Limit::Languages));
    }
    if u32::try_from(input.documents.len()).is_err() {
        return Err(Error::TooLarge(Limit::Records));
    }
    // What its documents take decides alone when it is far too much, so that the rest is not made twice.
    let texts: usize = input.documents.iter().map(stored_bytes).sum();
    let small = (texts <= cuts.small).then(|| small(input, cuts, compress));
    Ok(match small {
        Some((size, files)) if size <= cuts.small => files,
        _ => large(input, cuts, compress),
    })
}

/// What any root begins with.
fn root(input: &PackInput, terms: &terms::Terms, cuts: Cuts) -> Writer {
    let mut root = Writer::default();
    root.bytes.extend_from_slice(MAGIC);
    root.var(u64::from(FORMAT));
    root.count(input.documents.len());
    root.count(input.languages.len());
    for language in &input.languages {
        root.text(language);
    }
    root.count(input.fields.len());
    for field in &input.fields {
        root.text(&field.name);
        root.u8(field.stored.into());
    }
    root.count(input.facets.len());
    for facet in &input.facets {
        write_facet(facet, input.languages.len(), &mut root);
    }
    match &input.when {
        Some((at, facet)) => {
            root.var(u64::from(*at) + 1);
            write_facet(facet, input.languages.len(), &mut root);
        }
        None => root.u8(0),
    }
    root.count(input.rewrites.len());
    for (from, to) in &input.rewrites {
        root.text(from);
        root.text(to);
    }
    root.blob(&input.site);
    root.var(u64::from(cuts.rare));
    postings::write_table(&terms.table, &mut root);
    root.count(terms.parts.iter().map(|part| part.entries).sum());
    root
}

/// A small pack, and its size before compression.
fn small(input: &PackInput, cuts: Cuts, compress: &dyn Compress) -> (usize, Vec<PackFile>) {
    let whole = Cuts {
        rare: Cuts::default().rare,
        dictionary: usize::MAX,
        postings: usize::MAX,
        ..cuts
    };
    let terms = terms::terms(input, &[], whole);
    let mut first = root(input, &terms, whole);
    let [dictionary, lists, positions] = match terms.parts.first() {
        Some(part) => part.whole(),
        None => Default::default(),
    };
    let mut later = Writer::default();
    later.blob(&positions);
    later.blob(&blobs::write(&pages(input)));
    let mut shelf = Shelf::new(compress);
    let later_name = shelf.alone(&later.bytes);
    first.u8(1);
    first.bytes.extend_from_slice(&later_name);
    // Documents come first: they repeat what the root says of facets, and compression looks back 32 KB.
    first.blob(&blobs::write(&stored(input)));
    first.blob(&dictionary);
    first.blob(&lists);
    // Their own titles stand with the documents.
    first.blob(&keys::write(&keys_of(title_keys(&input.documents, false))));
    first.blob(&columns::write_traits(&traits(input)));
    for facet in 0..input.facets.len() {
        first.blob(&columns::write_lists(&facet_values(input, facet)));
    }
    let size = first.bytes.len() + later.bytes.len();
    let bytes = shelf.compressed(&first.bytes, Deflate::Tight);
    let name = file_name(hash(&bytes));
    let manifest = format!("{{\"format\":{FORMAT},\"first\":\"{name}\"}}\n");
    let mut files: Vec<PackFile> = shelf.files().collect();
    files.push(PackFile { name, bytes });
    files.push(PackFile {
        name: MANIFEST.to_owned(),
        bytes: manifest.into_bytes(),
    });
    (size, files)
}

/// A large pack.
fn large(input: &PackInput, cuts: Cuts, compress: &dyn Compress) -> Vec<PackFile> {
    let titles = title_keys(&input.documents, true);
    let back = titles
        .iter()
        .filter(|(key, _)| key.chars().count() <= keys::LONGEST)
        .map(|(key, _)| keys::backwards(key))
        .collect();
    let terms = terms::terms(input, &keys_of(titles), cuts);
    let mut root = root(input, &terms, cuts);
    root.u8(0);
    let mut shelf = Shelf::new(compress);

    let mut volumes = Volumes::new(cuts.forms);
    for part in &terms.parts {
        let chunk = part.chunk(&mut shelf, cuts.volume);
        let counts = (part.entries, part.titles);
        volumes.push((part.first.clone(), counts), chunk, &mut shelf);
    }
    volumes.write(&mut shelf, &mut root, |(first, (entries, titles)), root| {
        root.text(first);
        root.count(*entries);
        root.count(*titles);
    });
    for keys in [back, terms.forms_back] {
        write_keys(keys, cuts, &mut shelf, &mut root);
    }
    // Of plain JSON lines nothing is known that traits tell.
    let traits = traits(input);
    let told = traits.iter().any(|traits| *traits != Traits::default());
    if !told {
        root.u8(0);
    }
    let traits = told.then(|| columns::write_traits(&traits));
    let facets =
        (0..input.facets.len()).map(|facet| columns::write_lists(&facet_values(input, facet)));
    for column in traits.into_iter().chain(facets) {
        let volume = shelf.volume([((), column)]);
        volume::write(&[volume], &mut root, |(), _| {});
    }
    let stored = stored(input);
    let primer = primer::primer(input, &stored);
    write_rows(stored, input, cuts, &primer, &mut shelf, &mut root);
    // Records of plain JSON lines have no pages.
    let pages = if input
        .documents
        .iter()
        .all(|document| document.page.is_empty() || document.page == b"{}")
    {
        Vec::new()
    } else {
        pages(input)
    };
    write_rows(pages, input, cuts, &primer, &mut shelf, &mut root);
    let firsts = input.documents.iter().step_by(ID_STEP as usize);
    let ids: Vec<Vec<&[u8]>> = firsts.map(|first| vec![first.id.as_bytes()]).collect();
    let ids = blobs::write(&ids);
    volume::write(&[shelf.volume([((), ids)])], &mut root, |(), _| {});

    let beginning = |bytes: &[u8]| {
        let bytes = shelf.compressed(bytes, Deflate::Root);
        base64::engine::general_purpose::STANDARD.encode(bytes)
    };
    let (root, primer) = (beginning(&root.bytes), beginning(&primer));
    let manifest = format!("{{\"format\":{FORMAT},\"root\":\"{root}\",\"primer\":\"{primer}\"}}\n");
    let mut files: Vec<PackFile> = shelf.files().collect();
    files.push(PackFile {
        name: MANIFEST.to_owned(),
        bytes: manifest.into_bytes(),
    });
    files
}

/// Chunks on their way into volumes. A volume ends where it is large enough and the hash of the next chunk's key
/// says so, or where it is far too large: so what is put in changes one or two volumes and leaves the others.
struct Volumes<K> {
    cut: usize,
    done: Vec<Volume<K>>,
    chunks: Vec<(K, Vec<u8>)>,
    size: usize,
}

impl<K: Key> Volumes<K> {
    fn new(cut: usize) -> Self {
        Volumes {
            cut,
            done: Vec::new(),
            chunks: Vec::new(),
            size: 0,
        }
    }

    fn push(&mut self, key: K, chunk: Vec<u8>, shelf: &mut Shelf) {
        let fits = hash(key.text().as_bytes()).is_multiple_of(4) || self.size / 2 > self.cut;
        if self.size >= self.cut && fits {
            self.end(shelf);
        }
        self.size += chunk.len();
        self.chunks.push((key, chunk));
    }

    fn end(&mut self, shelf: &mut Shelf) {
        if !self.chunks.is_empty() {
            self.done
                .push(shelf.volume(core::mem::take(&mut self.chunks)));
            self.size = 0;
        }
    }

    /// Ends the last volume and tells the root where all are.
    fn write(mut self, shelf: &mut Shelf, root: &mut Writer, each: impl FnMut(&K, &mut Writer)) {
        self.end(shelf);
        volume::write(&self.done, root, each);
    }
}

/// What the end of a volume is decided by.
trait Key {
    fn text(&self) -> &str;
}

impl<N> Key for (String, N) {
    fn text(&self) -> &str {
        &self.0
    }
}

/// The first key of a chunk and how many it has.
fn write_first_key((first, count): &(String, usize), root: &mut Writer) {
    root.text(first);
    root.count(*count);
}

/// Rows of documents in chunks after the primer, in volumes that begin at fitting documents.
fn write_rows(
    rows: Vec<Vec<&[u8]>>,
    input: &PackInput,
    cuts: Cuts,
    primer: &[u8],
    shelf: &mut Shelf,
    root: &mut Writer,
) {
    let in_chunk = super::rows(input.documents.len() as u32) as usize;
    let mut starts = Vec::new();
    let mut size = 0usize;
    for (at, (row, document)) in rows.iter().zip(&input.documents).enumerate() {
        let fits = hash(document.id.as_bytes()).is_multiple_of(32) || size / 2 > cuts.volume;
        if at == 0 || size >= cuts.volume && fits {
            starts.push(at);
            size = 0;
        }
        size += row.iter().map(|blob| blob.len()).sum::<usize>();
    }
    let mut volumes = Vec::new();
    for (number, start) in starts.iter().enumerate() {
        let end = starts.get(number + 1).copied().unwrap_or(rows.len());
        let run = rows.get(*start..end).unwrap_or(&[]);
        let mut chunks = Chunks::default();
        for rows in run.chunks(in_chunk) {
            chunks.add(|bytes| blobs::write_after(bytes, rows));
        }
        volumes.push(shelf.volume_after(&chunks, primer));
        root.count(run.len());
    }
    root.u8(0);
    volume::write(&volumes, root, |(), _| {});
}

/// Bytes that are stored of a document.
fn stored_bytes(document: &DocumentInput) -> usize {
    let texts: usize = document.texts.iter().map(|text| text.len()).sum();
    texts + document.id.len() + document.card.len() + document.page.len()
}

/// Of every document its id, texts and card.
fn stored<'i>(input: &'i PackInput) -> Vec<Vec<&'i [u8]>> {
    input
        .documents
        .iter()
        .map(|document| {
            let texts = document.texts.iter().map(|text| text.as_bytes());
            core::iter::once(document.id.as_bytes())
                .chain(texts)
                .chain([document.card.as_slice()])
                .collect()
        })
        .collect()
}

/// Of every document what its page needs.
fn pages<'i>(input: &'i PackInput) -> Vec<Vec<&'i [u8]>> {
    input
        .documents
        .iter()
        .map(|document| vec![document.page.as_slice()])
        .collect()
}

/// Numbers by their keys, sorted.
fn keys_of(pairs: impl IntoIterator<Item = (String, u32)>) -> Vec<(String, Vec<u32>)> {
    let mut keys: BTreeMap<String, BTreeSet<u32>> = BTreeMap::new();
    for (key, number) in pairs {
        keys.entry(key).or_default().insert(number);
    }
    keys.into_iter()
        .map(|(key, numbers)| (key, numbers.into_iter().collect()))
        .collect()
}

/// Cuts keys without numbers into chunks and tells the root the first key of each and how many it has.
fn write_keys(keys: BTreeSet<String>, cuts: Cuts, shelf: &mut Shelf, root: &mut Writer) {
    let keys: Vec<(String, Vec<u32>)> = keys.into_iter().map(|key| (key, Vec::new())).collect();
    let mut volumes = Volumes::new(cuts.volume);
    let mut start = 0;
    let mut size = 0usize;
    for (at, (key, _)) in keys.iter().enumerate() {
        let fits = hash(key.as_bytes()).is_multiple_of(16) || size / 2 > cuts.keys;
        if size >= cuts.keys && fits {
            write_run(&keys, start..at, &mut volumes, shelf);
            start = at;
            size = 0;
        }
        size += key.len() / 2 + 2;
    }
    write_run(&keys, start..keys.len(), &mut volumes, shelf);
    volumes.write(shelf, root, write_first_key);
}

fn write_run(
    keys: &[(String, Vec<u32>)],
    range: Range<usize>,
    volumes: &mut Volumes<(String, usize)>,
    shelf: &mut Shelf,
) {
    let before = range.start.checked_sub(1).and_then(|last| keys.get(last));
    let before = before.map_or("", |(key, _)| key);
    let run = keys.get(range).unwrap_or(&[]);
    if let Some((first, _)) = run.first() {
        let first = separator(before, first).to_owned();
        volumes.push((first, run.len()), keys::write(run), shelf);
    }
}

/// A facet: id, headings, values; of each value its id, the distance to the value above it (0 for none) and
/// its labels. There are as many headings and labels as languages.
fn write_facet(facet: &FacetInput, languages: usize, root: &mut Writer) {
    let labels = |labels: &[String], root: &mut Writer| {
        for language in 0..languages {
            root.text(labels.get(language).map_or("", String::as_str));
        }
    };
    root.text(&facet.id);
    labels(&facet.labels, root);
    root.count(facet.values.len());
    for (number, value) in facet.values.iter().enumerate() {
        root.text(&value.id);
        let above = value.parent.filter(|above| *above as usize != number);
        root.signed(above.map_or(0, |above| i64::from(above) - number as i64));
        labels(&value.labels, root);
    }
}

/// Aliases of every document as keys, and (`own`) their titles.
fn title_keys(documents: &[DocumentInput], own: bool) -> Vec<(String, u32)> {
    let mut keys = Vec::new();
    for (document, number) in documents.iter().zip(0..) {
        let title = document.texts.first().filter(|_| own);
        let titles = document.titles.iter().map(String::as_str);
        for title in title.into_iter().map(|title| &**title).chain(titles) {
            let key = analysis::joined_key(title);
            if !key.is_empty() {
                keys.push((key, number));
            }
        }
    }
    keys
}

/// Values of one facet of every document, with those above them.
fn facet_values(input: &PackInput, facet: usize) -> Vec<Vec<u32>> {
    let close = |document: &DocumentInput| -> Vec<u32> {
        let mut closed = BTreeSet::new();
        for value in document.facets.get(facet).into_iter().flatten() {
            let mut at = Some(*value);
            while let Some(value) = at {
                // A value that is already there has its ancestors too, so a cycle ends here.
                if !closed.insert(value) {
                    break;
                }
                at = input
                    .facets
                    .get(facet)
                    .and_then(|spec| spec.values.get(value as usize)?.parent);
            }
        }
        closed.into_iter().collect()
    };
    input.documents.iter().map(close).collect()
}

fn traits(input: &PackInput) -> Vec<Traits> {
    let documents = || input.documents.iter();
    let groups = numbered(documents().filter_map(|document| document.group.as_deref()));
    let series =
        numbered(documents().filter_map(|document| Some(document.series.as_ref()?.0.as_str())));
    input
        .documents
        .iter()
        .map(|document| Traits {
            featured: document.featured,
            has_recording: document.time.has_recording,
            lang: input
                .languages
                .iter()
                .position(|language| *language == document.lang)
                .unwrap_or(0) as u8,
            group: document
                .group
                .as_deref()
                .and_then(|group| groups.get(group).copied()),
            series: document
                .series
                .as_ref()
                .and_then(|(id, part)| Some((*series.get(id.as_str())?, *part))),
            published: document.time.published,
            occurrences: document.time.occurrences.clone(),
        })
        .collect()
}

/// Names with the numbers of their first occurrence.
fn numbered<'a>(names: impl Iterator<Item = &'a str>) -> BTreeMap<&'a str, u32> {
    let mut numbers = BTreeMap::new();
    for name in names {
        let next = numbers.len() as u32;
        numbers.entry(name).or_insert(next);
    }
    numbers
}
