//! Which documents a query finds: what each scores, which words it has, and in which tier that puts it.
//!
//! Scores add up word by word. Documents with all words are the first tier; when they are few, corrected spellings
//! join, then documents with only some of the words. Not here: filters, order, what a hit shows
//! ([`crate::search`]), and how a word is looked up ([`crate::matching`]).

use crate::answer::Tier;
use crate::bm25;
use crate::edit::{self, First};
use crate::keys;
use crate::matching::{self, How, Match, Matches, Reach};
use crate::order;
use crate::pack::{Pack, Pause};
use crate::query::{Clause, Query};
use crate::ranking::{Candidate, NONE};
use crate::text;
use alloc::{borrow::ToOwned, string::String, vec, vec::Vec};

/// When at least this many records match, nothing less exact joins them.
const ENOUGH: usize = 10;

/// A query of more words than this that tell something is weighed by how much of it a record has,
/// instead of demanding all.
const LONG: usize = 4;

/// A record has enough of a long query when its words carry one part in this of the whole idf. 1 would demand
/// all words; large values let any word do.
const LONG_SHARE: u32 = 8;

/// Where no more records have all the words, one has enough when its words carry one part in this of the whole idf.
const SOME_SHARE: u32 = 3;

/// A stop word among others weighs one part in this of what its rarity would give it. 1 would make no
/// difference; large values let stop words decide nothing. Chosen on Cranfield and CACM, see `docs/relevance.md`.
const STOP_SHARE: u32 = 8;

/// A record that has each of several words as it was typed, not in another form, gains one part in this of its score. 1
/// would put it before everything; large values make no difference. See `docs/relevance.md`.
const AS_TYPED: u32 = 3;

/// What retrieval found.
pub(crate) struct Retrieved {
    /// For each clause, the matches of its alternatives (and of their corrections).
    pub(crate) found: Vec<Vec<Matches>>,
    /// Whether the query is so long that its words are weighed instead of demanded.
    pub(crate) long: bool,
    pub(crate) did_you_mean: Option<String>,
}

/// Sums of one document during retrieval. Half of the catalogue may have one, so its size is time.
#[derive(Clone, Copy, Default)]
struct Sum {
    doc: u32,
    /// Bit per clause that the document has, and that it has with corrections.
    has: u64,
    near: u64,
    score: u32,
    near_score: u32,
    /// Bit per clause whose word the document has as it was typed.
    typed: u64,
    /// How far the words are from what corrects them ([`Match::slip`]).
    slip: u16,
    /// Words that match only by their beginning.
    beginnings: u8,
    out: bool,
}

