//! From a term of the query to the documents that have it, and in what way.

use crate::analysis;
use crate::bm25;
use crate::edit::{self, First};
use crate::keys::{self, List};
use crate::order;
use crate::pack::{Pack, Pause};
use crate::postings::{self, Posting};
use crate::query::Term;
use crate::text;
use alloc::{borrow::ToOwned, string::String, vec, vec::Vec};

/// How a document has a word; the order is the order of preference.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum How {
    /// As typed (case and diacritics aside).
    #[default]
    Exact,
    /// Another form of the word.
    Stem,
    /// The word begins with what was typed.
    Prefix,
    /// Spelled a little differently.
    Typo,
}

/// Worth of an occurrence by how it matches, in 1/16 of an exact one. 16 would not prefer exact
/// words at all; 0 would not count the others.
const WORTH: [u32; 4] = [16, 13, 10, 8];

/// Most forms near a misspelled word that are considered, nearest and most frequent first.
const MOST_CORRECTIONS: usize = 32;

/// A document that has a term. Half of the catalogue may have it, so its size is time.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Match {
    pub(crate) doc: u32,
    /// Sum of `tf'` over the matching forms, in units of 1/16/[`bm25::ONE`].
    pub(crate) tf: u32,
    pub(crate) fields: u8,
    pub(crate) how: How,
    /// How far what was typed is from what matched: [`edit::EDIT`] for each edit, and what makes it less likely
    /// ([`edit::doubt`]).
    pub(crate) slip: u16,
}

/// A form that a term matches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Form {
    /// Number of the dictionary entry.
    pub(crate) entry: usize,
    pub(crate) how: How,
    /// As that of a [`Match`].
    pub(crate) slip: u16,
}

/// What stands for all forms that begin with a word that is still being typed.
#[derive(Debug)]
pub(crate) struct Beginning {
    pub(crate) folded: String,
    /// How many forms begin with it.
    pub(crate) forms: usize,
}

/// All documents that have a term.
#[derive(Debug, Default)]
pub(crate) struct Matches {
    /// Ascending by document.
    pub(crate) docs: Vec<Match>,
    /// Forms that it matches, without those that only begin with it.
    pub(crate) forms: Vec<Form>,
    /// What begins with it, where that counts.
    pub(crate) beginning: Option<Beginning>,
    /// Number of documents that the term's idf is taken from.
    pub(crate) df: u32,
    /// Whether the word says little of what a text is about.
    pub(crate) stop: bool,
}

/// What may count as a match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// Only the word as it is written, diacritics included.
    Literal,
    /// Other forms, and beginnings where the word is still being typed.
    Forms,
    /// Near spellings alone.
    Typos,
}

/// Finds the documents that have `term`.
pub(crate) fn find(pack: &Pack, term: &Term, reach: Reach) -> Result<Matches, Pause> {
    if term.words.len() > 1 {
        return if reach == Reach::Typos {
            Ok(Matches::default())
        } else {
            phrase(pack, term)
        };
    }
    let Some(word) = term.words.first() else {
        return Ok(Matches::default());
    };
    let folded = analysis::fold(word);
    let mask = term.field.map_or(0xff, |field| 1u8 << field);
    let mut begun = Ok(None);
    let forms = match reach {
        Reach::Literal => exact(pack, &folded)?
            .into_iter()
            .filter(|form| {
                pack.entry(form.entry)
                    .is_ok_and(|(chunk, index, _)| chunk.form(index) == word)
            })
            .collect(),
        Reach::Forms => {
            // All may be missing: what both need is asked for at once.
            let forms = forms(pack, word, &folded, term);
            if term.prefix && !folded.is_empty() {
                begun = beginning(pack, &folded, mask).map(Some);
            }
            forms?
        }
        Reach::Typos => corrections(pack, &folded, term.prefix)?,
    };
    union(pack, forms, begun, mask)
}

