//! The published JSON of answers, the same natively and in the browser. The shapes are documented
//! in `callboard-engine.d.ts`; this is their only writer.

use crate::answer::{Answer, Hit, Record, Suggestion, Tier, Why};
use crate::matching::How;
use crate::pack::{Facet, Pack};
use crate::time::Phase;
use alloc::string::String;

/// An [`Answer`] as JSON.
pub fn answer(answer: &Answer) -> String {
    let mut out = Json::default();
    out.open('{');
    out.key("total").number(answer.total as i64);
    out.key("exact")
        .raw(if answer.exact { "true" } else { "false" });
    out.key("tiers").open('{');
    for (name, count) in ["all", "typo", "some"].into_iter().zip(answer.tiers) {
        out.key(name).number(count as i64);
    }
    out.close('}');
    out.key("hits").list(&answer.hits, hit);
    out.key("facets").open('{');
    for (facet, counts) in &answer.facets {
        out.key(facet).list(counts, |out, (value, count)| {
            out.open('[')
                .item()
                .text(value)
                .item()
                .number(i64::from(*count))
                .close(']');
        });
    }
    out.close('}');
    out.key("operators")
        .list(&answer.operators, |out, operator| {
            out.open('{');
            out.key("kind").text(operator.kind);
            out.key("name").text(&operator.name);
            out.key("value").text(&operator.value);
            out.key("from").number(operator.from as i64);
            out.key("to").number(operator.to as i64);
            out.close('}');
        });
    out.key("notes").list(&answer.notes, |out, note| {
        out.open('{')
            .key("code")
            .text(note.code)
            .key("part")
            .text(&note.part)
            .close('}');
    });
    out.key("didYouMean");
    match &answer.did_you_mean {
        Some(text) => out.text(text),
        None => out.raw("null"),
    };
    out.close('}');
    out.done()
}

/// What the indexer wrote of the site, with the facets, whose labels the queries use too.
pub(crate) fn site(pack: &Pack) -> String {
    let mut out = Json::default();
    out.bytes(pack.site.strip_suffix(b"}").unwrap_or(b"{"));
    out.key("facets").open('[');
    for at in 0..=pack.facets.len() {
        if let Some((_, when)) = pack.when.as_ref().filter(|(place, _)| *place == at) {
            facet(&mut out, &pack.languages, when);
        }
        if let Some(stored) = pack.facets.get(at) {
            facet(&mut out, &pack.languages, stored);
        }
    }
    out.close(']').close('}');
    out.done()
}

fn facet(out: &mut Json, languages: &[String], facet: &Facet) {
    let named = |out: &mut Json, id: &str, labels: &[String]| {
        out.item()
            .open('{')
            .key("id")
            .text(id)
            .key("label")
            .open('{');
        for (language, label) in languages.iter().zip(labels) {
            if !label.is_empty() {
                out.key(language).text(label);
            }
        }
        out.close('}');
    };
    named(out, &facet.id, &facet.labels);
    out.key("values").open('[');
    for value in &facet.values {
        named(out, &value.id, &value.labels);
        if let Some(above) = value.parent.and_then(|above| facet.values.get(above)) {
            out.key("parent").text(&above.id);
        }
        out.close('}');
    }
    out.close(']').close('}');
}

/// A [`Record`] as JSON.
pub fn record(record: &Record) -> String {
    let mut out = Json::default();
    out.open('{').key("id").text(&record.id);
    for (field, text) in &record.texts {
        out.key(field).text(text);
    }
    out.key("card").bytes(&record.card);
    out.key("page").bytes(&record.page);
    out.close('}');
    out.done()
}

/// Suggestions as JSON.
pub fn suggestions(suggestions: &[Suggestion]) -> String {
    let mut out = Json::default();
    out.list(suggestions, |out, suggestion| {
        out.open('{');
        match suggestion {
            Suggestion::Record {
                id,
                title,
                ranges,
                card,
            } => {
                out.key("kind")
                    .text("record")
                    .key("text")
                    .text(title)
                    .key("ranges");
                out.ranges(ranges)
                    .key("id")
                    .text(id)
                    .key("card")
                    .bytes(card);
            }
            Suggestion::Facet {
                facet,
                value,
                label,
            } => {
                out.key("kind")
                    .text("facet")
                    .key("text")
                    .text(label)
                    .key("ranges")
                    .raw("[]");
                out.key("facet").text(facet).key("value").text(value);
            }
        }
        out.close('}');
    });
    out.done()
}