/// Finds the documents that a query may mean and gives each to `each`, ascending.
pub(crate) fn retrieve(
    pack: &Pack,
    query: &Query,
    literal: bool,
    each: &mut dyn FnMut(&Candidate),
) -> Result<Retrieved, Pause> {
    if query.must.is_empty() {
        return everything(pack, query, literal, each);
    }
    let reach = if literal {
        Reach::Literal
    } else {
        Reach::Forms
    };
    let found = all_clauses(pack, &query.must, reach);
    let excluded = all_clauses(pack, &query.not, reach);
    let exact = if literal || query.key.is_empty() {
        Ok(Vec::new())
    } else {
        pack.numbers_of(&pack.titles, &query.key)
    };
    let begun = titles_begun(pack, query);
    // All are needed in any case, so what is missing is asked for at once.
    let (mut found, excluded, exact, begun) = (found?, excluded?, exact?, begun?);

    // Where all words say little, they say what is sought (`The Who`). Literal scores are BM25F and nothing else.
    let all_stop = literal || found.iter().flatten().all(|matches| matches.stop);
    let idf = |matches: &Matches| {
        let idf = bm25::idf(pack.documents, matches.df);
        if matches.stop && !all_stop {
            idf / STOP_SHARE
        } else {
            idf
        }
    };
    let mut weights = Vec::with_capacity(found.len());
    let mut rarest = (usize::MAX, 0);
    for (clause, alternatives) in found.iter().enumerate() {
        weights.push(alternatives.iter().map(idf).max().unwrap_or(1));
        let docs = alternatives.iter().map(|matches| matches.docs.len()).sum();
        rarest = rarest.min((docs, clause));
    }
    let all = u64::MAX >> (64 - found.len().clamp(1, 64));
    let total_weight: u32 = weights.iter().sum();
    // A word that half of the documents have tells nothing: its idf is below one bit.
    let long = weights.iter().filter(|weight| **weight >= 16).count() > LONG && !literal;
    let share = if long { LONG_SHARE } else { SOME_SHARE };
    let whole_score = total_weight.saturating_mul(1024);
    // With a word that stands alone there is nothing to add up, and half of the catalogue may have it.
    let is_alone = matches!(&found[..], [one] if one.len() == 1)
        && rarest.0 >= ENOUGH
        && excluded.is_empty()
        && exact.is_empty();
    let score = |found: &Match, idf: u32| idf * bm25::saturate(found.tf >> 4);
    let tally = |sum: &mut Sum, found: &Match, idf: u32, clause: usize| {
        sum.score = sum.score.saturating_add(score(found, idf));
        sum.has |= 1 << clause;
        sum.beginnings += u8::from(found.how == How::Prefix);
        sum.typed |= u64::from(found.how == How::Exact) << clause;
    };
    // A record that has none of the words in `major`, nor what corrects them, is no candidate unless it is one of `also`, so
    // the lists of the others, which are the long ones, are only looked into.
    let gather = |major: u64, corrections: &[Vec<Matches>], also: &[u32]| {
        let mut sums = Vec::new();
        for meeting in [false, true] {
            let join = if meeting { meet } else { add };
            for (clause, alternatives) in found.iter().enumerate() {
                let bit = 1u64 << clause;
                if (major & bit == 0) != meeting {
                    continue;
                }
                for matches in alternatives {
                    let idf = idf(matches);
                    join(&mut sums, &matches.docs, &mut |sum, found| {
                        tally(sum, found, idf, clause);
                    });
                }
                for matches in corrections.get(clause).into_iter().flatten() {
                    let idf = idf(matches);
                    join(&mut sums, &matches.docs, &mut |sum, found| {
                        if (sum.has | sum.near) & bit == 0 {
                            sum.near |= bit;
                            sum.slip = sum.slip.saturating_add(found.slip);
                            let half = score(found, idf) / 2;
                            sum.near_score = sum.near_score.saturating_add(half);
                        }
                    });
                }
            }
            for doc in also.iter().chain(&exact) {
                sum_of(&mut sums, *doc);
            }
        }
        for doc in &exact {
            let sum = sum_of(&mut sums, *doc);
            if sum.has != all {
                sum.has = all;
                sum.score = sum.score.max(whole_score);
            }
        }
        exclude(&mut sums, &excluded);
        sums
    };
    // Words that together weigh too little for any candidate.
    let mut major = 0;
    for (clause, weight) in weights.iter().enumerate() {
        let lighter: u32 = weights.iter().filter(|other| *other <= weight).sum();
        major |= u64::from(lighter * share >= total_weight) << clause;
    }
    // Where enough records have all the words, nothing else is wanted.
    let mut sums = Vec::new();
    if !is_alone {
        sums = gather(if long { major } else { 1 << rarest.1 }, &[], &[]);
    }
    let with_all = sums.iter().filter(|sum| sum.has == all && !sum.out);
    // In a long query the other words make up for a misspelled one. Only where no record has all of them may they be one
    // title with a slip.
    let few =
        !literal && !is_alone && with_all.take(ENOUGH).count() < if long { 1 } else { ENOUGH };
    let enough = !few || long;
    let mut did_you_mean = None;
    if few {
        let sought = if long { &[] } else { &query.must[..] };
        let corrections = all_clauses(pack, sought, Reach::Typos);
        let titles = near_titles(pack, &query.key);
        let (corrections, titles) = (corrections?, titles?);
        let also: Vec<u32> = titles.iter().map(|(doc, _)| *doc).collect();
        sums = gather(major, &corrections, &also);
        for (doc, edits) in titles {
            let sum = sum_of(&mut sums, doc);
            let slip = (edits * edit::EDIT) as u16;
            if sum.has != all && slip > 0 && (sum.has | sum.near != all || sum.slip >= slip) {
                sum.near = all;
                sum.slip = slip;
                sum.near_score = sum.near_score.max(whole_score.saturating_sub(sum.score));
            }
        }
        did_you_mean = meant(pack, query, &found, &corrections)?;
        for (found, corrections) in found.iter_mut().zip(corrections) {
            found.extend(corrections);
        }
    }
    let near_enough = enough || {
        let near = sums.iter();
        let near = near.filter(|sum| sum.has | sum.near == all && !sum.out);
        near.take(ENOUGH).count() == ENOUGH
    };
    let coverage = |bits: u64| -> u32 {
        let mut covered = 0;
        for (clause, weight) in weights.iter().enumerate() {
            if bits & (1u64 << clause) != 0 {
                covered += weight;
            }
        }
        covered
    };
    let as_typed = !literal && found.len() > 1;
    let (mut begun, mut passed) = (begun, 0);
    order::sort(&mut begun);
    let mut give = |candidate: &mut Candidate| {
        // Both ascend by document, and of the same document the shortest title is the first.
        while let Some((doc, length)) = begun.get(passed)
            && *doc <= candidate.doc
        {
            if *doc == candidate.doc && candidate.beginnings > 0 {
                candidate.begun = candidate.begun.min(*length);
            }
            passed += 1;
        }
        candidate.weigh(long);
        each(candidate);
    };
    if is_alone {
        for found in found.iter().flatten().flat_map(|matches| &matches.docs) {
            give(&mut Candidate {
                doc: found.doc,
                score: score(found, total_weight),
                beginnings: u8::from(found.how == How::Prefix),
                ..NONE
            });
        }
    }
    for sum in &sums {
        if sum.out || sum.has | sum.near == 0 {
            continue;
        }
        let tier = if sum.has == all {
            Tier::All
        } else if few && sum.has | sum.near == all {
            Tier::Typo
        } else if (long && coverage(sum.has) * LONG_SHARE >= total_weight)
            || (!near_enough && coverage(sum.has | sum.near) * SOME_SHARE >= total_weight)
        {
            Tier::Some
        } else {
            continue;
        };
        let corrected = tier != Tier::All && few;
        give(&mut Candidate {
            doc: sum.doc,
            tier,
            exact_title: exact.contains(&sum.doc),
            slip: if corrected { sum.slip } else { 0 },
            score: if corrected {
                sum.score.saturating_add(sum.near_score)
            } else if sum.typed == all && as_typed {
                sum.score.saturating_add(sum.score / AS_TYPED)
            } else {
                sum.score
            },
            beginnings: sum.beginnings,
            ..NONE
        });
    }
    Ok(Retrieved {
        found,
        long,
        did_you_mean,
    })
}

