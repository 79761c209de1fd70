//! Relevance sets: queries and judgements in, rankings and scores out.
//!
//! Formats: BEIR's `queries.jsonl` and `qrels` (tab-separated, with or without a head line), TREC's
//! run files and qrels. Measures are those of trec_eval: nDCG with gain `rel` and discount `log2(rank + 1)`,
//! recall, success at 1, average precision.

use std::collections::BTreeMap;
use std::path::Path;

/// A query of a set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    /// Its id.
    pub id: String,
    /// Its text.
    pub text: String,
}

/// Judgements and rankings: a number per document, by query.
pub type ByQuery = BTreeMap<String, BTreeMap<String, f64>>;

/// Reads queries, a JSON object on each line.
///
/// # Errors
/// When the file cannot be read or a line is no such object; the message names the line.
pub fn read_queries(path: &Path) -> Result<Vec<Query>, String> {
    let text =
        std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut queries = Vec::new();
    for (number, line) in without_mark(&text)
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
    {
        let place = || format!("{}:{}", path.display(), number + 1);
        let value: serde_json::Value =
            serde_json::from_str(line).map_err(|error| format!("{}: {error}", place()))?;
        let get = |names: [&str; 2]| names.iter().find_map(|name| value.get(name)).map(as_text);
        let (Some(id), Some(text)) = (get(["_id", "id"]), get(["text", "query"])) else {
            return Err(format!(
                "{}: expected an object with `_id` or `id` and `text` or `query`",
                place()
            ));
        };
        queries.push(Query { id, text });
    }
    Ok(queries)
}

/// A text without the mark that some programs begin a file of UTF-8 with.
pub fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

/// A JSON value as the text it stands for.
pub fn as_text(value: &serde_json::Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

/// Appends the ranking of one query to a run.
///
/// # Errors
/// When an id is empty or has a space: a run has spaces between its columns, so nobody could read it.
pub fn write_run(query: &str, ids: &[&str], out: &mut String) -> Result<(), String> {
    for id in [query].iter().chain(ids) {
        if id.is_empty() || id.contains(char::is_whitespace) {
            return Err(format!(
                "the id {id:?} cannot stand in a run, where spaces part the columns"
            ));
        }
    }
    for (rank, id) in ids.iter().enumerate() {
        // The score only has to order as the ranking does.
        out.push_str(&format!(
            "{query} Q0 {id} {} {} callboard\n",
            rank + 1,
            ids.len() - rank
        ));
    }
    Ok(())
}

/// Reads judgements.
///
/// # Errors
/// When the file cannot be read, a line is no judgement, or there is none.
pub fn read_qrels(path: &Path) -> Result<ByQuery, String> {
    // BEIR's files begin with the names of their columns.
    let is_head = |columns: &[&str]| matches!(columns, [_, _, score] if number(score).is_none());
    let judgements = read(path, is_head, |columns| match columns {
        [query, document, relevance] => Some((*query, *document, number(relevance)?)),
        [query, _, document, relevance] => Some((*query, *document, number(relevance)?)),
        _ => None,
    })?;
    if judgements.is_empty() {
        return Err(format!("{}: there is no judgement in it", path.display()));
    }
    Ok(judgements)
}

/// Reads a run.
///
/// # Errors
/// When the file cannot be read or a line is not of a run.
pub fn read_run(path: &Path) -> Result<ByQuery, String> {
    let is_head = |_: &[&str]| false;
    read(path, is_head, |columns| match columns {
        [query, _, document, _, score, _] => Some((*query, *document, number(score)?)),
        _ => None,
    })
}

/// A number that others can be compared with.
fn number(text: &str) -> Option<f64> {
    text.parse().ok().filter(|number: &f64| number.is_finite())
}

/// Reads a number for a document of a query from each line; the first line may be a head.
fn read(
    path: &Path,
    is_head: impl Fn(&[&str]) -> bool,
    line: impl for<'a> Fn(&[&'a str]) -> Option<(&'a str, &'a str, f64)>,
) -> Result<ByQuery, String> {
    let text =
        std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut all = ByQuery::new();
    let mut unread: Vec<(usize, &str)> = Vec::new();
    for (row, number) in without_mark(&text).lines().zip(1..) {
        let columns: Vec<&str> = row.split_whitespace().collect();
        match line(&columns) {
            Some((query, document, value)) => {
                all.entry(query.to_owned())
                    .or_default()
                    .insert(document.to_owned(), value);
            }
            None if columns.is_empty() || number == 1 && is_head(&columns) => {}
            None => unread.push((number, row)),
        }
    }
    let Some((number, row)) = unread.first() else {
        return Ok(all);
    };
    let more = match unread.len() - 1 {
        0 => String::new(),
        1 => ", nor one more line".to_owned(),
        more => format!(", nor {more} more lines"),
    };
    Err(format!(
        "{}:{number}: cannot read `{row}`{more}",
        path.display()
    ))
}

