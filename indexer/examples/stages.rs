//! Where a build's time goes: each stage over a catalogue, in milliseconds of the clock and of all processors, the median
//! of some runs: `cargo run --release --no-default-features -p callboard-indexer --example stages -- CATALOG [RUNS]`.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "it is a command")]

use callboard_indexer::compression::{Compression, Effort};
use callboard_indexer::index::Kept;
use callboard_indexer::{build, catalog, outputs, resolve};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let Some(folder) = arguments.next() else {
        eprintln!("expected the folder of a catalogue");
        return ExitCode::from(2);
    };
    let runs = arguments.next().and_then(|n| n.parse().ok()).unwrap_or(5);
    let mut stages = Stages::default();
    let mut compression = Compression::new(Effort::Published);
    let mut kept = Kept::default();
    for _ in 0..runs {
        if let Err(error) = run(Path::new(&folder), &compression, &mut kept, &mut stages) {
            eprintln!("error: {error}");
            return ExitCode::FAILURE;
        }
        // What is compressed and inverted in the first run is known to the others.
        compression = compression.next();
    }
    for (stage, mut all) in stages.0 {
        let peak = all.first().map_or(0, |(.., peak)| *peak);
        all.sort_unstable();
        let (wall, cpu, _) = all.get(all.len() / 2).copied().unwrap_or_default();
        println!(
            "{stage:<20} {wall:>6} ms {cpu:>6} ms of processors, {peak:>4} MB at most until then"
        );
    }
    ExitCode::SUCCESS
}

/// What each stage took in each run: by the clock, of all processors, and the most memory up to its end.
#[derive(Default)]
struct Stages(BTreeMap<&'static str, Vec<(u128, u64, u64)>>);

impl Stages {
    fn time<T>(&mut self, name: &'static str, stage: impl FnOnce() -> T) -> T {
        let (start, before) = (Instant::now(), processors());
        let done = stage();
        let taken = (start.elapsed().as_millis(), processors() - before, peak());
        self.0.entry(name).or_default().push(taken);
        done
    }
}

/// Milliseconds of processor time that this program has had, where the system tells (proc(5): a hundredth of a second
/// is a tick).
fn processors() -> u64 {
    let told = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = told.rsplit_once(')').map_or("", |(_, rest)| rest);
    let ticks = after_name.split_whitespace().skip(11).take(2);
    10 * ticks
        .filter_map(|ticks| ticks.parse::<u64>().ok())
        .sum::<u64>()
}

/// Megabytes of memory that this program has had at most, where the system tells (`VmHWM` of proc(5)).
fn peak() -> u64 {
    let told = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let most = told.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = most.and_then(|most| most.split_whitespace().next()?.parse::<u64>().ok());
    kilobytes.unwrap_or_default() / 1024
}

fn run(
    folder: &Path,
    compression: &Compression,
    kept: &mut Kept,
    stages: &mut Stages,
) -> Result<(), Box<dyn std::error::Error>> {
    let (catalog, _) = stages.time("1 read and check", || catalog::read(folder));
    let catalog = catalog.ok_or("there are no settings")?;
    let resolved = stages.time("2 resolve", || resolve::resolve(&catalog));
    let mut inverted = stages.time("3 invert", || {
        build::invert(&catalog.settings, &resolved, kept)
    })?;
    if let Some(inverted) = inverted.kept.take() {
        *kept = inverted;
    }
    let pack = stages.time("4 pack", || inverted.pack(compression))?;
    drop(pack);
    let beside = outputs::Beside::default();
    let others = stages.time("5 outputs", || outputs::all(&catalog, &resolved, &beside))?;
    drop(others);
    Ok(())
}