/// Adds the matches of a word to the sums, both ascending by document. Most words are in few documents of many, so
/// there are only sums of those that were met.
fn add(sums: &mut Vec<Sum>, matches: &[Match], each: &mut dyn FnMut(&mut Sum, &Match)) {
    let before = core::mem::take(sums);
    // Written in place, as lists are.
    *sums = vec![Sum::default(); before.len() + matches.len()];
    let (mut at, mut next, mut count) = (0, 0, 0);
    for sum in sums.iter_mut() {
        let (have, found) = (before.get(at), matches.get(next));
        match have {
            Some(have) if found.is_none_or(|found| have.doc <= found.doc) => {
                *sum = *have;
                at += 1;
            }
            _ => sum.doc = found.map_or(0, |found| found.doc),
        }
        if let Some(found) = found
            && found.doc == sum.doc
        {
            each(sum, found);
            next += 1;
        } else if have.is_none() {
            break;
        }
        count += 1;
    }
    sums.truncate(count);
}

/// Adds the matches of a word to sums that there are, both ascending by document.
#[allow(clippy::ptr_arg, reason = "of one type with `add`")]
fn meet(sums: &mut Vec<Sum>, matches: &[Match], each: &mut dyn FnMut(&mut Sum, &Match)) {
    let mut at = 0;
    for sum in sums.iter_mut() {
        at = matching::seek(matches, at, sum.doc);
        if let Some(found) = matches.get(at)
            && found.doc == sum.doc
        {
            each(sum, found);
        }
    }
}

/// The sum of one document.
fn sum_of(sums: &mut Vec<Sum>, doc: u32) -> &mut Sum {
    let at = sums.partition_point(|sum| sum.doc < doc);
    if sums.get(at).is_none_or(|sum| sum.doc != doc) {
        let sum = Sum {
            doc,
            ..Sum::default()
        };
        sums.insert(at, sum);
    }
    &mut sums[at]
}

/// Marks what has an excluded word.
fn exclude(sums: &mut Vec<Sum>, excluded: &[Vec<Matches>]) {
    for matches in excluded.iter().flatten() {
        meet(sums, &matches.docs, &mut |sum, _| sum.out = true);
    }
}

/// Every document, when there are no words (but perhaps words to exclude).
fn everything(
    pack: &Pack,
    query: &Query,
    literal: bool,
    each: &mut dyn FnMut(&Candidate),
) -> Result<Retrieved, Pause> {
    let reach = if literal {
        Reach::Literal
    } else {
        Reach::Forms
    };
    let mut excluded = vec![false; pack.documents as usize];
    for found in all_clauses(pack, &query.not, reach)?
        .iter()
        .flatten()
        .flat_map(|matches| &matches.docs)
    {
        if let Some(out) = excluded.get_mut(found.doc as usize) {
            *out = true;
        }
    }
    for (doc, out) in excluded.iter().enumerate() {
        if !out {
            let doc = doc as u32;
            each(&Candidate { doc, ..NONE });
        }
    }
    Ok(Retrieved {
        found: Vec::new(),
        long: false,
        did_you_mean: None,
    })
}

