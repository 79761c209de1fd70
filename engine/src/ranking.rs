//! The order of hits. The key, in this order: exact title; tier; fewer typos, then likelier ones; score in bands of a
//! quarter octave; whole words before beginnings; time as readers want it; the shorter title of those that begin with
//! an unfinished text; score; id. Nothing is left to chance.

use crate::answer::Tier;
use crate::bm25;
use crate::columns::Columns;
use crate::order;
use crate::search::Sort;
use crate::time::{self, Clock};
use alloc::vec::Vec;
use core::cmp::{Ordering, Reverse};

/// No title begins with the text.
const NOT_BEGUN: u32 = u32::MAX;

/// A place for a candidate: of a document that matches whole, and of which nothing else is said.
pub(crate) const NONE: Candidate = Candidate {
    doc: 0,
    tier: Tier::All,
    exact_title: false,
    slip: 0,
    score: 0,
    beginnings: 0,
    proximity: 0,
    begun: NOT_BEGUN,
    key: 0,
};

/// A document that matches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Candidate {
    pub(crate) doc: u32,
    pub(crate) tier: Tier,
    pub(crate) exact_title: bool,
    /// How far what was typed is from what it has: [`crate::edit::EDIT`] for each edit, and what makes them less likely.
    pub(crate) slip: u16,
    pub(crate) score: u32,
    /// Words that match only by their beginning.
    pub(crate) beginnings: u8,
    /// Nearness of the words, 0 to 16.
    pub(crate) proximity: u32,
    /// Bytes of the key of a title that begins with the text, whose last word is unfinished; [`NOT_BEGUN`] without one.
    /// It is worth a band, and the shorter comes first: of 1,392 unfinished names .647 instead of .628 are among
    /// the first ten.
    pub(crate) begun: u32,
    /// What an order by relevance compares first, in one number: [`Order::top`] fills it in.
    pub(crate) key: u64,
}

/// How candidates are compared.
pub(crate) struct Order<'a> {
    pub(crate) columns: &'a Columns<'a>,
    pub(crate) clock: Clock,
    pub(crate) sort: Sort,
    /// Whether there is a text to be relevant to.
    pub(crate) any_text: bool,
    /// Whether the query is so long that the score itself says how much of it matches.
    pub(crate) long: bool,
}

impl Order<'_> {
    /// Brings the best `depth` candidates to the front, in order.
    pub(crate) fn top(&self, candidates: &mut [Candidate], depth: usize) {
        for candidate in candidates.iter_mut() {
            candidate.key = self.relevance(candidate);
        }
        order::front_by(candidates, depth, |a, b| self.compare(a, b));
    }

    fn compare(&self, a: &Candidate, b: &Candidate) -> Ordering {
        let by_kind = match self.sort {
            Sort::Newest => self.newest(a).cmp(&self.newest(b)),
            Sort::Soonest => self.time(a).cmp(&self.time(b)),
            Sort::Relevance if self.any_text => a
                .key
                .cmp(&b.key)
                .then_with(|| self.time(a).cmp(&self.time(b)))
                .then_with(|| a.begun.cmp(&b.begun)),
            Sort::Relevance => {
                let featured = |c: &Candidate| {
                    Reverse(
                        self.columns
                            .traits
                            .get(c.doc as usize)
                            .is_some_and(|t| t.featured),
                    )
                };
                featured(a)
                    .cmp(&featured(b))
                    .then_with(|| self.time(a).cmp(&self.time(b)))
            }
        };
        by_kind
            .then_with(|| b.score.cmp(&a.score))
            .then_with(|| a.doc.cmp(&b.doc))
    }

    /// Ascends as hits do: exact title, tier, typos, band of the score, beginnings. A query has 64 words at most, so that typos
    /// and their doubts stay below 2^20.
    fn relevance(&self, c: &Candidate) -> u64 {
        let (tier, slip) = if self.long {
            (0, 0)
        } else {
            (c.tier as u64, u64::from(c.slip))
        };
        // Wider bands would let time decide more, narrower ones leave it only ties.
        let band = bm25::quarter_octaves(c.score) + u32::from(c.begun != NOT_BEGUN);
        u64::from(!c.exact_title) << 63
            | tier << 60
            | slip << 40
            | u64::from(255 - band) << 32
            | u64::from(c.beginnings)
    }

    fn time(&self, c: &Candidate) -> (u8, i64) {
        self.columns
            .traits
            .get(c.doc as usize)
            .map_or((3, 0), |traits| time::order(traits, self.clock))
    }

    fn newest(&self, c: &Candidate) -> (bool, Reverse<i64>) {
        let date = self.columns.traits.get(c.doc as usize).and_then(time::date);
        (date.is_none(), Reverse(date.unwrap_or(0)))
    }
}

/// Puts parts of a series that stand together into their order: who is given the second part first must go
/// back. Only neighbours of one tier change places, so nothing that matches better is passed.
pub(crate) fn parts_in_order(candidates: &mut [Candidate], columns: &Columns) {
    let series = |c: &Candidate| columns.traits.get(c.doc as usize)?.series;
    let together = |a: &Candidate, b: &Candidate| {
        let (this, other) = (series(a), series(b));
        this.is_some()
            && this.map(|(series, _)| series) == other.map(|(series, _)| series)
            && (a.tier, a.exact_title) == (b.tier, b.exact_title)
    };
    for run in candidates.chunk_by_mut(together) {
        order::sort_by(run, |a, b| (series(a), a.doc).cmp(&(series(b), b.doc)));
    }
}

/// Keeps one candidate of each group of translations: the better match, then the preferred
/// language, then the catalogue's first. Returns pairs of the one that stays and one that went.
pub(crate) fn one_of_each_group(
    candidates: &mut Vec<Candidate>,
    columns: &Columns,
    lang: Option<usize>,
) -> Vec<(u32, u32)> {
    let mut members: Vec<(u32, Tier, u16, bool, u8, u32)> = Vec::new();
    for c in candidates.iter() {
        if let Some(traits) = columns.traits.get(c.doc as usize)
            && let Some(group) = traits.group
        {
            let other = lang.is_some_and(|lang| lang != usize::from(traits.lang));
            members.push((group, c.tier, c.slip, other, traits.lang, c.doc));
        }
    }
    order::sort(&mut members);
    let mut gone = Vec::new();
    for group in members.chunk_by(|a, b| a.0 == b.0) {
        if let Some((first, rest)) = group.split_first() {
            gone.extend(rest.iter().map(|member| (first.5, member.5)));
        }
    }
    if !gone.is_empty() {
        candidates.retain(|c| !gone.iter().any(|(_, doc)| *doc == c.doc));
    }
    gone
}