fn hit(out: &mut Json, hit: &Hit) {
    out.open('{');
    out.key("id").text(&hit.id);
    out.key("title").text(&hit.title);
    out.key("titleRanges").ranges(&hit.title_ranges);
    out.key("snippet").text(&hit.snippet);
    out.key("snippetRanges").ranges(&hit.snippet_ranges);
    out.key("tier").text(match hit.tier {
        Tier::All => "all",
        Tier::Typo => "typo",
        Tier::Some => "some",
    });
    out.key("typos").number(i64::from(hit.typos));
    out.key("score").number(i64::from(hit.score));
    out.key("time").text(match hit.phase {
        Phase::Now => "now",
        Phase::Upcoming => "upcoming",
        Phase::Past => "past",
        Phase::None => "none",
    });
    out.key("at");
    match hit.at {
        Some(at) => out.number(at),
        None => out.raw("null"),
    };
    out.key("also").list(&hit.also, |out, id| {
        out.text(id);
    });
    out.key("card").bytes(&hit.card);
    if let Some(reasons) = &hit.why {
        out.key("why");
        why(out, reasons);
    }
    out.close('}');
}

fn why(out: &mut Json, why: &Why) {
    out.open('{');
    out.key("exactTitle")
        .raw(if why.exact_title { "true" } else { "false" });
    out.key("words").list(&why.words, |out, word| {
        out.open('{')
            .key("word")
            .text(&word.word)
            .key("matched")
            .text(&word.matched);
        out.key("how").text(match word.how {
            How::Exact => "exact",
            How::Stem => "stem",
            How::Prefix => "prefix",
            How::Typo => "typo",
        });
        out.key("fields").list(&word.fields, |out, field| {
            out.text(field);
        });
        out.close('}');
    });
    out.key("missing").list(&why.missing, |out, word| {
        out.text(word);
    });
    out.key("proximity").number(i64::from(why.proximity));
    out.key("sentence").text(&why.sentence());
    out.close('}');
}

/// Appends a number in decimal.
pub fn push_number(out: &mut String, number: i64) {
    if number < 0 {
        out.push('-');
    }
    let mut digits = [0u8; 20];
    let mut rest = number.unsigned_abs();
    let mut at = digits.len();
    loop {
        at -= 1;
        if let Some(digit) = digits.get_mut(at) {
            *digit = b'0' + (rest % 10) as u8;
        }
        rest /= 10;
        if rest == 0 || at == 0 {
            break;
        }
    }
    out.extend(digits.iter().skip(at).map(|digit| *digit as char));
}

/// JSON being written. Commas follow from what was written last.
#[derive(Default)]
struct Json {
    out: String,
}

impl Json {
    fn comma(&mut self) {
        if !matches!(
            self.out.as_bytes().last(),
            None | Some(b'{' | b'[' | b':' | b',')
        ) {
            self.out.push(',');
        }
    }

    fn open(&mut self, bracket: char) -> &mut Self {
        self.out.push(bracket);
        self
    }

    fn close(&mut self, bracket: char) -> &mut Self {
        self.out.push(bracket);
        self
    }

    fn key(&mut self, name: &str) -> &mut Self {
        self.comma();
        self.text(name);
        self.out.push(':');
        self
    }

    fn item(&mut self) -> &mut Self {
        self.comma();
        self
    }

    fn raw(&mut self, json: &str) -> &mut Self {
        self.out.push_str(json);
        self
    }

    /// JSON that the pack carries; `null` where it is not even text.
    fn bytes(&mut self, json: &[u8]) -> &mut Self {
        match core::str::from_utf8(json) {
            Ok(json) if !json.is_empty() => self.raw(json),
            _ => self.raw("null"),
        }
    }