/// Averages over the judged queries that have anything relevant.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Scores {
    /// Judged queries.
    pub queries: usize,
    /// nDCG at the cut.
    pub ndcg: f64,
    /// Mean average precision.
    pub map: f64,
    /// Recall at the cut.
    pub recall: f64,
    /// Share of queries whose first document is relevant.
    pub success1: f64,
}

/// Scores a run at a cut of `k`. A query without an answer scores 0.
pub fn evaluate(qrels: &ByQuery, run: &ByQuery, k: usize) -> Scores {
    let mut scores = Scores::default();
    let empty = BTreeMap::new();
    for (query, judged) in qrels {
        let mut gains: Vec<f64> = judged
            .values()
            .copied()
            .filter(|gain| *gain > 0.0)
            .collect();
        if gains.is_empty() {
            continue;
        }
        scores.queries += 1;
        let mut ranking: Vec<(&String, f64)> = run
            .get(query)
            .unwrap_or(&empty)
            .iter()
            .map(|(id, score)| (id, *score))
            .collect();
        // trec_eval breaks ties by the later id first.
        ranking.sort_by(|a, b| b.1.total_cmp(&a.1).then(b.0.cmp(a.0)));
        let gain = |id: &String| {
            judged
                .get(id)
                .copied()
                .filter(|gain| *gain > 0.0)
                .unwrap_or(0.0)
        };
        let dcg = |gains: &mut dyn Iterator<Item = f64>| -> f64 {
            gains
                .take(k)
                .enumerate()
                .map(|(rank, gain)| gain / (rank as f64 + 2.0).log2())
                .sum()
        };
        gains.sort_by(|a, b| b.total_cmp(a));
        let ideal = dcg(&mut gains.iter().copied());
        scores.ndcg += dcg(&mut ranking.iter().map(|(id, _)| gain(id))) / ideal;
        let mut found = 0.0;
        let mut precision = 0.0;
        for (rank, (id, _)) in ranking.iter().enumerate() {
            if gain(id) > 0.0 {
                found += 1.0;
                precision += found / (rank as f64 + 1.0);
            }
        }
        scores.map += precision / gains.len() as f64;
        scores.recall += ranking
            .iter()
            .take(k)
            .filter(|(id, _)| gain(id) > 0.0)
            .count() as f64
            / gains.len() as f64;
        scores.success1 += f64::from(u8::from(
            ranking.first().is_some_and(|(id, _)| gain(id) > 0.0),
        ));
    }
    let n = scores.queries.max(1) as f64;
    Scores {
        queries: scores.queries,
        ndcg: scores.ndcg / n,
        map: scores.map / n,
        recall: scores.recall / n,
        success1: scores.success1 / n,
    }
}

#[cfg(test)]
mod tests {
    use super::{ByQuery, evaluate};

    fn by_query(rows: &[(&str, &str, f64)]) -> ByQuery {
        let mut all = ByQuery::new();
        for (query, document, value) in rows {
            all.entry((*query).to_owned())
                .or_default()
                .insert((*document).to_owned(), *value);
        }
        all
    }

    #[test]
    fn measures_are_those_of_trec_eval() {
        let qrels = by_query(&[
            ("q", "a", 1.0),
            ("q", "b", 1.0),
            ("q", "c", 0.0),
            ("r", "x", 1.0),
            ("s", "y", 0.0),
        ]);
        let run = by_query(&[("q", "c", 3.0), ("q", "a", 2.0), ("q", "b", 1.0)]);
        let scores = evaluate(&qrels, &run, 10);
        assert_eq!(scores.queries, 2);
        let ideal = 1.0 + 1.0 / 3f64.log2();
        let got = 1.0 / 3f64.log2() + 0.5;
        assert!((scores.ndcg - got / ideal / 2.0).abs() < 1e-12);
        assert!((scores.map - (0.5 + 2.0 / 3.0) / 2.0 / 2.0).abs() < 1e-12);
        assert_eq!(scores.recall, 0.5);
        assert_eq!(scores.success1, 0.0);
    }
}
