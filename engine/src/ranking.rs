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
    /// What an order by relevance compares first, in one number: [`Candidate::weigh`] fills it in.
    pub(crate) key: u64,
}

impl Candidate {
    /// Fills in the key, which ascends as hits do: exact title, tier, typos, band of the score, beginnings. Of a query that is so
    /// `long` that the score itself says how much of it matches, tiers and typos do not count. It has 64 words at most,
    /// so that typos and their doubts stay below 2^20.
    #[inline]
    pub(crate) fn weigh(&mut self, long: bool) {
        let (tier, slip) = if long {
            (0, 0)
        } else {
            (self.tier as u64, u64::from(self.slip))
        };
        // Wider bands would let time decide more, narrower ones leave it only ties.
        let band = bm25::quarter_octaves(self.score) + u32::from(self.begun != NOT_BEGUN);
        self.key = u64::from(!self.exact_title) << 63
            | tier << 60
            | slip << 40
            | u64::from(255 - band) << 32
            | u64::from(self.beginnings);
    }
}

/// How candidates are compared.
pub(crate) struct Order<'a> {
    pub(crate) columns: &'a Columns<'a>,
    pub(crate) clock: Clock,
    pub(crate) sort: Sort,
    /// Whether there is a text to be relevant to.
    pub(crate) any_text: bool,
}

impl Order<'_> {
    /// Puts candidates into their order.
    pub(crate) fn sort(&self, candidates: &mut [Candidate]) {
        order::sort_by(candidates, |a, b| self.compare(a, b));
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

/// The best of all candidates that are offered one by one, and how many there are. Half of the catalogue may be offered, so
/// no more are kept than are wanted.
pub(crate) struct Front<'a> {
    order: &'a Order<'a>,
    /// How many of the best are wanted.
    depth: usize,
    best: Vec<Candidate>,
    /// Candidates that share a group with their translations, and the group.
    grouped: Vec<(u32, Candidate)>,
    /// How many candidates are in each tier.
    pub(crate) tiers: [usize; 3],
}

impl<'a> Front<'a> {
    pub(crate) fn new(order: &'a Order<'a>, depth: usize) -> Front<'a> {
        Front {
            order,
            depth,
            best: Vec::new(),
            grouped: Vec::new(),
            tiers: [0; 3],
        }
    }

    #[inline]
    pub(crate) fn offer(&mut self, candidate: &Candidate) {
        let traits = self.order.columns.traits.get(candidate.doc as usize);
        match traits.and_then(|traits| traits.group) {
            Some(group) => self.grouped.push((group, candidate.clone())),
            None => self.take(candidate),
        }
    }

    #[inline]
    fn take(&mut self, candidate: &Candidate) {
        self.tiers[candidate.tier as usize] += 1;
        let order = self.order;
        order::offer(&mut self.best, self.depth, candidate, |a, b| {
            order.compare(a, b)
        });
    }

    /// The best in their order. Of each group of translations one stays: the better match, then the preferred language, then the
    /// catalogue's first. Given too are pairs of the document that stays and one that went.
    pub(crate) fn finish(&mut self, lang: Option<usize>) -> (Vec<Candidate>, Vec<(u32, u32)>) {
        let traits = self.order.columns.traits;
        let mut grouped = core::mem::take(&mut self.grouped);
        order::sort_by(&mut grouped, |a, b| {
            let key = |(group, c): &(u32, Candidate)| {
                let own = traits.get(c.doc as usize).map_or(0, |traits| traits.lang);
                let other = lang.is_some_and(|lang| lang != usize::from(own));
                (*group, c.tier, c.slip, other, own, c.doc)
            };
            key(a).cmp(&key(b))
        });
        let mut gone = Vec::new();
        let mut stays = None;
        for (group, candidate) in grouped {
            match stays {
                Some((same, doc)) if same == group => gone.push((doc, candidate.doc)),
                _ => {
                    stays = Some((group, candidate.doc));
                    self.take(&candidate);
                }
            }
        }
        let mut best = core::mem::take(&mut self.best);
        self.order.sort(&mut best);
        (best, gone)
    }
}
