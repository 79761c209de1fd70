//! `callboard stale`: what an editor should look at again.

use super::folder::Folder;
use super::output::{err, out};
use super::{Error, choice};
use callboard_indexer::stale::{self, Stale};
use callboard_indexer::{catalog, report};
use clap::Args;
use jiff::Timestamp;
use std::process::ExitCode;

/// Lists what nobody has looked at for long, what is over without a recording, and what ends soon.
///
/// A look is the key `checked` of a record. Nothing of this is a mistake, so the command ends with 0 whatever it lists.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  callboard stale\n  callboard stale --days 30 --as-of 2024-11-08 --json"
)]
pub struct Arguments {
    #[command(flatten)]
    catalog: Folder,
    /// How many days a look lasts
    #[arg(long, value_name = "N", default_value_t = 90, value_parser = choice::whole::<u32>)]
    days: u32,
    /// How many days ahead an end is soon
    #[arg(long, value_name = "N", default_value_t = 14, value_parser = choice::whole::<u32>)]
    soon: u32,
    /// The moment, like 2024-11-07 or 2024-11-07T12:00Z [default: now]
    #[arg(long, value_name = "TIME", value_parser = choice::moment)]
    as_of: Option<Timestamp>,
    /// Print JSON instead of text
    #[arg(long)]
    json: bool,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<ExitCode, Error> {
    let now = arguments.as_of.unwrap_or_else(Timestamp::now);
    let (catalog, diagnostics) = catalog::read(arguments.catalog.path());
    let Some(catalog) = catalog else {
        err!("{}", report::text(&diagnostics));
        return Ok(ExitCode::FAILURE);
    };
    let minutes = now.as_second().div_euclid(60);
    let lists = stale::lists(&catalog, minutes, arguments.days, arguments.soon);
    let text = if arguments.json {
        let value = serde_json::json!({
            "as_of": now.to_string(),
            "unchecked": json(&lists.unchecked),
            "without_recording": json(&lists.without_recording),
            "ending": json(&lists.ending),
        });
        format!("{value:#}\n")
    } else {
        let never = |stale: &Stale| match (&stale.date, stale.days) {
            (Some(date), Some(days)) => format!("looked at {date}, {} ago", count(days)),
            _ => "nobody has looked at it".to_owned(),
        };
        let over =
            |stale: &Stale| format!("over since {}", stale.date.as_deref().unwrap_or("some day"));
        let ends = |stale: &Stale| match stale.days {
            Some(0) => "ends within a day".to_owned(),
            Some(days) => format!("ends in {}", count(days)),
            None => "ends soon".to_owned(),
        };
        let mut text = String::new();
        let unlooked = format!("not looked at for {}", count(arguments.days.into()));
        list(&mut text, &unlooked, &lists.unchecked, never);
        list(
            &mut text,
            "over, without a recording",
            &lists.without_recording,
            over,
        );
        let ending = format!("ends within {}", count(arguments.soon.into()));
        list(&mut text, &ending, &lists.ending, ends);
        text
    };
    out!("{text}");
    Ok(ExitCode::SUCCESS)
}

fn count(days: i64) -> String {
    match days {
        1 => "1 day".to_owned(),
        days => format!("{days} days"),
    }
}

fn list(text: &mut String, heading: &str, all: &[Stale], why: impl Fn(&Stale) -> String) {
    text.push_str(&format!("{heading}: {}\n", all.len()));
    for stale in all {
        text.push_str(&format!(
            "  {}:{}: {} ({})\n",
            stale.file,
            stale.line,
            stale.title,
            why(stale)
        ));
    }
}

fn json(all: &[Stale]) -> serde_json::Value {
    all.iter()
        .map(|stale| {
            serde_json::json!({
                "id": stale.id, "title": stale.title, "file": stale.file, "line": stale.line,
                "date": stale.date, "days": stale.days,
            })
        })
        .collect()
}
