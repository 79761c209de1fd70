//! `callboard eval`: how good a ranking is.

use super::Error;
use super::output::outln;
use callboard_indexer::trec;
use clap::Args;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::process::ExitCode;

/// Scores a ranking against relevance judgements.
#[derive(Args)]
#[command(after_help = "Example:\n  callboard eval qrels.tsv out.trec -k 10")]
pub struct Arguments {
    /// Judgements: BEIR's tab-separated form or TREC's
    qrels: PathBuf,
    /// A ranking in TREC's format, as `callboard query --run` writes it
    run: PathBuf,
    /// How many documents count
    #[arg(short, default_value = "10")]
    k: NonZeroUsize,
    /// Print JSON instead of text
    #[arg(long)]
    json: bool,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<ExitCode, Error> {
    let qrels = trec::read_qrels(&arguments.qrels)?;
    let run = trec::read_run(&arguments.run)?;
    let k = arguments.k.get();
    let scores = trec::evaluate(&qrels, &run, k);
    if scores.queries == 0 {
        let judgements = arguments.qrels.display();
        return Err(format!("{judgements}: no query has a relevant document").into());
    }
    if arguments.json {
        outln!(
            "{}",
            serde_json::json!({
                "queries": scores.queries, "k": k, "ndcg": scores.ndcg, "map": scores.map,
                "recall": scores.recall, "success1": scores.success1,
            })
        );
    } else {
        outln!(
            "{} queries: nDCG@{k} {:.4}, MAP {:.4}, recall@{k} {:.4}, success@1 {:.4}",
            scores.queries,
            scores.ndcg,
            scores.map,
            scores.recall,
            scores.success1
        );
    }
    Ok(ExitCode::SUCCESS)
}
