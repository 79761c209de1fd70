//! What a first visit loads, as a table. The end-to-end tests measure the same from a server's log;
//! this is the estimate that `build` prints.

use crate::Result;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// Published, but for others than a reader of the page (the widget, its page, types, host settings), or loaded later.
const NOT_FIRST: [&str; 16] = [
    "api-example.html",
    "api-example.js",
    "callboard.js",
    "callboard-engine.d.ts",
    "callboard-release.json",
    "callboard-engine-worker.js",
    "embed.html",
    "embed.css",
    "embed.js",
    "callboard.webmanifest",
    "release.json",
    "_headers",
    "_redirects",
    "robots.txt",
    "sitemap.xml",
    "opensearch.xml",
];

/// What loads once the first answer is shown: the device's side of the page.
const AFTERWARDS: [&str; 3] = ["callboard-device", "callboard-icon", "callboard-offline"];

/// Folders of files that are for feed readers, calendars and machines.
const FOR_OTHERS: [&str; 4] = ["feeds/", "calendars/", "events/", "data/"];

/// Raw and gzipped size of every file up to the first result.
pub fn table(site: &Path) -> Result<String> {
    // Of a pack only its first file is loaded before the first result.
    let manifest = fs::read_to_string(site.join("pack").join("callboard.json"))?;
    let mut rows = Vec::new();
    for path in files(site)? {
        let name = path
            .strip_prefix(site)?
            .to_string_lossy()
            .replace('\\', "/");
        let later = name.ends_with(".cbp") && !manifest.contains(name.trim_start_matches("pack/"));
        let for_others = FOR_OTHERS.iter().any(|folder| name.starts_with(folder));
        let afterwards = AFTERWARDS.iter().any(|start| name.starts_with(start));
        let other_page = name.ends_with(".html") && name != "index.html";
        let later = later || afterwards || other_page;
        if NOT_FIRST.contains(&name.as_str()) || for_others || later {
            continue;
        }
        let bytes =
            fs::read(&path).map_err(|error| format!("cannot read {}: {error}", path.display()))?;
        rows.push((name, bytes.len(), gzipped(&bytes)?));
    }
    rows.sort_by_key(|row| std::cmp::Reverse(row.2));
    let mut table = format!(
        "{:<52} {:>12} {:>12}\n",
        "Loaded up to the first result (bytes)", "raw", "gzip"
    );
    for (name, raw, gzip) in &rows {
        writeln!(table, "{name:<52} {raw:>12} {gzip:>12}")?;
    }
    let (raw, gzip) = rows
        .iter()
        .fold((0, 0), |sum, row| (sum.0 + row.1, sum.1 + row.2));
    writeln!(table, "{:<52} {raw:>12} {gzip:>12}", "in all")?;
    Ok(table)
}

/// What a file already compressed is sent as is not less than it is.
fn gzipped(bytes: &[u8]) -> Result<usize> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?.len().min(bytes.len()))
}

fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)
        .map_err(|error| format!("cannot list {}: {error}", folder.display()))?
    {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}
