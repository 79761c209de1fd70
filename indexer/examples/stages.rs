//! Where a build's time goes: each stage over a catalogue, in milliseconds, the median of some runs:
//! `cargo run --release --no-default-features -p callboard-indexer --example stages -- CATALOG [RUNS]`.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "it is a command")]

use callboard_indexer::{build, catalog, outputs, pack_folder, resolve};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let Some(folder) = arguments.next() else {
        eprintln!("expected the folder of a catalogue");
        return ExitCode::from(2);
    };
    let runs = arguments.next().and_then(|n| n.parse().ok()).unwrap_or(5);
    let mut times: BTreeMap<&str, Vec<u128>> = BTreeMap::new();
    for _ in 0..runs {
        if let Err(error) = run(Path::new(&folder), &mut times) {
            eprintln!("error: {error}");
            return ExitCode::FAILURE;
        }
    }
    for (stage, mut all) in times {
        all.sort_unstable();
        let median = all.get(all.len() / 2).copied().unwrap_or_default();
        println!("{stage:<20} {median:>6} ms");
    }
    ExitCode::SUCCESS
}

fn run(
    folder: &Path,
    times: &mut BTreeMap<&'static str, Vec<u128>>,
) -> Result<(), Box<dyn std::error::Error>> {
    let mut stage = |name, start: Instant| {
        times
            .entry(name)
            .or_default()
            .push(start.elapsed().as_millis());
    };
    let start = Instant::now();
    let (catalog, _) = catalog::read(folder);
    let catalog = catalog.ok_or("there are no settings")?;
    stage("1 read and check", start);
    let start = Instant::now();
    let resolved = resolve::resolve(&catalog);
    stage("2 resolve", start);
    let start = Instant::now();
    let others = outputs::all(&catalog, &resolved, &outputs::Beside::default())?;
    stage("3 outputs", start);
    drop(others);
    let start = Instant::now();
    let pack = build::pack(&catalog.settings, &resolved, &pack_folder::compress)?;
    stage("4 pack", start);
    drop(pack);
    Ok(())
}
