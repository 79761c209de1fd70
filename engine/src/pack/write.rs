//! Writes a pack from what the indexer inverted. Same input, same bytes.

use super::{FORMAT, MAGIC, MANIFEST, Section, file_name};
use crate::Error;
use crate::analysis;
use crate::blobs;
use crate::bm25;
use crate::codec::{Writer, hash};
use crate::columns::{self, Traits};
use crate::dictionary::{self, EntryInput};
use crate::edit;
use crate::error::Limit;
use crate::input::{DocumentInput, FacetInput, PackInput, TermInput};
use crate::keys;
use crate::postings::{self, ESCAPE, Payload, Posting};
use alloc::collections::{BTreeMap, BTreeSet};

/// One file of a pack, uncompressed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackFile {
    /// Its name in the pack's folder.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Sizes at which a pack is cut, in bytes before compression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cuts {
    /// A pack of at most this many bytes is one file; 0 never is.
    pub bundle: usize,
    /// A dictionary chunk is cut at the next fitting form from here on.
    pub dictionary: usize,
    /// A chunk of postings or positions ends with the list that reaches this.
    pub postings: usize,
    /// A chunk of documents ends with the document that reaches this.
    pub documents: usize,
}

impl Default for Cuts {
    fn default() -> Self {
        Cuts {
            bundle: 1 << 20,
            dictionary: 24 << 10,
            postings: 32 << 10,
            documents: 16 << 10,
        }
    }
}

/// Writes a pack with the usual cuts. The manifest comes last, so that whoever writes the files in
/// order never publishes a manifest that names a file that is not there.
///
/// # Errors
/// [`Error::TooLarge`] when there are more than 8 fields, 255 languages or 2³² of anything else.
pub fn write(input: &PackInput) -> Result<Vec<PackFile>, Error> {
    write_with(input, Cuts::default())
}

/// Writes a pack with these cuts.
///
/// # Errors
/// As [`write`].
pub fn write_with(input: &PackInput, cuts: Cuts) -> Result<Vec<PackFile>, Error> {
    if input.fields.len() > 8 {
        return Err(Error::TooLarge(Limit::Fields));
    }
    if input.languages.len() > 255 {
        return Err(Error::TooLarge(Limit::Languages));
    }
    if u32::try_from(input.documents.len()).is_err() {
        return Err(Error::TooLarge(Limit::Records));
    }
    let (root, chunks) = sections(input, cuts, false);
    let size = root.bytes.len() + chunks.iter().map(|(_, bytes)| bytes.len()).sum::<usize>();
    if size > cuts.bundle {
        return Ok(assemble(root, chunks, false));
    }
    let whole = Cuts {
        bundle: cuts.bundle,
        dictionary: usize::MAX,
        postings: usize::MAX,
        documents: usize::MAX,
    };
    let (root, chunks) = sections(input, whole, true);
    Ok(assemble(root, chunks, true))
}

