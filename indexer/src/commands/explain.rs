//! `callboard explain`: what a diagnostic's code means.

use super::Error;
use super::output::outln;
use callboard_indexer::diagnostic::nearest;
use callboard_indexer::explanation::{self, EXPLANATIONS, Explanation};
use clap::Args;
use std::process::ExitCode;

/// Explains a diagnostic by its code: what is wrong, why it matters, an example, the fix.
///
/// Without a code it lists all of them.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  callboard explain unknown-value\n  callboard explain --json | jq -r '.[].code'"
)]
pub struct Arguments {
    /// The code, as `check` prints it in square brackets
    code: Option<String>,
    /// Print JSON instead of text
    #[arg(long)]
    json: bool,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<ExitCode, Error> {
    let chosen: Vec<&Explanation> = match &arguments.code {
        None => EXPLANATIONS.iter().collect(),
        Some(code) => vec![explanation::of(code).ok_or_else(|| unknown(code))?],
    };
    if arguments.json {
        outln!("{:#}", json(&chosen));
        return Ok(ExitCode::SUCCESS);
    }
    if arguments.code.is_none() {
        let widest = EXPLANATIONS.iter().map(|have| have.code.len()).max();
        for have in chosen {
            outln!(
                "{:<width$}  {:<7}  {}",
                have.code,
                have.usually.name(),
                have.what,
                width = widest.unwrap_or(0)
            );
        }
        return Ok(ExitCode::SUCCESS);
    }
    for have in chosen {
        let example = have.example.replace('\n', "\n    ");
        outln!("{} ({})\n", have.code, have.usually.name());
        outln!("{}\n\nWhy it matters: {}\n", have.what, have.why);
        outln!("Example:\n    {example}\n\nFix: {}", have.fix);
    }
    Ok(ExitCode::SUCCESS)
}

fn unknown(code: &str) -> String {
    let question = nearest(code, EXPLANATIONS.iter().map(|have| have.code))
        .map_or(String::new(), |meant| format!("; did you mean `{meant}`?"));
    format!("there is no diagnostic `{code}`{question} (`callboard explain` lists all)")
}

fn json(chosen: &[&Explanation]) -> serde_json::Value {
    chosen
        .iter()
        .map(|have| {
            serde_json::json!({
                "code": have.code, "severity": have.usually.name(), "what": have.what, "why": have.why,
                "example": have.example, "fix": have.fix,
            })
        })
        .collect()
}
