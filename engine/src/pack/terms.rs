//! Terms, scored, as chunks of the dictionary with their postings and positions.

use super::volume::{self, Shelf, Volume};
use super::write::Cuts;
use crate::analysis;
use crate::blobs;
use crate::bm25;
use crate::codec::{Writer, hash, separator};
use crate::dictionary::{self, Beginning, EntryInput};
use crate::edit;
use crate::input::{PackInput, TermInput};
use crate::keys;
use crate::postings::{self, ESCAPE, Payload, Posting};
use alloc::collections::{BTreeMap, BTreeSet};

/// A chunk of the dictionary.
pub(super) struct Part {
    /// What no folded form in it comes before, and all in the chunk before it do.
    pub(super) first: String,
    pub(super) entries: usize,
    /// How many whole titles stand with it.
    pub(super) titles: usize,
    title_keys: Vec<u8>,
    /// Its bytes, without those that say where its lists are.
    forms: Vec<u8>,
    postings: Vec<Run>,
    positions: Vec<Run>,
}

/// A whole title as a key, with the documents that have it.
type Title = (String, Vec<u32>);

/// Lists that make up a chunk, with the number of the first entry that has one.
type Run = (u32, Vec<Vec<u8>>);

impl Part {
    fn new(
        first: &str,
        titles: &[Title],
        entries: Vec<EntryInput>,
        beginnings: &[Beginning],
        rare: &[u8],
        postings: Vec<Run>,
        positions: Vec<Run>,
    ) -> Self {
        let mut forms = Writer::default();
        forms.blob(rare);
        forms.bytes.extend(dictionary::write(&entries, beginnings));
        Part {
            first: first.to_owned(),
            entries: entries.len(),
            titles: titles.len(),
            title_keys: keys::write(titles),
            forms: forms.bytes,
            postings,
            positions,
        }
    }

    /// The chunk of a large pack, whose lists are in volumes of their own.
    pub(super) fn chunk(&self, shelf: &mut Shelf, cut: usize) -> Vec<u8> {
        let mut out = Writer::default();
        let postings = chunks(&self.postings, <[Vec<u8>]>::concat);
        let positions = chunks(&self.positions, rows);
        for volumes in together(postings, positions, shelf, cut) {
            volume::write(&volumes, &mut out, |first, out| out.var(u64::from(*first)));
        }
        out.blob(&self.title_keys);
        out.bytes.extend_from_slice(&self.forms);
        out.bytes
    }

    /// The chunk of a small pack, and the lists that belong to it.
    pub(super) fn whole(&self) -> [Vec<u8>; 3] {
        let lists: Vec<Vec<u8>> = self.postings.iter().flat_map(|run| run.1.clone()).collect();
        let places: Vec<Vec<u8>> = self
            .positions
            .iter()
            .flat_map(|run| run.1.clone())
            .collect();
        [self.forms.clone(), lists.concat(), rows(&places)]
    }
}

/// A chunk with the number of the first entry whose list is in it.
type Chunk = (u32, Vec<u8>);

fn chunks(runs: &[Run], bytes: impl Fn(&[Vec<u8>]) -> Vec<u8>) -> Vec<Chunk> {
    runs.iter()
        .map(|(first, lists)| (*first, bytes(lists)))
        .collect()
}

/// Postings and positions in one volume where that is of about `cut` bytes at most: what changes the ones changes the others,
/// and a host has half as many files. Else each in volumes of their own.
fn together(
    postings: Vec<Chunk>,
    positions: Vec<Chunk>,
    shelf: &mut Shelf,
    cut: usize,
) -> [Vec<Volume<u32>>; 2] {
    let all: usize = postings.iter().chain(&positions).map(|it| it.1.len()).sum();
    let between = postings.len();
    let first = positions.first().map(|chunk| chunk.0);
    match first {
        Some(first) if between > 0 && all <= cut => {
            let whole = shelf.volume(postings.into_iter().chain(positions));
            let [postings, positions] = whole.split(between, first);
            [vec![postings], vec![positions]]
        }
        _ => [postings, positions].map(|chunks| in_volumes(chunks, shelf, cut)),
    }
}