/// The root up to its table of chunks, and the chunks. A small pack (`bundled`) leaves out what can be made from
/// the rest when it is opened.
fn sections(input: &PackInput, cuts: Cuts, bundled: bool) -> (Writer, Vec<(Section, Vec<u8>)>) {
    let mut chunks: Vec<(Section, Vec<u8>)> = Vec::new();
    let mut root = Writer::default();

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

    let forms_back = write_terms(input, cuts, &mut root, &mut chunks);
    let titles = title_keys(&input.documents, !bundled);
    let mut lists = vec![(Section::Titles, keys_of(titles.clone()))];
    if !bundled {
        let back = titles
            .into_iter()
            .filter(|(key, _)| key.chars().count() <= keys::LONGEST)
            .map(|(key, doc)| (keys::backwards(&key), doc));
        lists.push((Section::TitlesBack, keys_of(back)));
        lists.push((Section::FormsBack, keys_of(forms_back)));
    }
    for (section, keys) in &lists {
        write_keys(*section, keys, cuts.dictionary, &mut root, &mut chunks);
    }
    for _ in lists.len()..3 {
        root.count(0);
    }
    chunks.push((Section::Columns, write_columns(input)));
    write_documents(input, cuts, &mut root, &mut chunks);
    (root, chunks)
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

/// Cuts a list of keys into chunks (at least one) and tells the root the first key of each and how many it has.
fn write_keys(
    section: Section,
    keys: &[(String, Vec<u32>)],
    cut: usize,
    root: &mut Writer,
    chunks: &mut Vec<(Section, Vec<u8>)>,
) {
    let mut starts = vec![0];
    let mut size = 0usize;
    for (at, (key, numbers)) in keys.iter().enumerate() {
        let fits = hash(key.as_bytes()).is_multiple_of(64) || size / 2 > cut;
        if size >= cut && fits {
            starts.push(at);
            size = 0;
        }
        size += key.len() / 2 + 3 * numbers.len();
    }
    root.count(starts.len());
    for (number, start) in starts.iter().enumerate() {
        let end = starts.get(number + 1).copied().unwrap_or(keys.len());
        let run = keys.get(*start..end).unwrap_or(&[]);
        root.text(run.first().map_or("", |(key, _)| key));
        root.count(run.len());
        chunks.push((section, keys::write(run)));
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

/// Puts root and chunks into files.
fn assemble(mut root: Writer, chunks: Vec<(Section, Vec<u8>)>, bundled: bool) -> Vec<PackFile> {
    let mut files = Vec::new();
    let mut core = Vec::new();
    if bundled {
        let mut later = Vec::new();
        for sections in Section::BUNDLED {
            for (section, bytes) in chunks.iter().filter(|(s, _)| sections.contains(s)) {
                if section.is_later() {
                    &mut later
                } else {
                    &mut core
                }
                .extend_from_slice(bytes);
            }
        }
        root.u8(1);
        root.bytes.extend_from_slice(&hash(&later).to_le_bytes());
        files.push(PackFile {
            name: file_name(hash(&later)),
            bytes: later,
        });
    } else {
        root.u8(0);
    }
    root.count(chunks.len());
    for (section, bytes) in &chunks {
        root.u8(*section as u8);
        root.bytes.extend_from_slice(&hash(bytes).to_le_bytes());
        root.count(bytes.len());
    }
    if !bundled {
        files.extend(chunks.into_iter().map(|(_, bytes)| PackFile {
            name: file_name(hash(&bytes)),
            bytes,
        }));
    }
    let mut first = Writer::default();
    first.bytes.extend_from_slice(MAGIC);
    first.var(u64::from(FORMAT));
    first.blob(&root.bytes);
    first.bytes.extend_from_slice(&core);
    files.sort_by(|a, b| a.name.cmp(&b.name));
    files.dedup_by(|a, b| a.name == b.name);
    let name = file_name(hash(&first.bytes));
    let manifest = format!("{{\"format\":{FORMAT},\"first\":\"{name}\"}}\n");
    files.push(PackFile {
        name,
        bytes: first.bytes,
    });
    files.push(PackFile {
        name: MANIFEST.to_owned(),
        bytes: manifest.into_bytes(),
    });
    files
}

/// A term with its postings scored, ready to be written.
struct Scored<'a> {
    folded: String,
    term: &'a TermInput,
    postings: Vec<Posting>,
}

/// Writes dictionary, postings and positions; returns the forms that spelling correction considers, backwards, with
/// their entries.
fn write_terms(
    input: &PackInput,
    cuts: Cuts,
    root: &mut Writer,
    chunks: &mut Vec<(Section, Vec<u8>)>,
) -> Vec<(String, u32)> {
    let averages = average_lengths(input);
    let mut terms: Vec<Scored> = input
        .terms
        .iter()
        .map(|term| Scored {
            folded: analysis::fold(&term.term),
            term,
            postings: score(input, &averages, term),
        })
        .collect();
    terms.sort_by(|a, b| (&a.folded, &a.term.term).cmp(&(&b.folded, &b.term.term)));

    let table = payload_table(&terms);
    postings::write_table(&table, root);
    let codes: BTreeMap<Payload, u8> = table
        .iter()
        .zip(0..)
        .map(|(payload, code)| (*payload, code))
        .collect();
    let rings = rings(&terms);

    let mut lists = Lists::new(cuts.postings);
    let mut positions = Lists::new(cuts.postings);
    let mut entries: Vec<EntryInput> = Vec::new();
    let mut size = 0;
    let mut pending: Vec<PendingChunk> = Vec::new();
    for (scored, (ring, ring_df)) in terms.iter().zip(&rings) {
        let fits = hash(scored.folded.as_bytes()).is_multiple_of(64) || size / 2 > cuts.dictionary;
        if size >= cuts.dictionary && fits {
            pending.push(PendingChunk::new(
                core::mem::take(&mut entries),
                lists.finish(),
                positions.finish(),
            ));
            size = 0;
        }
        let mut out = Writer::default();
        postings::write(
            &scored.postings,
            |payload| codes.get(&payload).copied().unwrap_or(ESCAPE),
            &mut out,
        );
        lists.push(entries.len(), out.bytes);
        let mut out = Writer::default();
        for posting in &scored.term.postings {
            postings::write_positions(&posting.fields, &mut out);
        }
        positions.push(entries.len(), out.bytes);
        size += scored.folded.len() + 6;
        entries.push(EntryInput {
            folded: &scored.folded,
            form: &scored.term.term,
            df: scored.postings.len() as u32,
            ring: *ring,
            ring_df: *ring_df,
        });
    }
    pending.push(PendingChunk::new(
        entries,
        lists.finish(),
        positions.finish(),
    ));

    root.count(pending.len());
    for chunk in &pending {
        root.text(&chunk.first);
        root.count(chunk.entries);
        for run in [&chunk.postings, &chunk.positions] {
            write_firsts(run.iter().map(|(first, _)| *first), root);
        }
    }
    for chunk in pending {
        chunks.push((Section::Dictionary, chunk.bytes));
        chunks.extend(
            chunk
                .postings
                .into_iter()
                .map(|(_, lists)| (Section::Postings, lists.concat())),
        );
        chunks.extend(
            chunk
                .positions
                .into_iter()
                .map(|(first, lists)| (Section::Positions, rows(first, &lists))),
        );
    }
    terms
        .iter()
        .zip(0..)
        .filter(|(scored, _)| edit::may_be_meant(&scored.folded))
        .map(|(scored, entry)| (keys::backwards(&scored.folded), entry))
        .collect()
}

/// A dictionary chunk with the lists that belong to it.
struct PendingChunk {
    first: String,
    entries: usize,
    bytes: Vec<u8>,
    postings: Vec<Run>,
    positions: Vec<Run>,
}

impl PendingChunk {
    fn new(entries: Vec<EntryInput>, postings: Vec<Run>, positions: Vec<Run>) -> Self {
        PendingChunk {
            first: entries
                .first()
                .map_or(String::new(), |entry| entry.folded.to_owned()),
            entries: entries.len(),
            bytes: dictionary::write(&entries),
            postings,
            positions,
        }
    }
}

/// Lists that make up a chunk, with the number of the first entry that has one.
type Run = (u32, Vec<Vec<u8>>);

/// Lists in the order of their forms, cut into chunks.
struct Lists {
    cut: usize,
    done: Vec<Run>,
    size: usize,
}

impl Lists {
    fn new(cut: usize) -> Self {
        Lists {
            cut,
            done: Vec::new(),
            size: 0,
        }
    }

    /// Appends the list of an entry, to the present chunk or to a new one.
    fn push(&mut self, entry: usize, list: Vec<u8>) {
        let full = self.size > 0 && self.size + list.len() > self.cut;
        if full || self.done.is_empty() {
            self.done.push((entry as u32, Vec::new()));
            self.size = 0;
        }
        self.size += list.len();
        if let Some((_, lists)) = self.done.last_mut() {
            lists.push(list);
        }
    }

    fn finish(&mut self) -> Vec<Run> {
        self.size = 0;
        core::mem::take(&mut self.done)
    }
}

/// Lists as rows of one blob.
fn rows(first: u32, lists: &[Vec<u8>]) -> Vec<u8> {
    let rows: Vec<Vec<&[u8]>> = lists.iter().map(|list| vec![&list[..]]).collect();
    blobs::write(first, &rows)
}

/// The number of the first row in each chunk of a run.
fn write_firsts(firsts: impl ExactSizeIterator<Item = u32>, root: &mut Writer) {
    root.count(firsts.len());
    for first in firsts {
        root.var(u64::from(first));
    }
}

/// Average length of each field, in steps of a quarter octave, so that one more record of a
/// thousand does not change the score of every posting.
fn average_lengths(input: &PackInput) -> Vec<f32> {
    (0..input.fields.len())
        .map(|field| {
            let total: u64 = input
                .documents
                .iter()
                .map(|d| u64::from(d.lengths.get(field).copied().unwrap_or(0)))
                .sum();
            let average = total as f64 / input.documents.len().max(1) as f64;
            ((average.max(1.0).log2() * 4.0).round() / 4.0).exp2() as f32
        })
        .collect()
}

fn score(input: &PackInput, averages: &[f32], term: &TermInput) -> Vec<Posting> {
    term.postings
        .iter()
        .map(|posting| {
            let mut tf = 0.0f32;
            let mut fields = 0u8;
            for (field, positions) in &posting.fields {
                let index = usize::from(*field);
                let (Some(spec), Some(average)) = (input.fields.get(index), averages.get(index))
                else {
                    continue;
                };
                fields |= 1 << field;
                let length = input
                    .documents
                    .get(posting.doc as usize)
                    .and_then(|document| document.lengths.get(index))
                    .copied()
                    .unwrap_or(0);
                let norm = 1.0 - spec.b + spec.b * length as f32 / average;
                tf += spec.weight * positions.len() as f32 / norm.max(f32::MIN_POSITIVE);
            }
            Posting {
                doc: posting.doc,
                payload: Payload {
                    fields,
                    level: bm25::level(tf),
                },
            }
        })
        .collect()
}

/// The 255 most frequent payloads, most frequent first.
fn payload_table(terms: &[Scored]) -> Vec<Payload> {
    let mut counts: BTreeMap<Payload, u64> = BTreeMap::new();
    for posting in terms.iter().flat_map(|term| &term.postings) {
        *counts.entry(posting.payload).or_default() += 1;
    }
    let mut table: Vec<(u64, Payload)> = counts
        .into_iter()
        .map(|(payload, count)| (count, payload))
        .collect();
    table.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    table.truncate(usize::from(ESCAPE));
    table.into_iter().map(|(_, payload)| payload).collect()
}

/// For each term, the distance to its next sibling and the number of documents that have any.
fn rings(terms: &[Scored]) -> Vec<(i32, u32)> {
    let mut by_stem: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, scored) in terms.iter().enumerate() {
        by_stem.entry(&scored.term.stem).or_default().push(index);
    }
    let mut rings: Vec<(i32, u32)> = terms
        .iter()
        .map(|scored| (0, scored.postings.len() as u32))
        .collect();
    for members in by_stem.into_values().filter(|members| members.len() > 1) {
        let docs: BTreeSet<u32> = members
            .iter()
            .filter_map(|index| terms.get(*index))
            .flat_map(|scored| scored.postings.iter().map(|posting| posting.doc))
            .collect();
        for (place, index) in members.iter().enumerate() {
            let next = members
                .get(place + 1)
                .or(members.first())
                .copied()
                .unwrap_or(*index);
            if let Some(ring) = rings.get_mut(*index) {
                *ring = (next as i64 as i32 - *index as i64 as i32, docs.len() as u32);
            }
        }
    }
    rings
}

/// Aliases of every document as keys, and (`own`) their titles.
fn title_keys(documents: &[DocumentInput], own: bool) -> Vec<(String, u32)> {
    let mut keys = Vec::new();
    for (document, number) in documents.iter().zip(0..) {
        let title = document.texts.first().filter(|_| own);
        for title in title.into_iter().chain(&document.titles) {
            let key = analysis::joined_key(title);
            if !key.is_empty() {
                keys.push((key, number));
            }
        }
    }
    keys
}

fn write_columns(input: &PackInput) -> Vec<u8> {
    let facets: Vec<Vec<Vec<u32>>> = input
        .facets
        .iter()
        .enumerate()
        .map(|(facet, spec)| {
            let close = |document: &DocumentInput| -> Vec<u32> {
                let mut closed = BTreeSet::new();
                for value in document.facets.get(facet).into_iter().flatten() {
                    let mut at = Some(*value);
                    while let Some(value) = at {
                        // A value that is already there has its ancestors too, so a cycle ends here.
                        if !closed.insert(value) {
                            break;
                        }
                        at = spec
                            .values
                            .get(value as usize)
                            .and_then(|value| value.parent);
                    }
                }
                closed.into_iter().collect()
            };
            input.documents.iter().map(close).collect()
        })
        .collect();
    let documents = || input.documents.iter();
    let groups = numbered(documents().filter_map(|document| document.group.as_deref()));
    let series =
        numbered(documents().filter_map(|document| Some(document.series.as_ref()?.0.as_str())));
    let traits: Vec<Traits> = input
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
        .collect();
    columns::write(&facets, &traits)
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

fn write_documents(
    input: &PackInput,
    cuts: Cuts,
    root: &mut Writer,
    chunks: &mut Vec<(Section, Vec<u8>)>,
) {
    let stored = input.documents.iter().map(|document| {
        let texts = document.texts.iter().map(String::as_bytes);
        core::iter::once(document.id.as_bytes())
            .chain(texts)
            .chain([document.card.as_slice()])
            .collect()
    });
    write_blobs(Section::Documents, stored, cuts.documents, root, chunks);
    let pages = input
        .documents
        .iter()
        .map(|document| vec![document.page.as_slice()]);
    write_blobs(Section::Pages, pages, cuts.documents, root, chunks);
}

/// Cuts documents into chunks, and tells the root the number of the first in each.
fn write_blobs<'a>(
    section: Section,
    documents: impl Iterator<Item = Vec<&'a [u8]>>,
    cut: usize,
    root: &mut Writer,
    chunks: &mut Vec<(Section, Vec<u8>)>,
) {
    let mut firsts = Vec::new();
    let mut run: Vec<Vec<&[u8]>> = Vec::new();
    let mut size = 0;
    let mut first = 0;
    for (number, document) in documents.enumerate() {
        if size >= cut {
            firsts.push(first);
            chunks.push((section, blobs::write(first, &run)));
            run.clear();
            size = 0;
        }
        if run.is_empty() {
            first = number as u32;
        }
        size += document.iter().map(|blob| blob.len()).sum::<usize>();
        run.push(document);
    }
    if !run.is_empty() {
        firsts.push(first);
        chunks.push((section, blobs::write(first, &run)));
    }
    write_firsts(firsts.into_iter(), root);
}
