//! `callboard import`: what a publisher already has, as drafts of records.

use super::output::{count, err, out};
use super::{Error, choice};
use callboard_importer::format::{self, Format, Options};
use callboard_importer::slug::slug;
use callboard_importer::table::map::Map;
use callboard_importer::write::{self, Name, Outcome, Plan};
use callboard_importer::{Question, source};
use callboard_indexer::{catalog, report, vocabulary};
use clap::Args;
use jiff::Zoned;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Makes drafts of records from a site, a calendar, a feed, a table, a list of resources, a front page or pages of Markdown.
///
/// The drafts go to records/imported/NAME/ in the catalogue's folder, marked `draft: true`, so that none is
/// published before an editor has seen it. What the import could not decide is listed, and stands in
/// the drafts as notes. A second import updates the drafts that nobody has touched and leaves the rest alone.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  callboard import ../our-site --as jekyll --dry-run\n  callboard import ../our-site --as jekyll --catalog catalog\n  callboard import links.txt --as list --as-of 2024-11-01\n\nSee docs/import.md for the formats."
)]
pub struct Arguments {
    /// The file, folder or zip archive to read
    source: PathBuf,
    /// What it is: jekyll, hugo, zola, ical, feed, csv, jsonl, hsds, list, magazine or markdown
    #[arg(long = "as", value_name = "FORMAT", value_parser = format_named)]
    format: Format,
    /// The folder that holds catalog.toml
    #[arg(long, default_value = "catalog")]
    catalog: PathBuf,
    /// Name of the folder that the drafts go to; otherwise made from the source's
    #[arg(long)]
    name: Option<String>,
    /// The year of dates that name none
    #[arg(long, value_parser = choice::within(1900i16, 2200))]
    year: Option<i16>,
    /// The day to which the dates of a list are near, such as 2024-11-07; otherwise today
    #[arg(long, value_name = "DATE", value_parser = day)]
    as_of: Option<Date>,
    /// What the columns of a table are (see docs/import.md); for csv, jsonl and markdown
    #[arg(long, value_name = "FILE")]
    map: Option<PathBuf>,
    /// Show what would happen and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Print JSON instead of text
    #[arg(long)]
    json: bool,
}

fn format_named(name: &str) -> Result<Format, String> {
    Format::from_name(name).ok_or_else(|| {
        let names: Vec<&str> = Format::ALL.iter().map(|format| format.name()).collect();
        choice::none_of(name, "the formats are", &names)
    })
}

