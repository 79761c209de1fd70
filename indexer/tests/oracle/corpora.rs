//! What the oracles are asked about: a synthetic corpus, and real ones where they are.

use super::engine::is_one_word;
use super::exact::Exact;
use callboard_engine::input::PackInput;
use callboard_indexer::index::Corpus;
use callboard_indexer::json_lines::{self, Config};
use std::io::Write;
use std::path::PathBuf;

#[derive(Clone, Copy, Debug)]
pub enum Set {
    Synthetic,
    Cranfield,
    Debian,
}

impl Set {
    pub const ALL: [Set; 3] = [Set::Synthetic, Set::Cranfield, Set::Debian];

    /// The corpus, or what would be needed for it.
    pub fn load(self) -> Result<Corpus<'static>, String> {
        let mut config = Config::default();
        match self {
            Set::Synthetic => {
                config.facets = vec!["section".into(), "tags".into()];
                let file = std::env::temp_dir().join(format!("synthetic-{}.jsonl", unique()));
                std::fs::write(&file, synthetic()).map_err(|error| error.to_string())?;
                let corpus = json_lines::read(&file, &config).map(|(corpus, _)| corpus);
                let _ = std::fs::remove_file(&file);
                corpus
            }
            Set::Cranfield => {
                let (corpus, _) = json_lines::read(&data("ir/cranfield/corpus.jsonl")?, &config)?;
                Ok(corpus)
            }
            Set::Debian => {
                config.facets = ["section", "priority", "tags"].map(String::from).to_vec();
                let (mut corpus, _) = json_lines::read(&data("debian/records.jsonl.gz")?, &config)?;
                corpus.documents.truncate(10_000);
                Ok(corpus)
            }
        }
    }
}

fn unique() -> String {
    use std::sync::atomic::{AtomicU32, Ordering};
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let next = NEXT.fetch_add(1, Ordering::Relaxed);
    format!("{}-{next}", std::process::id())
}

fn data(name: &str) -> Result<PathBuf, String> {
    let folder = std::env::var_os("CALLBOARD_DATA").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/data"),
        PathBuf::from,
    );
    let file = folder.join(name);
    if file.is_file() {
        return Ok(file);
    }
    Err(format!(
        "{name} is not in $CALLBOARD_DATA ({})",
        folder.display()
    ))
}

/// Said past the test's own capture, because a check that did not run must be seen.
pub fn not_run(missing: &str) {
    let _ = writeln!(
        std::io::stderr(),
        "NOT RUN: an oracle needs what may not be committed: {missing}"
    );
}

/// Two thousand records of made-up words: frequent and rare ones, endings that a stemmer joins, accents,
/// hyphens, apostrophes, numbers, text without spaces.
fn synthetic() -> String {
    const ROOTS: [&str; 24] = [
        "organiz", "meet", "call", "march", "vot", "strik", "defen", "train", "solidar", "caf",
        "niñ", "acci", "rent", "court", "union", "garden", "harbor", "lantern", "mosaic", "nimbus",
        "orchard", "pepper", "quarry", "ribbon",
    ];
    const ENDINGS: [&str; 10] = ["", "s", "e", "ed", "ing", "er", "ón", "é", "ity", "ations"];
    const ODD: [&str; 8] = [
        "1-800-555-0100",
        "o'clock",
        "co-op",
        "#MassCall",
        "選挙防衛",
        "the",
        "of",
        "2024",
    ];
    let mut dice = Dice::new(3);
    let mut out = String::new();
    for number in 0..2000 {
        let mut text = |most: usize| -> String {
            let words = (0..1 + dice.below(most)).map(|_| {
                if dice.below(6) == 0 {
                    return ODD[dice.below(ODD.len())].to_owned();
                }
                // The square prefers the first: some words are in half of the records, some in few.
                let place = dice.below(ROOTS.len()) * dice.below(ROOTS.len()) / ROOTS.len();
                [ROOTS[place], ENDINGS[dice.below(ENDINGS.len())]].concat()
            });
            words.collect::<Vec<String>>().join(" ")
        };
        let (title, summary, body) = (text(6), text(20), text(60));
        let section = ["north", "south", "east"][dice.below(3)];
        let tags: Vec<String> = (0..dice.below(4))
            .map(|_| format!("tag{}", dice.below(12)))
            .collect();
        let record = serde_json::json!({
            "id": format!("record-{number:04}"), "title": title, "summary": summary, "text": body,
            "section": section, "tags": tags,
        });
        out.push_str(&record.to_string());
        out.push('\n');
    }
    out
}

/// Numbers that look random and are the same every time (Steele and Vigna's splitmix64).
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Dice {
        Dice(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }

    pub fn pick<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }

    /// Words that stand in one document, so that most queries find something.
    pub fn words_of_a_document(
        &mut self,
        input: &PackInput,
        words: &[String],
        count: usize,
    ) -> Vec<String> {
        let first = self.pick(words).clone();
        let at = input
            .terms
            .binary_search_by(|term| term.term.cmp(&first))
            .expect("a word is a term");
        let docs: Vec<u32> = input.terms[at].postings.iter().map(|it| it.doc).collect();
        let doc = *self.pick(&docs);
        let mut picked = vec![first];
        for _ in 0..200 {
            if picked.len() == count {
                break;
            }
            let word = self.pick(words);
            let at = input
                .terms
                .binary_search_by(|term| term.term.cmp(word))
                .expect("a word is a term");
            let postings = &input.terms[at].postings;
            let there = postings.iter().any(|posting| posting.doc == doc);
            if (there || self.below(40) == 0) && !picked.contains(word) {
                picked.push(word.clone());
            }
        }
        picked
    }

    pub fn facet<'a>(&mut self, input: &'a PackInput) -> Option<(&'a str, &'a str)> {
        if input.facets.is_empty() {
            return None;
        }
        let facet = self.pick(&input.facets);
        Some((&facet.id, &self.pick(&facet.values).id))
    }

    /// Words that follow one another somewhere.
    pub fn phrase(&mut self, exact: &Exact, count: usize) -> Option<Vec<String>> {
        let texts = self.pick(&exact.tokens);
        let tokens = self.pick(texts);
        let at = self.below(tokens.len());
        let position = tokens.get(at)?.position;
        let words: Vec<String> = (0..count)
            .map_while(|step| {
                let wanted = position + step;
                let token = tokens
                    .iter()
                    .find(|token| token.position == wanted && !token.extra)?;
                Some(token.text.clone()).filter(|word| is_one_word(word))
            })
            .collect();
        (words.len() == count).then_some(words)
    }
}