/// The matches of every clause's alternatives. All files that are missing are noted before it stops.
fn all_clauses(pack: &Pack, clauses: &[Clause], reach: Reach) -> Result<Vec<Vec<Matches>>, Pause> {
    let mut missing = None;
    let mut found = Vec::with_capacity(clauses.len());
    for clause in clauses {
        let mut alternatives = Vec::with_capacity(clause.alternatives.len());
        for term in &clause.alternatives {
            if term.quoted && reach == Reach::Typos {
                continue;
            }
            match matching::find(pack, term, reach) {
                Ok(matches) => alternatives.push(matches),
                Err(Pause::Missing) => missing = Some(Pause::Missing),
                Err(failed) => return Err(failed),
            }
        }
        found.push(alternatives);
    }
    missing.map_or(Ok(found), Err)
}

/// Documents with a title that begins with the text, whose last word is unfinished, and the bytes of its key.
/// Of very many only the first: a text of so few letters tells nothing.
fn titles_begun(pack: &Pack, query: &Query) -> Result<Vec<(u32, u32)>, Pause> {
    let last = query
        .must
        .last()
        .and_then(|clause| clause.alternatives.last());
    let mut begun = Vec::new();
    if last.is_some_and(|term| term.prefix) && !query.key.is_empty() {
        let from = pack.key_bound(&pack.titles, &query.key)?;
        let range = from..from + edit::WINDOW / 2;
        pack.keys_in(&pack.titles, &range, &query.key, &mut |chunk, range| {
            for at in range {
                for doc in chunk.numbers(at) {
                    begun.push((*doc, chunk.key(at).len() as u32));
                }
            }
        })?;
    }
    Ok(begun)
}

/// Documents whose whole title is spelled nearly like the whole text, with the edits.
fn near_titles(pack: &Pack, key: &str) -> Result<Vec<(u32, u32)>, Pause> {
    let letters = text::letters(key);
    let most = edit::forgiven(letters);
    if most == 0 || letters > keys::LONGEST {
        return Ok(Vec::new());
    }
    let total = keys::total(&pack.titles);
    let mut near: Vec<(u32, u32)> = Vec::new();
    // Both orders are asked for at once.
    let mut found = Ok(());
    if total > edit::WHOLE {
        let each = &mut |title: &str, edits| {
            let docs = pack.numbers_of(&pack.titles, title)?;
            near.extend(docs.iter().map(|doc| (*doc, edits)));
            Ok(())
        };
        found = matching::near_backwards(pack, &pack.titles_back, key, most, false, each);
    }
    let window = edit::window(pack.key_bound(&pack.titles, key)?, total);
    let kept = edit::kept(key, most, total);
    pack.keys_in(&pack.titles, &window, kept, &mut |chunk, range| {
        let text = &|i| chunk.key(i);
        edit::near(
            key,
            most,
            false,
            First::Double,
            range,
            text,
            &mut |i, edits| {
                near.extend(chunk.numbers(i).iter().map(|doc| (*doc, edits)));
            },
        );
    })?;
    found?;
    Ok(near)
}

/// The text with the words that no record has replaced by what they are nearly spelled like.
fn meant(
    pack: &Pack,
    query: &Query,
    found: &[Vec<Matches>],
    corrections: &[Vec<Matches>],
) -> Result<Option<String>, Pause> {
    if !query.operators.is_empty() || !query.not.is_empty() {
        return Ok(None);
    }
    let mut words = Vec::new();
    let mut changed = false;
    for ((clause, found), corrections) in query.must.iter().zip(found).zip(corrections) {
        let typed = clause.alternatives.first().map_or(String::new(), |term| {
            text::joined(&mut term.words.iter().map(String::as_str), " ")
        });
        if found.iter().any(|matches| !matches.docs.is_empty()) {
            words.push(typed);
            continue;
        }
        let mut best: Option<(u16, u32, &str)> = None;
        for form in corrections.iter().flat_map(|matches| &matches.forms) {
            let (chunk, index, entry) = pack.entry(form.entry)?;
            let better = best.is_none_or(|(slip, df, _)| {
                form.slip < slip || (form.slip == slip && entry.df > df)
            });
            if better {
                best = Some((form.slip, entry.df, chunk.form(index)));
            }
        }
        match best {
            Some((_, _, form)) => {
                changed = true;
                words.push(form.to_owned());
            }
            None => return Ok(None),
        }
    }
    Ok(changed.then(|| text::joined(&mut words.iter().map(String::as_str), " ")))
}