    fn number(&mut self, number: i64) -> &mut Self {
        push_number(&mut self.out, number);
        self
    }

    fn list<T>(&mut self, items: &[T], mut each: impl FnMut(&mut Json, &T)) -> &mut Self {
        self.open('[');
        for item in items {
            self.comma();
            each(self, item);
        }
        self.close(']')
    }

    fn ranges(&mut self, ranges: &[(usize, usize)]) -> &mut Self {
        self.list(ranges, |out, (from, to)| {
            out.open('[')
                .number(*from as i64)
                .item()
                .number(*to as i64)
                .close(']');
        })
    }

    fn text(&mut self, text: &str) -> &mut Self {
        self.out.push('"');
        let bytes = text.as_bytes();
        // Where what is not written yet begins: most texts have nothing to escape.
        let mut from = 0;
        for (at, byte) in bytes.iter().enumerate() {
            let (code, length) = match byte {
                b'"' | b'\\' | 0..=0x1f => (u32::from(*byte), 1),
                // Line separators, U+2028 and U+2029, are legal in JSON but not in older JavaScript.
                0xe2 => match bytes.get(at + 1..at + 3) {
                    Some([0x80, last @ (0xa8 | 0xa9)]) => (0x2000 + u32::from(*last) - 0x80, 3),
                    _ => continue,
                },
                _ => continue,
            };
            self.out.push_str(text.get(from..at).unwrap_or(""));
            from = at + length;
            self.out.push('\\');
            match byte {
                b'\n' => self.out.push('n'),
                b'"' | b'\\' => self.out.push(*byte as char),
                _ => {
                    self.out.push('u');
                    for shift in [12, 8, 4, 0] {
                        let digit = (code >> shift) & 15;
                        self.out.push(if digit < 10 {
                            (b'0' + digit as u8) as char
                        } else {
                            (b'a' + digit as u8 - 10) as char
                        });
                    }
                }
            }
        }
        self.out.push_str(text.get(from..).unwrap_or(""));
        self.out.push('"');
        self
    }

    fn done(self) -> String {
        self.out
    }
}

#[cfg(test)]
mod tests {
    use super::{Json, answer};
    use crate::answer::{Answer, Hit, Tier};
    use crate::time::Phase;
    use proptest::prelude::*;

    #[test]
    fn an_answer_is_json() {
        let hit = Hit {
            id: "a".into(),
            title: "A \"call\"\u{2028}".into(),
            title_ranges: vec![(0, 1), (3, 7)],
            snippet: String::new(),
            snippet_ranges: vec![],
            tier: Tier::Typo,
            typos: 1,
            score: 7,
            phase: Phase::Upcoming,
            at: Some(-5),
            also: vec!["b".into(), "c".into()],
            card: b"{\"kind\":\"event\"}".to_vec(),
            why: None,
        };
        let whole = Answer {
            exact: true,
            total: 2,
            tiers: [1, 1, 0],
            hits: vec![hit.clone(), hit],
            facets: vec![
                ("kind".into(), vec![("event".into(), 2), ("map".into(), 0)]),
                ("when".into(), vec![]),
            ],
            operators: vec![],
            notes: vec![],
            did_you_mean: None,
        };
        let json: serde_json::Value = serde_json::from_str(&answer(&whole)).unwrap();
        assert_eq!(json["hits"][1]["title"], "A \"call\"\u{2028}");
        assert_eq!(
            json["hits"][0]["titleRanges"],
            serde_json::json!([[0, 1], [3, 7]])
        );
        assert_eq!(json["facets"]["kind"][0], serde_json::json!(["event", 2]));
        assert_eq!(json["hits"][0]["card"]["kind"], "event");
        assert_eq!(json["hits"][0]["also"], serde_json::json!(["b", "c"]));
    }

    proptest! {
        #[test]
        fn any_text_survives(text: String) {
            let mut out = Json::default();
            out.text(&text);
            prop_assert_eq!(serde_json::from_str::<String>(&out.done()).unwrap(), text);
        }
    }
}