/// Chunks in volumes of about `cut` bytes.
fn in_volumes(chunks: Vec<Chunk>, shelf: &mut Shelf, cut: usize) -> Vec<Volume<u32>> {
    let mut volumes = Vec::new();
    let mut own: Vec<Chunk> = Vec::new();
    let mut size = 0;
    for chunk in chunks {
        if size > 0 && size + chunk.1.len() > cut {
            volumes.push(shelf.volume(core::mem::take(&mut own)));
            size = 0;
        }
        size += chunk.1.len();
        own.push(chunk);
    }
    if !own.is_empty() {
        volumes.push(shelf.volume(own));
    }
    volumes
}

/// Lists as rows of one blob.
fn rows(lists: &[Vec<u8>]) -> Vec<u8> {
    let rows: Vec<Vec<&[u8]>> = lists.iter().map(|list| vec![&list[..]]).collect();
    blobs::write(&rows)
}

/// A term with its postings scored, ready to be written.
struct Scored<'a> {
    folded: String,
    term: &'a TermInput,
    postings: Vec<Posting>,
}

/// The dictionary and all that belongs to it.
pub(super) struct Terms {
    pub(super) table: Vec<Payload>,
    pub(super) parts: Vec<Part>,
    /// The forms that spelling correction considers, backwards.
    pub(super) forms_back: BTreeSet<String>,
}

/// Scores the terms and cuts them into chunks, with the titles that stand between their forms.
pub(super) fn terms(input: &PackInput, titles: &[Title], cuts: Cuts) -> Terms {
    let norms = norms(input);
    let mut terms: Vec<Scored> = input
        .terms
        .iter()
        .map(|term| Scored {
            folded: analysis::fold(&term.term),
            term,
            postings: score(input, &norms, term),
        })
        .collect();
    terms.sort_by(|a, b| (&a.folded, &a.term.term).cmp(&(&b.folded, &b.term.term)));

    let beginnings = beginnings(&terms, cuts, input.documents.len());
    let lists = terms.iter().map(|scored| &scored.postings);
    let table = payload_table(lists.chain(beginnings.iter().map(|(_, postings)| postings)));
    // Asked for with every posting.
    let mut codes = vec![ESCAPE; 1 << 16];
    for (payload, code) in table.iter().zip(0..) {
        if let Some(place) = codes.get_mut(place(*payload)) {
            *place = code;
        }
    }
    let rings = rings(&terms, input.documents.len());

    let mut beginnings = beginnings.into_iter().peekable();
    let mut lists = Lists::new(cuts.postings);
    let mut positions = Lists::new(cuts.postings);
    let mut rare = Writer::default();
    let mut entries: Vec<EntryInput> = Vec::new();
    let mut size = 0;
    // Titles of the present chunk, and those that are still to come.
    let (mut own_titles, mut titles) = (0, titles);
    let mut parts: Vec<Part> = Vec::new();
    let (mut first, mut before) = ("", "");
    let code = |payload: Payload| codes.get(place(payload)).copied().unwrap_or(ESCAPE);
    for (scored, (ring, ring_df)) in terms.iter().zip(&rings) {
        while let Some((key, numbers)) = titles.get(own_titles)
            && *key < scored.folded
        {
            size += key.len() / 2 + 3 * numbers.len();
            own_titles += 1;
        }
        let fits = hash(scored.folded.as_bytes()).is_multiple_of(64) || size / 2 > cuts.dictionary;
        // Forms that differ in their diacritics stay together, so that each is looked up in one chunk.
        if size >= cuts.dictionary && fits && scored.folded != before {
            let next = separator(before, &scored.folded);
            let own = core::iter::from_fn(|| {
                beginnings.next_if(|(beginning, _)| beginning.text.as_str() < next)
            });
            let own = write_beginnings(own, entries.len(), &code, &mut lists);
            let (with_it, later) = titles.split_at(titles.partition_point(|it| *it.0 < *next));
            (own_titles, titles) = (0, later);
            parts.push(Part::new(
                core::mem::replace(&mut first, next),
                with_it,
                core::mem::take(&mut entries),
                &own,
                &core::mem::take(&mut rare.bytes),
                lists.finish(),
                positions.finish(),
            ));
            size = 0;
        }
        let df = scored.postings.len() as u32;
        // Few take more than two bytes a document, or three a position.
        let mut own = Writer::default();
        own.bytes.reserve(2 * scored.postings.len() + 8);
        postings::write(&scored.postings, code, &mut own);
        size += scored.folded.len() + 6;
        if df <= cuts.rare {
            size += own.bytes.len();
            rare.bytes.extend(own.bytes);
        } else {
            lists.push(entries.len(), own.bytes);
        }
        let mut out = Writer::default();
        out.bytes.reserve(4 * scored.postings.len() + 8);
        let places = scored.term.postings.iter();
        postings::write_positions(places.flat_map(|posting| posting.fields()), &mut out);
        positions.push(entries.len(), out.bytes);
        entries.push(EntryInput {
            folded: &scored.folded,
            form: &scored.term.term,
            df,
            ring: *ring,
            ring_df: *ring_df,
            stop: scored.term.stop,
        });
        before = &scored.folded;
    }
    let own = write_beginnings(beginnings, entries.len(), &code, &mut lists);
    parts.push(Part::new(
        first,
        titles,
        entries,
        &own,
        &rare.bytes,
        lists.finish(),
        positions.finish(),
    ));
    let forms_back = terms
        .iter()
        .filter(|scored| edit::may_be_meant(&scored.folded))
        .map(|scored| keys::backwards(&scored.folded))
        .collect();
    Terms {
        table,
        parts,
        forms_back,
    }
}

