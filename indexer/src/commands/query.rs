//! `callboard query`: the same engine as in the browser, asked from a terminal or by a script.

use super::output::outln;
use super::{Error, choice};
use callboard_engine::answer::{Answer, Tier};
use callboard_engine::{Clock, Phase, Request, Sort, json};
use callboard_indexer::pack_folder::PackFolder;
use callboard_indexer::trec;
use clap::{Args, ValueEnum};
use jiff::Timestamp;
use std::path::PathBuf;
use std::process::ExitCode;

/// Searches a pack.
///
/// The JSON is that of the JavaScript API; `callboard-engine.d.ts`, published with every site,
/// documents it.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  callboard query site \"town hall\" --filter kind:event --as-of 2027-03-01T12:00Z\n  callboard query pack --queries queries.jsonl --run out.trec -k 100"
)]
pub struct Arguments {
    /// The folder that holds callboard.json
    pack: PathBuf,
    /// What to search for; nothing lists everything
    #[arg(default_value = "", hide_default_value = true)]
    text: String,
    /// A facet's value that must hold; several of one facet: any of them
    #[arg(long, value_name = "FACET:VALUE", value_parser = facet_and_value)]
    filter: Vec<(String, String)>,
    /// The moment to search at, like 2024-11-07T12:00Z [default: now]
    #[arg(long, value_name = "TIME", value_parser = choice::moment)]
    as_of: Option<Timestamp>,
    /// Order of the hits
    #[arg(long, value_enum, default_value = "relevance")]
    sort: SortArgument,
    /// How many hits
    #[arg(long, short = 'k', default_value_t = 10, value_parser = choice::whole::<usize>)]
    limit: usize,
    /// Language in which to show translated pairs
    #[arg(long)]
    lang: Option<String>,
    /// Say why each hit is there
    #[arg(long)]
    explain: bool,
    /// Print JSON instead of text
    #[arg(long)]
    json: bool,
    /// Say what a reader's browser loads of the pack for this answer
    #[arg(long, conflicts_with = "json")]
    cost: bool,
    /// `exact` takes words only as they are written
    #[arg(long = "match", value_enum, default_value = "forms")]
    matching: MatchArgument,
    /// `conjunctive` demands every value of a filter and counts what passes all
    #[arg(long, value_enum, default_value = "disjunctive")]
    counts: CountsArgument,
    /// Many queries, a JSON object with `_id` or `id` and `text` or `query` on each line
    #[arg(long, requires = "run")]
    queries: Option<PathBuf>,
    /// Where the ranking of the many goes, in TREC's format
    #[arg(long, requires = "queries")]
    run: Option<PathBuf>,
}

fn facet_and_value(text: &str) -> Result<(String, String), String> {
    let parts = text.split_once(':');
    let (facet, value) = parts.ok_or("expected facet:value, such as kind:event")?;
    Ok((facet.to_owned(), value.to_owned()))
}

#[derive(Clone, Copy, ValueEnum)]
enum SortArgument {
    Relevance,
    Newest,
    Soonest,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum MatchArgument {
    Forms,
    Exact,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum CountsArgument {
    Disjunctive,
    Conjunctive,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<ExitCode, Error> {
    let mut pack = PackFolder::open(&arguments.pack)?;
    let request = request(arguments);
    if let (Some(queries), Some(out)) = (&arguments.queries, &arguments.run) {
        let queries = trec::read_queries(queries)?;
        let mut lines = String::new();
        for query in &queries {
            let request = Request {
                text: query.text.clone(),
                ..request.clone()
            };
            let answer = pack.ask(|searcher| searcher.search(&request))?;
            let ids: Vec<&str> = answer.hits.iter().map(|hit| hit.id.as_str()).collect();
            trec::write_run(&query.id, &ids, &mut lines)?;
        }
        std::fs::write(out, lines).map_err(|error| format!("{}: {error}", out.display()))?;
        outln!("{} queries answered into {}", queries.len(), out.display());
        return Ok(ExitCode::SUCCESS);
    }
    let answer = pack.ask(|searcher| searcher.search(&request))?;
    if arguments.json {
        // As the browser gets it, byte for byte.
        outln!("{}", json::answer(&answer));
    } else {
        print(&answer);
    }
    if arguments.cost {
        let cost = pack.cost();
        outln!(
            "\n{} files, {} of them one after another, {} bytes",
            cost.files,
            cost.rounds,
            cost.bytes
        );
    }
    Ok(ExitCode::SUCCESS)
}

fn request(arguments: &Arguments) -> Request {
    let now = arguments.as_of.unwrap_or_else(Timestamp::now);
    let mut request = Request::new(&arguments.text, Clock::utc(now.as_second().div_euclid(60)));
    request.filters.clone_from(&arguments.filter);
    request.sort = match arguments.sort {
        SortArgument::Relevance => Sort::Relevance,
        SortArgument::Newest => Sort::Newest,
        SortArgument::Soonest => Sort::Soonest,
    };
    request.limit = arguments.limit;
    request.lang.clone_from(&arguments.lang);
    request.explain = arguments.explain;
    // A browser shows hits before it has what counting takes.
    request.hits_first = arguments.cost;
    request.literal = arguments.matching == MatchArgument::Exact;
    request.conjunctive = arguments.counts == CountsArgument::Conjunctive;
    request
}

fn print(answer: &Answer) {
    let [all, typo, some] = answer.tiers;
    outln!(
        "{} found ({all} with all words, {typo} with corrected spelling, {some} with some words)",
        answer.total
    );
    if let Some(meant) = &answer.did_you_mean {
        outln!("did you mean: {meant}");
    }
    for note in &answer.notes {
        outln!("ignored ({}): {}", note.code, note.part);
    }
    for hit in &answer.hits {
        let card: serde_json::Value = serde_json::from_slice(&hit.card).unwrap_or_default();
        let kind = card
            .get("kind")
            .and_then(serde_json::Value::as_str)
            .unwrap_or("");
        let tier = match hit.tier {
            Tier::All => "",
            Tier::Typo => " ~spelling",
            Tier::Some => " ~some words",
        };
        let time = match (hit.phase, hit.at) {
            (Phase::None, _) | (_, None) => String::new(),
            (phase, Some(at)) => {
                let moment = jiff::Timestamp::from_second(at * 60)
                    .map(|moment| moment.to_string())
                    .unwrap_or_default();
                format!(" [{phase:?} {moment}]")
            }
        };
        outln!("\n{} ({kind}){tier}{time}\n  {}", hit.title, hit.id);
        if !hit.also.is_empty() {
            outln!("  also: {}", hit.also.join(", "));
        }
        if !hit.snippet.is_empty() {
            outln!("  {}", hit.snippet);
        }
        if let Some(why) = &hit.why {
            outln!("  why: {}", why.sentence());
        }
    }
}