/// All that begins with a word, and what has any of it in the fields of a mask, ascending by document: from a list of its
/// own, where the pack has one, else from those of all the forms.
fn beginning(pack: &Pack, folded: &str, mask: u8) -> Result<(Beginning, Vec<Match>), Pause> {
    let begun = |forms| Beginning {
        folded: folded.to_owned(),
        forms,
    };
    let way = Way::new(mask, How::Prefix, 0);
    if let Some((own, bytes)) = pack.beginning(folded)? {
        let docs = read(pack, bytes, own.df, way)?;
        return Ok((begun(own.forms as usize), within(docs, mask)));
    }
    let entries = entries_begun(pack, folded)?;
    let mut lists = Vec::with_capacity(entries.len());
    let mut missing = None;
    for entry in &entries {
        match all_of(pack, *entry) {
            Ok(list) => lists.push(list),
            Err(pause) => missing = Some(pause),
        }
    }
    if let Some(pause) = missing {
        return Err(pause);
    }
    let all = lists.iter().flatten();
    // Of an exact occurrence all is worth something, so that its `tf'` itself can be had back.
    let all = all.map(|found| {
        (
            found.doc,
            found.fields,
            found.tf / WORTH[How::Exact as usize],
        )
    });
    let docs = postings::together(folded, all, pack.documents, |posting| way.of(posting));
    Ok((begun(entries.len()), within(docs, mask)))
}

/// Without what is in no field of a mask.
fn within(mut list: Vec<Match>, mask: u8) -> Vec<Match> {
    if mask != 0xff {
        list.retain(|found| found.fields != 0);
    }
    list
}

/// How a form matches, and in which fields.
#[derive(Clone, Copy)]
struct Way {
    mask: u8,
    how: How,
    slip: u16,
    /// In 1/16 of an exact match.
    worth: u32,
}

impl Way {
    fn new(mask: u8, how: How, slip: u16) -> Way {
        let edits = u32::from(slip) / edit::EDIT;
        Way {
            mask,
            how,
            slip,
            worth: WORTH[how as usize] >> edits.saturating_sub(1),
        }
    }

    /// What a posting comes to.
    #[inline(always)]
    fn of(self, posting: Posting) -> Match {
        Match {
            doc: posting.doc,
            tf: bm25::level_tf(posting.payload.level) * self.worth,
            fields: posting.payload.fields & self.mask,
            how: self.how,
            slip: self.slip,
        }
    }
}

/// Entries that begin with a word.
fn entries_begun(pack: &Pack, folded: &str) -> Result<Vec<usize>, Pause> {
    let mut found = Vec::new();
    let mut missing = None;
    for chunk in pack.dictionary_range(folded, |first| first > folded && !first.starts_with(folded))
    {
        // Every chunk that is missing is asked for at once.
        let (first, chunk) = match chunk {
            Ok(chunk) => chunk,
            Err(pause) => {
                missing = Some(pause);
                continue;
            }
        };
        let mut index = chunk.lower_bound(folded);
        while index < chunk.len() && chunk.folded(index).starts_with(folded) {
            found.push(first + index);
            index += 1;
        }
    }
    missing.map_or(Ok(found), Err)
}

/// Entries whose folded form is `folded`.
fn exact(pack: &Pack, folded: &str) -> Result<Vec<Form>, Pause> {
    let mut found = Vec::new();
    for chunk in pack.dictionary_range(folded, |first| first > folded) {
        let (first, chunk) = chunk?;
        let mut index = chunk.lower_bound(folded);
        while index < chunk.len() && chunk.folded(index) == folded {
            found.push(Form {
                entry: first + index,
                how: How::Exact,
                slip: 0,
            });
            index += 1;
        }
    }
    Ok(found)
}