/// Puts the lists of a chunk's beginnings after those of its entries.
fn write_beginnings(
    beginnings: impl Iterator<Item = (Beginning, Vec<Posting>)>,
    entries: usize,
    code: &impl Fn(Payload) -> u8,
    lists: &mut Lists,
) -> Vec<Beginning> {
    let mut own = Vec::new();
    for (beginning, postings) in beginnings {
        let mut list = Writer::default();
        postings::write(&postings, code, &mut list);
        lists.push(entries + own.len(), list.bytes);
        own.push(beginning);
    }
    own
}

/// The longest beginning that has a list of its own, in characters. Longer ones are rarely in more lists than a word
/// and its forms.
const LONGEST_BEGINNING: usize = 6;

/// The beginnings whose forms' lists are far more to load than one list of all their documents, in order. Who goes on typing
/// needs some of the forms' lists anyway, so a list that saves less than three tenths of its own saves nothing: with those of 64K
/// records a pack is half a megabyte larger, and who types two words loads as much.
fn beginnings(terms: &[Scored], cuts: Cuts, documents: usize) -> Vec<(Beginning, Vec<Posting>)> {
    // As many postings as a chunk and a half has bytes: compressed, each takes about one.
    let worth_it = cuts.postings.saturating_mul(3) / 2;
    let mut found = Vec::new();
    for length in 1..=LONGEST_BEGINNING {
        let alike = |a: &Scored, b: &Scored| start(&a.folded, length) == start(&b.folded, length);
        for run in terms.chunk_by(alike) {
            let Some(text) = run.first().and_then(|first| start(&first.folded, length)) else {
                continue;
            };
            let all: usize = run.iter().map(|scored| scored.postings.len()).sum();
            if all < worth_it {
                continue;
            }
            let postings = run.iter().flat_map(|scored| &scored.postings);
            let postings = postings.map(|posting| {
                let Payload { fields, level } = posting.payload;
                (posting.doc, fields, bm25::level_tf(level))
            });
            let together = postings::together(text, postings, documents as u32, |it| it);
            // A whole word's own lists, and those of its other forms, are loaded in any case.
            let word = run.iter().find(|scored| scored.folded == text);
            let own: usize = run
                .iter()
                .filter(|scored| word.is_some_and(|word| word.term.stem == scored.term.stem))
                .map(|scored| scored.postings.len())
                .sum();
            if all >= together.len() * 13 / 10 + own + worth_it {
                let beginning = Beginning {
                    text: text.to_owned(),
                    df: together.len() as u32,
                    forms: run.len() as u32,
                };
                found.push((beginning, together));
            }
        }
    }
    found.sort_by(|a, b| a.0.text.cmp(&b.0.text));
    found
}

