//! `callboard links`: whether the links of a catalogue still lead somewhere.

use super::folder::Folder;
use super::output::{Progress, count, err, errln, out, outln};
use super::{Error, choice};
use callboard_indexer::links::ask::{Answer, Manners, Reach, Verdict};
use callboard_indexer::links::memory::{self, Memory};
use callboard_indexer::links::{self, Named, visit};
use callboard_indexer::{catalog, report};
use clap::Args;
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

/// Asks every address that published records and sources link to, and tells dead from moved.
///
/// One request at a time goes to a host, with a pause between two; four hosts are asked at once. Answers are kept in a
/// file, so that a check that was ended goes on where it was. A dead link ends the command with 1; one that has moved, or
/// that a program cannot judge (403, a timeout), does not. Where nothing at all can be reached, the command says so,
/// judges nothing and ends with 0.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  callboard links catalog\n  callboard links catalog --json | jq '.[] | select(.state == \"dead\")'"
)]
pub struct Arguments {
    #[command(flatten)]
    catalog: Folder,
    /// Where answers are kept between two checks
    #[arg(long, value_name = "FILE", default_value = ".callboard-links.jsonl")]
    cache: PathBuf,
    /// How many hours an answer is good for; 0 asks everything
    #[arg(long, value_name = "HOURS", default_value_t = 24, value_parser = choice::whole::<u32>)]
    max_age: u32,
    /// Seconds between two requests to one host
    #[arg(long, value_name = "SECONDS", default_value_t = 1.0, value_parser = seconds)]
    delay: f64,
    /// Longest wait for an answer, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 20.0, value_parser = some_seconds)]
    timeout: f64,
    /// How often to ask again where there was no answer, or only "later"
    #[arg(long, value_name = "N", default_value_t = 2, value_parser = choice::within(0u32, 10))]
    retries: u32,
    /// Print JSON instead of text
    #[arg(long)]
    json: bool,
}

fn seconds(text: &str) -> Result<f64, String> {
    let number: f64 = text.parse().map_err(|_| "a number of seconds".to_owned())?;
    if (0.0..=600.0).contains(&number) {
        Ok(number)
    } else {
        Err("from 0 to 600 seconds".to_owned())
    }
}