fn day(text: &str) -> Result<Date, String> {
    text.parse()
        .map_err(|_| "expected a day such as 2024-11-07".to_owned())
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<ExitCode, Error> {
    let (catalog, diagnostics) = catalog::read(&arguments.catalog);
    let Some(catalog) = catalog else {
        err!("{}", report::text(&diagnostics));
        return Ok(ExitCode::FAILURE);
    };
    let vocabulary = vocabulary::vocabulary(&catalog);
    let source = source::read(&arguments.source)?;
    let given = arguments.name.as_deref().map(slug);
    let name = match &given {
        Some(name) => Name::Given(name),
        None => Name::OfFile(&source.name),
    };
    let options = Options {
        vocabulary: vocabulary.clone(),
        as_of: match arguments.as_of {
            Some(day) => day,
            // The only clock of an import.
            None => Zoned::now().date(),
        },
        year: arguments.year,
        map: match &arguments.map {
            Some(path) => map(path)?,
            None => Map::default(),
        },
    };
    let import = format::read(&source, arguments.format, &options);
    let plan = write::plan(import, name, &arguments.catalog, &vocabulary)?;
    if !arguments.dry_run {
        plan.carry_out()?;
    }
    let report = if arguments.json {
        json(&plan) + "\n"
    } else {
        text(&plan, arguments.dry_run)
    };
    out!("{report}");
    Ok(ExitCode::SUCCESS)
}

fn map(path: &Path) -> Result<Map, Error> {
    let text = fs::read_to_string(path)
        .map_err(|error| format!("{} could not be read: {error}", path.display()))?;
    Ok(Map::parse(&text).map_err(|error| format!("{}: {error}", path.display()))?)
}

fn json(plan: &Plan) -> String {
    let question = |question: &Question| {
        serde_json::json!({
            "file": question.file, "line": question.line, "code": question.code, "text": question.text,
        })
    };
    let drafts: Vec<serde_json::Value> = plan
        .drafts
        .iter()
        .map(|draft| {
            serde_json::json!({
                "origin": draft.origin, "id": draft.id, "file": draft.file, "outcome": draft.outcome.name(),
                "questions": draft.questions.iter().map(question).collect::<Vec<_>>(),
            })
        })
        .collect();
    let questions: Vec<_> = plan.questions.iter().map(question).collect();
    format!(
        "{:#}",
        serde_json::json!({"drafts": drafts, "questions": questions})
    )
}

fn text(plan: &Plan, dry_run: bool) -> String {
    let mut out = String::new();
    let of = |outcome: Outcome| plan.count(|have| have == outcome);
    let will = if dry_run {
        " (nothing was written)"
    } else {
        ""
    };
    out.push_str(&format!(
        "{}: {} new, {} updated, {} unchanged, {} left alone{will}\n",
        count(plan.count(|outcome| outcome != Outcome::Vanished), "draft"),
        of(Outcome::New),
        of(Outcome::Updated),
        of(Outcome::Unchanged),
        plan.count(Outcome::is_left_alone),
    ));
    for draft in &plan.drafts {
        let why = match draft.outcome {
            Outcome::New | Outcome::Updated => "",
            Outcome::Unchanged => continue,
            Outcome::Edited => "left alone, it was edited",
            Outcome::Moved => "left alone, it was moved there",
            Outcome::Removed => "left alone, it was deleted or renamed",
            Outcome::Taken => "left alone, it was there before",
            Outcome::Vanished => "no longer in the source; it stays until you delete it",
        };
        let why = if why.is_empty() {
            draft.outcome.name()
        } else {
            why
        };
        out.push_str(&format!("{}: {why} (from {})\n", draft.file, draft.origin));
    }
    // What is asked of the source as a whole stands nowhere else, so that each of its places is named.
    let of_source = plan.questions.iter().map(|question| (question, 0));
    let of_drafts: Vec<&Question> = plan
        .drafts
        .iter()
        .flat_map(|draft| &draft.questions)
        .collect();
    out.push_str(&match plan.questions.len() + of_drafts.len() {
        0 => "no questions\n".to_owned(),
        1 => "1 question:\n".to_owned(),
        count => format!("{count} questions:\n"),
    });
    for (question, more) in of_source.chain(at_once(&of_drafts)) {
        let place = match question.line {
            0 => question.file.clone(),
            line => format!("{}:{line}", question.file),
        };
        let more = match more {
            0 => String::new(),
            1 => " (and in one more place)".to_owned(),
            more => format!(" (and in {more} more places)"),
        };
        out.push_str(&format!(
            "{place}: [{}] {}{more}\n",
            question.code, question.text
        ));
    }
    out
}

/// Questions in their order, each once, and how often it is asked again: a calendar of 300 events has one organizer.
fn at_once<'q>(questions: &[&'q Question]) -> Vec<(&'q Question, usize)> {
    let mut all: Vec<(&Question, usize)> = Vec::new();
    let mut known: BTreeMap<(&str, &str, &str), usize> = BTreeMap::new();
    for question in questions {
        let said = (
            question.file.as_str(),
            question.code,
            question.text.as_str(),
        );
        match known.get(&said).and_then(|at| all.get_mut(*at)) {
            Some((_, more)) => *more += 1,
            None => {
                known.insert(said, all.len());
                all.push((question, 0));
            }
        }
    }
    all
}