/// The first characters of a text; `None` where it has fewer.
fn start(text: &str, length: usize) -> Option<&str> {
    match text.char_indices().nth(length) {
        Some((end, _)) => text.get(..end),
        None => Some(text).filter(|text| text.chars().count() == length),
    }
}

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

/// By how much the length of each field of each document makes a term in it count for less, field by field, document after
/// document. Asked for with every posting.
fn norms(input: &PackInput) -> Vec<f32> {
    let averages = average_lengths(input);
    let mut norms = Vec::with_capacity(input.documents.len() * averages.len());
    for document in &input.documents {
        for (field, (spec, average)) in input.fields.iter().zip(&averages).enumerate() {
            let length = document.lengths.get(field).copied().unwrap_or(0);
            let norm = 1.0 - spec.b + spec.b * length as f32 / average;
            norms.push(norm.max(f32::MIN_POSITIVE));
        }
    }
    norms
}

fn score(input: &PackInput, norms: &[f32], term: &TermInput) -> Vec<Posting> {
    let fields_of = input.fields.len();
    let mut scored = Vec::with_capacity(term.postings.places());
    scored.extend(term.postings.iter().map(|posting| {
        let mut tf = 0.0f32;
        let mut fields = 0u8;
        let start = posting.doc as usize * fields_of;
        let norms = norms.get(start..start + fields_of).unwrap_or(&[]);
        for (field, positions) in posting.fields() {
            let index = usize::from(field);
            let (Some(spec), Some(norm)) = (input.fields.get(index), norms.get(index)) else {
                continue;
            };
            fields |= 1 << field;
            tf += spec.weight * positions.len() as f32 / norm;
        }
        Posting {
            doc: posting.doc,
            payload: Payload {
                fields,
                level: bm25::level(tf),
            },
        }
    }));
    scored
}

/// The 255 most frequent payloads, most frequent first.
fn payload_table<'a>(lists: impl Iterator<Item = &'a Vec<Posting>>) -> Vec<Payload> {
    let mut counts = vec![0u64; 1 << 16];
    for posting in lists.flatten() {
        if let Some(count) = counts.get_mut(place(posting.payload)) {
            *count += 1;
        }
    }
    let counted = counts.into_iter().enumerate();
    let mut table: Vec<(u64, Payload)> = counted
        .filter(|(_, count)| *count > 0)
        .map(|(place, count)| (count, payload(place)))
        .collect();
    table.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    table.truncate(usize::from(ESCAPE));
    table.into_iter().map(|(_, payload)| payload).collect()
}

/// A number for each payload.
fn place(payload: Payload) -> usize {
    usize::from(payload.fields) << 8 | usize::from(payload.level)
}

/// The payload of a number.
fn payload(place: usize) -> Payload {
    Payload {
        fields: (place >> 8) as u8,
        level: place as u8,
    }
}

/// For each term, the distance to its next sibling and the number of documents that have any.
fn rings(terms: &[Scored], documents: usize) -> Vec<(i32, u32)> {
    let mut by_stem: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, scored) in terms.iter().enumerate() {
        by_stem.entry(&scored.term.stem).or_default().push(index);
    }
    let mut rings: Vec<(i32, u32)> = terms
        .iter()
        .map(|scored| (0, scored.postings.len() as u32))
        .collect();
    // The number of the last ring that a document was counted in.
    let mut counted = vec![0u32; documents];
    let rings_of_many = by_stem.into_values().filter(|members| members.len() > 1);
    for (members, number) in rings_of_many.zip(1..) {
        let mut docs = 0;
        let members_of = members.iter().filter_map(|index| terms.get(*index));
        for posting in members_of.flat_map(|scored| &scored.postings) {
            if let Some(last) = counted.get_mut(posting.doc as usize)
                && *last != number
            {
                *last = number;
                docs += 1;
            }
        }
        for (place, index) in members.iter().enumerate() {
            let next = members
                .get(place + 1)
                .or(members.first())
                .copied()
                .unwrap_or(*index);
            if let Some(ring) = rings.get_mut(*index) {
                *ring = (next as i64 as i32 - *index as i64 as i32, docs);
            }
        }
    }
    rings
}