/// The word's own forms and its siblings.
fn forms(pack: &Pack, word: &str, folded: &str, term: &Term) -> Result<Vec<Form>, Pause> {
    let mut found: Vec<Form> = Vec::new();
    let own = exact(pack, folded)?;
    // Another word with other diacritics is a form, not the word (`ano` is not `año`), unless only
    // others exist: then they are what was meant.
    let literal = |form: &Form| {
        pack.entry(form.entry)
            .is_ok_and(|(chunk, index, _)| chunk.form(index) == word)
    };
    let any_literal = own.iter().any(literal);
    for form in &own {
        let how = if !any_literal || literal(form) {
            How::Exact
        } else {
            How::Stem
        };
        found.push(Form {
            how,
            ..form.clone()
        });
    }
    if !term.quoted {
        let known = if own.is_empty() {
            rewritten(pack, folded)?
        } else {
            own
        };
        for form in &known {
            for entry in siblings(pack, form.entry)? {
                found.push(Form {
                    entry,
                    how: How::Stem,
                    slip: 0,
                });
            }
        }
    }
    // The best way in which each form matches.
    order::sort_by(&mut found, |a, b| (a.entry, a.how).cmp(&(b.entry, b.how)));
    found.dedup_by_key(|form| form.entry);
    Ok(found)
}

/// All entries of the ring that `entry` belongs to, itself included.
fn siblings(pack: &Pack, entry: usize) -> Result<Vec<usize>, Pause> {
    let mut ring = vec![entry];
    let mut at = entry;
    loop {
        let step = pack.entry(at)?.2.ring;
        let Some(next) = at.checked_add_signed(step as isize) else {
            break;
        };
        // A damaged ring that never comes back is as long as the dictionary at most.
        if next == entry || step == 0 || ring.len() > pack.entries() {
            break;
        }
        ring.push(next);
        at = next;
    }
    Ok(ring)
}

/// Entries that a word which no record has becomes when its ending is rewritten, the longest
/// ending first.
fn rewritten(pack: &Pack, folded: &str) -> Result<Vec<Form>, Pause> {
    for (from, to) in &pack.rewrites {
        let Some(base) = folded.strip_suffix(from.as_str()) else {
            continue;
        };
        if text::letters(base) < 3 {
            continue;
        }
        let found = exact(
            pack,
            &text::joined(&mut [base, to.as_str()].into_iter(), ""),
        )?;
        if !found.is_empty() {
            return Ok(found);
        }
    }
    Ok(Vec::new())
}

/// Entries near the word, the nearest first, then the most frequent.
fn corrections(pack: &Pack, folded: &str, prefix: bool) -> Result<Vec<Form>, Pause> {
    let letters = text::letters(folded);
    let short = letters == edit::SHORT;
    let most = edit::forgiven(letters).max(u32::from(short));
    if most == 0 || folded.bytes().all(|b| b.is_ascii_digit()) {
        return Ok(Vec::new());
    }
    let (mut near, as_typed) = nearest(pack, folded, most, prefix && !short)?;
    if short {
        let mut longer = Vec::new();
        for found in near {
            let (chunk, index, _) = pack.entry(found.0.entry)?;
            if !as_typed && text::letters(chunk.folded(index)) > edit::SHORT {
                longer.push(found);
            }
        }
        near = longer;
    }
    if near.is_empty() && !as_typed && letters >= 6 && most < 2 {
        near = nearest(pack, folded, 2, prefix)?.0;
    }
    order::sort_by(&mut near, |a, b| {
        (a.0.slip, b.1, a.0.entry).cmp(&(b.0.slip, a.1, b.0.entry))
    });
    near.truncate(MOST_CORRECTIONS);
    let mut forms: Vec<Form> = near.into_iter().map(|(form, _)| form).collect();
    order::sort_by(&mut forms, |a, b| a.entry.cmp(&b.entry));
    Ok(forms)
}