fn some_seconds(text: &str) -> Result<f64, String> {
    match seconds(text)? {
        0.0 => Err("with a timeout of 0 nothing can answer".to_owned()),
        number => Ok(number),
    }
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<ExitCode, Error> {
    let (catalog, diagnostics) = catalog::read(arguments.catalog.path());
    let Some(catalog) = catalog else {
        err!("{}", report::text(&diagnostics));
        return Ok(ExitCode::FAILURE);
    };
    // What cannot be read has no links that could be asked, which would look as if all were well.
    let errors = diagnostics.iter().filter(|found| found.is_error()).count();
    if errors > 0 {
        errln!(
            "the catalogue has {}, so some links may not be asked: `callboard check` shows {}",
            count(errors, "error"),
            if errors == 1 { "it" } else { "them" }
        );
    }
    let all = links::outgoing(arguments.catalog.path(), &catalog);
    let mut memory = Memory::open(&arguments.cache)
        .map_err(|error| format!("{}: {error}", arguments.cache.display()))?;
    let age = SignedDuration::from_hours(arguments.max_age.into());
    let since = Timestamp::now().checked_sub(age)?;
    let mut verdicts: BTreeMap<String, Verdict> = BTreeMap::new();
    let mut ask = Vec::new();
    for url in all.keys() {
        match memory.get(url, since) {
            Some(verdict) if arguments.max_age > 0 => {
                verdicts.insert(url.clone(), verdict.clone());
            }
            _ => ask.push(url.clone()),
        }
    }
    let known = verdicts.len();
    let reached = ask_all(&ask, arguments, &mut memory, &mut verdicts)?;
    if !ask.is_empty() && !reached {
        let hosts = visit::hosts(&ask);
        let which = if hosts == 1 {
            "The one host"
        } else {
            "None of the hosts"
        };
        let not = if hosts == 1 { " could not" } else { " could" };
        errln!(
            "{which} of {}{not} be reached: this machine seems to be offline, so nothing is judged.",
            count(ask.len(), "link")
        );
        if arguments.json {
            outln!("[]");
        }
        return Ok(ExitCode::SUCCESS);
    }
    let save = |error| format!("{}: {error}", arguments.cache.display());
    memory.tidy(all.keys()).map_err(save)?;
    let text = if arguments.json {
        json(&all, &verdicts)
    } else {
        text(&all, &verdicts, known)
    };
    out!("{text}");
    let dead = |verdict: &Verdict| matches!(verdict, Verdict::Dead(_));
    Ok(if verdicts.values().any(dead) {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

/// Asks what is not known, and says whether anybody answered.
fn ask_all(
    urls: &[String],
    arguments: &Arguments,
    memory: &mut Memory,
    verdicts: &mut BTreeMap<String, Verdict>,
) -> Result<bool, Error> {
    let manners = Manners {
        timeout: Duration::from_secs_f64(arguments.timeout),
        delay: Duration::from_secs_f64(arguments.delay),
        retries: arguments.retries,
    };
    let progress = Progress::new();
    let mut failure = None;
    let mut done = 0;
    let reached = visit::visit(urls, &manners, |url, answer: Answer| {
        done += 1;
        progress.now(&format!("{done} of {} links asked", urls.len()));
        // An answer that will be another tomorrow, or that nobody gave, is not worth keeping.
        let lasts =
            answer.reach == Reach::Answered && !matches!(answer.verdict, Verdict::Unsure(_));
        if lasts && let Err(error) = memory.add(url, &answer.verdict, Timestamp::now()) {
            failure.get_or_insert(error);
        }
        verdicts.insert(url.to_owned(), answer.verdict);
    });
    drop(progress);
    match failure {
        Some(error) => Err(format!("{}: {error}", arguments.cache.display()).into()),
        None => Ok(reached),
    }
}

fn text(
    all: &BTreeMap<String, Vec<Named>>,
    verdicts: &BTreeMap<String, Verdict>,
    known: usize,
) -> String {
    let mut out = String::new();
    let of = |name: &str| {
        let same = |verdict: &&Verdict| memory::state(verdict).0 == name;
        verdicts.values().filter(same).count()
    };
    for name in ["dead", "moved", "unsure"] {
        for (url, places) in all {
            let Some((state, Some(detail))) = verdicts.get(url).map(memory::state) else {
                continue;
            };
            if state != name {
                continue;
            }
            let joint = if state == "moved" { " -> " } else { ": " };
            for place in places {
                let at = match place.line {
                    0 => place.file.clone(),
                    line => format!("{}:{line}", place.file),
                };
                out.push_str(&format!("{at}: {state} {url}{joint}{detail}\n"));
            }
        }
    }
    out.push_str(&format!(
        "{}: {} alive, {} moved, {} dead, {} unsure ({known} known from before)\n",
        count(all.len(), "link"),
        of("alive"),
        of("moved"),
        of("dead"),
        of("unsure")
    ));
    out
}

fn json(all: &BTreeMap<String, Vec<Named>>, verdicts: &BTreeMap<String, Verdict>) -> String {
    let list: Vec<serde_json::Value> = all
        .iter()
        .filter_map(|(url, places)| {
            let (state, detail) = memory::state(verdicts.get(url)?);
            let places: Vec<serde_json::Value> = places
                .iter()
                .map(|place| serde_json::json!({"file": place.file, "line": place.line}))
                .collect();
            Some(serde_json::json!({
                "url": url, "state": state, "detail": detail, "places": places,
            }))
        })
        .collect();
    format!("{:#}\n", serde_json::Value::Array(list))
}
