//! What the indexer hands over to be packed: plain data, already analysed and inverted.
//!
//! The indexer owns reading records and building the inverted index; this module owns nothing but
//! the shape in which it arrives. [`crate::pack::write`] turns it into the published bytes.

use alloc::borrow::Cow;
use alloc::{string::String, vec::Vec};

/// A searchable field.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldInput {
    /// Name used in queries: `title:word`. Lower-case ASCII.
    pub name: String,
    /// How much a word in this field counts; 1.0 is a word of plain text. Range 0.1 to 20.
    pub weight: f32,
    /// BM25F length normalisation `b`, 0.0 (length does not matter) to 1.0 (fully normalised).
    pub b: f32,
    /// Whether the field's text is stored, highlighted and used for snippets.
    pub stored: bool,
}

/// A facet and its values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FacetInput {
    /// Id used in filters: `topic`.
    pub id: String,
    /// Its heading in each of the pack's languages, in their order; empty where there is none.
    pub labels: Vec<String>,
    /// Values; a document names them by position here.
    pub values: Vec<FacetValueInput>,
}

/// A value of a facet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FacetValueInput {
    /// Id used in filters: `immigrant-defense`.
    pub id: String,
    /// What readers see and may type after `facet:`, in each of the pack's languages, in their order; empty
    /// where there is none. Also offered as suggestions.
    pub labels: Vec<String>,
    /// Position of the value above it in the same facet.
    pub parent: Option<u32>,
}

/// What a document's time means for ranking and for the `when` facet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TimeInput {
    /// Start and end of each occurrence, in minutes since 1970-01-01T00:00Z, sorted by start.
    pub occurrences: Vec<(i64, i64)>,
    /// Moment of publication in the same unit.
    pub published: Option<i64>,
    /// Whether somebody can still see or hear what happened.
    pub has_recording: bool,
}

/// One record as the engine sees it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DocumentInput<'t> {
    /// The record's id, unique.
    pub id: String,
    /// Text of each stored field, in the order of the stored fields of the schema. Borrowed where it stays, because it is
    /// much.
    pub texts: Vec<Cow<'t, str>>,
    /// JSON that every hit returns (`Card` of the model crate).
    pub card: Vec<u8>,
    /// JSON that the record's own page needs (`Page` of the model crate).
    pub page: Vec<u8>,
    /// Per facet, in the schema's order: positions of the document's values, without ancestors.
    pub facets: Vec<Vec<u32>>,
    /// Its times.
    pub time: TimeInput,
    /// Number of tokens in each field, in the schema's order.
    pub lengths: Vec<u32>,
    /// Language of the text (BCP 47).
    pub lang: String,
    /// Documents with the same group are one thing in several languages: one of them is shown.
    pub group: Option<String>,
    /// A series and the document's part in it, 0 for what stands for the whole: hits that would follow one
    /// another come in this order.
    pub series: Option<(String, u32)>,
    /// Leads the list when nothing is typed.
    pub featured: bool,
    /// Other titles that count as an exact title: aliases, acronyms.
    pub titles: Vec<String>,
}

/// Where a term stands, in every document that has it. A large corpus has millions of these, so they lie side by side
/// instead of each in memory of its own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PostingsInput {
    places: Vec<Place>,
    positions: Vec<u32>,
}

/// A field of a document that has the term.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    doc: u32,
    field: u8,
    /// Its positions in [`PostingsInput::positions`].
    start: u32,
    count: u32,
}

/// A document that has a term, and where.
#[derive(Clone, Copy, Debug)]
pub struct PostingInput<'p> {
    /// Position of the document in [`PackInput::documents`].
    pub doc: u32,
    places: &'p [Place],
    positions: &'p [u32],
}

impl PostingsInput {
    /// None yet, with room for so many fields of documents.
    pub fn with_room(places: usize) -> PostingsInput {
        PostingsInput {
            places: Vec::with_capacity(places),
            positions: Vec::with_capacity(places),
        }
    }

    /// Adds a field of a document, with the ascending positions of the term in it, of which there is at least one.
    /// Each field of a document is added once, in any order.
    pub fn add(&mut self, doc: u32, field: u8, positions: &[u32]) {
        self.places.push(Place {
            doc,
            field,
            start: self.positions.len() as u32,
            count: positions.len() as u32,
        });
        self.positions.extend_from_slice(positions);
    }

    /// Puts what was added into the order of documents, and gives back memory that is not used.
    pub fn finish(&mut self) {
        self.places.sort_unstable();
        self.places.shrink_to_fit();
        self.positions.shrink_to_fit();
    }

    /// The documents, ascending, once it is finished.
    pub fn iter(&self) -> impl Iterator<Item = PostingInput<'_>> + Clone {
        let by_document = self.places.chunk_by(|a, b| a.doc == b.doc);
        by_document.filter_map(|places| {
            Some(PostingInput {
                doc: places.first()?.doc,
                places,
                positions: &self.positions,
            })
        })
    }

    /// How many fields of documents there are, which are no fewer than documents.
    pub fn places(&self) -> usize {
        self.places.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }
}

impl<'p> PostingInput<'p> {
    /// Its fields (positions in the schema), ascending, with the ascending token positions in each.
    pub fn fields(&self) -> impl Iterator<Item = (u8, &'p [u32])> + Clone + use<'p> {
        let positions = self.positions;
        self.places.iter().map(move |place| {
            let start = place.start as usize;
            let own = positions.get(start..start + place.count as usize);
            (place.field, own.unwrap_or(&[]))
        })
    }
}

/// One term as it is written (lower case, diacritics kept), with its postings by document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TermInput {
    /// The term, as [`crate::analysis::tokens`] gives it.
    pub term: String,
    /// What the stemmer makes of the folded term; forms with equal stems match one another.
    pub stem: String,
    /// Whether it says little of what a text is about, as `the` and `with` do.
    pub stop: bool,
    /// Where it stands.
    pub postings: PostingsInput,
}

/// Everything that goes into a pack.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PackInput<'t> {
    /// JSON object about the catalogue (`Site` of the model crate without its facets), at least one member.
    pub site: Vec<u8>,
    /// Languages, first the default.
    pub languages: Vec<String>,
    /// Searchable fields, at most 8.
    pub fields: Vec<FieldInput>,
    /// Facets in the order in which counts are returned.
    pub facets: Vec<FacetInput>,
    /// The facet that the engine computes from the clock, and its position among the others; a document has
    /// no values of it.
    pub when: Option<(u32, FacetInput)>,
    /// Documents, in the order of their ids (sorted by the bytes of `id`).
    pub documents: Vec<DocumentInput<'t>>,
    /// Terms, sorted by bytes, each once.
    pub terms: Vec<TermInput>,
    /// Pairs of word endings that the stemmers take for one another (`("ing", "ed")`), most useful
    /// first, each in both directions. A query word that no record has is looked up with its ending
    /// rewritten, so that no stemmer need be shipped.
    pub rewrites: Vec<(String, String)>,
}