/// Entries within `most` edits but not without any, with their `df`; and whether there are any
/// without. Looks at the word's neighbours in the dictionary, forwards and backwards.
fn nearest(
    pack: &Pack,
    folded: &str,
    most: u32,
    prefix: bool,
) -> Result<(Vec<(Form, u32)>, bool), Pause> {
    let total = pack.entries();
    let mut entries: Vec<(usize, u32)> = Vec::new();
    let mut missing = None;
    let forwards = pack.form_bound(folded).and_then(|place| {
        let window = edit::window(place, total);
        let kept = edit::kept(folded, most, total);
        pack.forms_in(&window, kept, &mut |chunk, range, first| {
            let found = &mut |i: usize, edits| entries.push((first + i, edits));
            let text = &|i| chunk.folded(i);
            edit::near(folded, most, prefix, First::Double, range, text, found);
        })
    });
    if let Err(pause) = forwards {
        missing = Some(pause);
    }
    if total > edit::WHOLE {
        let each = &mut |text: &str, edits| {
            let forms = exact(pack, text)?;
            entries.extend(forms.iter().map(|form| (form.entry, edits)));
            Ok(())
        };
        if let Err(pause) = near_backwards(pack, &pack.forms_back, folded, most, prefix, each) {
            missing = Some(pause);
        }
    }
    if let Some(pause) = missing {
        return Err(pause);
    }
    order::sort(&mut entries);
    entries.dedup();
    let as_typed = entries.iter().any(|(_, edits)| *edits == 0);
    let mut near = Vec::new();
    for (entry, edits) in entries.into_iter().filter(|(_, edits)| *edits > 0) {
        match pack.entry(entry) {
            Ok((chunk, index, found)) => near.push((
                Form {
                    entry,
                    how: How::Typo,
                    slip: (edits * edit::EDIT + edit::doubt(folded, chunk.folded(index), edits))
                        as u16,
                },
                found.df,
            )),
            Err(pause) => missing = Some(pause),
        }
    }
    missing.map_or(Ok((near, as_typed)), Err)
}

/// Calls `each` with the keys of a backward list that, read forwards, are within `most` edits of `word`, forwards, and the
/// edits. All that is missing is noted before it stops.
pub(crate) fn near_backwards(
    pack: &Pack,
    list: &List,
    word: &str,
    most: u32,
    prefix: bool,
    each: &mut dyn FnMut(&str, u32) -> Result<(), Pause>,
) -> Result<(), Pause> {
    let back = keys::backwards(word);
    let total = keys::total(list);
    let window = edit::window(pack.key_bound(list, &back)?, total);
    let kept = edit::kept(&back, most, total);
    let mut stopped = Ok(());
    pack.keys_in(list, &window, kept, &mut |chunk, range| {
        let text = &|i| chunk.key(i);
        let candidate = &mut |i, _| {
            // The first letter costs more only when read forwards, so all that is near is among these.
            let forwards = keys::backwards(chunk.key(i));
            let text = &|_| forwards.as_str();
            let found = &mut |_, edits| {
                if let Err(pause) = each(&forwards, edits) {
                    stopped = Err(pause);
                }
            };
            edit::near(word, most, prefix, First::Double, 0..1, text, found);
        };
        edit::near(&back, most, false, First::Single, range, text, candidate);
    })?;
    stopped
}

/// Adds up the postings of several forms, and of what begins with the word, once neither lacks anything; of each what is in
/// the fields of a mask.
fn union(
    pack: &Pack,
    forms: Vec<Form>,
    begun: Result<Option<(Beginning, Vec<Match>)>, Pause>,
    mask: u8,
) -> Result<Matches, Pause> {
    let mut matches = Matches::default();
    let mut missing = None;
    let mut lists: Vec<Vec<Match>> = Vec::with_capacity(forms.len());
    for form in &forms {
        match postings(pack, form.entry, Way::new(mask, form.how, form.slip)) {
            Ok(list) => lists.push(within(list, mask)),
            Err(pause) => {
                missing = Some(pause);
                continue;
            }
        };
        let (_, _, entry) = pack.entry(form.entry)?;
        matches.stop |= form.how == How::Exact && entry.stop;
        if form.how <= How::Stem {
            matches.df = matches.df.max(entry.ring_df);
        }
    }
    if let Some(pause) = missing {
        return Err(pause);
    }
    let (beginning, begun) = begun?.unzip();
    // What begins with the word has the word itself, too, which must not count twice.
    matches.docs = join(merge(lists), begun.unwrap_or_default(), u32::max);
    // A beginning stands for all it begins, a correction for what it corrects to; a word keeps its own.
    let more = beginning.as_ref().is_some_and(|it| it.forms > forms.len());
    if more || forms.iter().any(|form| form.how > How::Stem) || matches.df == 0 {
        matches.df = matches.df.max(matches.docs.len() as u32);
    }
    matches.forms = forms;
    matches.beginning = beginning;
    Ok(matches)
}

/// Merges lists that ascend by document, adding up what stands in several.
fn merge(mut lists: Vec<Vec<Match>>) -> Vec<Match> {
    // Pairwise, so that many short lists are not each walked against a long one.
    while lists.len() > 1 {
        let mut merged = Vec::with_capacity(lists.len().div_ceil(2));
        let mut pairs = lists.into_iter();
        while let Some(a) = pairs.next() {
            match pairs.next() {
                Some(b) => merged.push(join(a, b, u32::saturating_add)),
                None => merged.push(a),
            }
        }
        lists = merged;
    }
    lists.pop().unwrap_or_default()
}

/// Adds the shorter of two lists to the longer, in its place: what begins with a word has most of what the word has.
fn join(a: Vec<Match>, b: Vec<Match>, together: fn(u32, u32) -> u32) -> Vec<Match> {
    let (mut long, mut short) = if a.len() < b.len() { (b, a) } else { (a, b) };
    let mut at = 0;
    short.retain(|found| {
        at = seek(&long, at, found.doc);
        match long.get_mut(at) {
            Some(have) if have.doc == found.doc => {
                have.tf = together(have.tf, found.tf);
                have.fields |= found.fields;
                have.how = have.how.min(found.how);
                have.slip = have.slip.min(found.slip);
                false
            }
            _ => true,
        }
    });
    // What only the shorter has goes between the others from the end, where there is room.
    let (mut have, mut more) = (long.len(), short.len());
    long.resize(have + more, Match::default());
    while let Some(other) = more.checked_sub(1).and_then(|last| short.get(last)) {
        let place = have + more - 1;
        long[place] = match have.checked_sub(1).and_then(|last| long.get(last)) {
            Some(last) if last.doc > other.doc => {
                have -= 1;
                *last
            }
            _ => {
                more -= 1;
                *other
            }
        };
    }
    long
}

/// The first place from `from` on whose document is not before `doc`. It is looked for in steps that double: of a word in
/// half of the catalogue and a rare one, nearly all matches are passed.
pub(crate) fn seek(list: &[Match], from: usize, doc: u32) -> usize {
    let before = |at: usize| list.get(at).is_some_and(|found| found.doc < doc);
    let (mut from, mut step) = (from, 1);
    while before(from) {
        if before(from + step) {
            from += step;
            step *= 2;
        } else if step > 1 {
            step /= 2;
        } else {
            from += 1;
        }
    }
    from
}

/// Documents in which the words stand next to each other in one field, in order.
fn phrase(pack: &Pack, term: &Term) -> Result<Matches, Pause> {
    let mut words = Vec::with_capacity(term.words.len());
    let mut missing = None;
    for (index, word) in term.words.iter().enumerate() {
        let single = Term {
            words: vec![word.clone()],
            field: term.field,
            quoted: true,
            prefix: term.prefix && index + 1 == term.words.len(),
        };
        match find(pack, &single, Reach::Forms) {
            Ok(matches) => words.push(matches),
            Err(pause) => missing = Some(pause),
        }
    }
    if let Some(pause) = missing {
        return Err(pause);
    }
    // Places (document, field, position) at which the words so far end.
    let mut running: Option<Vec<(u32, u8, u32)>> = None;
    for matches in &words {
        let candidate = |doc: u32| words.iter().all(|m| get(m, doc).is_some());
        let mut here: Vec<(u32, u8, u32)> = Vec::new();
        for_positions(pack, matches, &candidate, &mut |doc, field, position| {
            if term.field.is_none_or(|only| only == field) {
                here.push((doc, field, position));
            }
        })?;
        order::sort(&mut here);
        running = Some(match running {
            None => here,
            Some(mut before) => {
                before.iter_mut().for_each(|place| place.2 += 1);
                before.retain(|place| here.binary_search(place).is_ok());
                before
            }
        });
    }
    let mut docs: Vec<(u32, u8)> = Vec::new();
    for (doc, field, _) in running.unwrap_or_default() {
        match docs.last_mut() {
            Some(last) if last.0 == doc => last.1 |= 1 << field,
            _ => docs.push((doc, 1 << field)),
        }
    }
    let mut found = Matches {
        df: docs.len() as u32,
        ..Matches::default()
    };
    for (doc, fields) in docs {
        // A phrase is worth what its rarest word is.
        let mut tf = u32::MAX;
        for matches in &words {
            tf = tf.min(get(matches, doc).map_or(u32::MAX, |m| m.tf));
        }
        found.docs.push(Match {
            doc,
            tf,
            fields,
            how: How::Exact,
            slip: 0,
        });
    }
    for matches in words {
        found.forms.extend(matches.forms);
        found.beginning = matches.beginning.or(found.beginning);
    }
    Ok(found)
}

/// How a document has a term, if it does.
pub(crate) fn get(matches: &Matches, doc: u32) -> Option<&Match> {
    matches
        .docs
        .binary_search_by(|have| have.doc.cmp(&doc))
        .ok()
        .and_then(|at| matches.docs.get(at))
}

/// Calls `each(doc, field, position)` for the positions of a term's forms in the wanted documents.
pub(crate) fn for_positions(
    pack: &Pack,
    matches: &Matches,
    wanted: &dyn Fn(u32) -> bool,
    each: &mut dyn FnMut(u32, u8, u32),
) -> Result<(), Pause> {
    let mut missing = None;
    let mut entries: Vec<usize> = matches.forms.iter().map(|form| form.entry).collect();
    if let Some(beginning) = &matches.beginning {
        entries.extend(entries_begun(pack, &beginning.folded)?);
        order::sort(&mut entries);
        entries.dedup();
    }
    for entry in entries {
        let list = all_of(pack, entry)?;
        let places = list.iter().map(|found| (found.doc, found.fields));
        if !places.clone().any(|(doc, _)| wanted(doc)) {
            continue;
        }
        match pack.positions(entry) {
            Ok(bytes) => postings::read_positions(bytes, places, wanted, each)?,
            Err(pause) => missing = Some(pause),
        }
    }
    missing.map_or(Ok(()), Err)
}

/// The documents of an entry as postings alone tell of them.
pub(crate) fn all_of(pack: &Pack, entry: usize) -> Result<Vec<Match>, Pause> {
    postings(pack, entry, Way::new(0xff, How::Exact, 0))
}

/// The documents of an entry, which matches in this way.
fn postings(pack: &Pack, entry: usize, way: Way) -> Result<Vec<Match>, Pause> {
    let bytes = pack.postings(entry)?;
    let df = pack.entry(entry)?.2.df;
    read(pack, bytes, df, way)
}

/// The documents of a list.
fn read(pack: &Pack, bytes: &[u8], df: u32, way: Way) -> Result<Vec<Match>, Pause> {
    let (documents, table) = (pack.documents, &pack.payloads);
    // Here alone, so that what is done for each posting is no call.
    let made = |posting| way.of(posting);
    Ok(postings::read(bytes, df, documents, table, made)?)
}
