//! Compressed twins: `NAME.gz` and `NAME.br` beside each file that compresses, for hosts that send those where a browser
//! takes them (nginx with `gzip_static` and `brotli_static`, Caddy with `precompressed`, Apache with MultiViews).
//!
//! gzip is RFC 1952, Brotli RFC 7932. Same bytes in, same bytes out: no time or name stands in a twin. Not here: the pack
//! and the modules, which are compressed themselves.

use super::Files;
use std::io::{self, Write};

/// Endings of what is text.
const TEXTS: [&str; 16] = [
    "html",
    "js",
    "mjs",
    "ts",
    "css",
    "json",
    "jsonl",
    "jsonld",
    "csv",
    "xml",
    "atom",
    "ics",
    "svg",
    "txt",
    "webmanifest",
    "map",
];

/// Below so many bytes a twin saves no packet.
const WORTH_IT: usize = 512;

/// Above so many bytes zopfli, which takes a second for 300 KB, gives way to zlib's best.
const PATIENCE: usize = 1 << 20;

/// The path of the file that a twin stands for; `None` for what is no twin.
pub fn original(path: &str) -> Option<&str> {
    let original = path
        .strip_suffix(".gz")
        .or_else(|| path.strip_suffix(".br"))?;
    is_text(original).then_some(original)
}

fn is_text(path: &str) -> bool {
    path.rsplit_once('.')
        .is_some_and(|(_, extension)| TEXTS.contains(&extension))
}

/// Adds the twins of all files that get smaller.
///
/// # Errors
/// When memory ends.
pub fn add(files: &mut Files) -> io::Result<()> {
    let mut twins = Files::new();
    for (path, bytes) in files.iter() {
        if !is_text(path) || bytes.len() < WORTH_IT {
            continue;
        }
        for (ending, twin) in [("gz", gzip(bytes)?), ("br", brotli(bytes)?)] {
            let name = format!("{path}.{ending}");
            if twin.len() < bytes.len() && !files.contains_key(&name) {
                twins.insert(name, twin);
            }
        }
    }
    files.extend(twins);
    Ok(())
}

/// gzip as tight as it can be. A preview (a debug build) does without zopfli.
fn gzip(bytes: &[u8]) -> io::Result<Vec<u8>> {
    if bytes.len() <= PATIENCE && !cfg!(debug_assertions) {
        let mut out = Vec::new();
        let options = zopfli::Options::default();
        zopfli::compress(options, zopfli::Format::Gzip, bytes, &mut out)?;
        return Ok(out);
    }
    let mut encoder = flate2::GzBuilder::new().write(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes)?;
    encoder.finish()
}

/// Brotli at its best quality, with the largest window that browsers take.
fn brotli(bytes: &[u8]) -> io::Result<Vec<u8>> {
    const BUFFER: usize = 1 << 16;
    const QUALITY: u32 = if cfg!(debug_assertions) { 5 } else { 11 };
    const WINDOW: u32 = 22;
    let mut encoder = brotli::CompressorWriter::new(Vec::new(), BUFFER, QUALITY, WINDOW);
    encoder.write_all(bytes)?;
    encoder.flush()?;
    Ok(encoder.into_inner())
}

#[cfg(test)]
mod tests {
    use super::{Files, add, original};
    use std::io::Read;

    #[test]
    fn twins_hold_what_their_file_holds_and_are_smaller() {
        let page = "<p>calls and trainings</p>\n".repeat(100).into_bytes();
        let mut files = Files::from([
            ("index.html".to_owned(), page.clone()),
            ("pack/0.cbp".to_owned(), page.clone()),
            ("short.txt".to_owned(), b"short".to_vec()),
        ]);
        add(&mut files).unwrap();
        let names: Vec<&str> = files.keys().map(String::as_str).collect();
        assert_eq!(
            names,
            [
                "index.html",
                "index.html.br",
                "index.html.gz",
                "pack/0.cbp",
                "short.txt"
            ]
        );
        let mut plain = Vec::new();
        flate2::read::GzDecoder::new(&files["index.html.gz"][..])
            .read_to_end(&mut plain)
            .unwrap();
        assert_eq!(plain, page);
        plain.clear();
        brotli::Decompressor::new(&files["index.html.br"][..], 4096)
            .read_to_end(&mut plain)
            .unwrap();
        assert_eq!(plain, page);
        assert_eq!(original("index.html.br"), Some("index.html"));
        assert_eq!(original("a.jsonl.gz"), Some("a.jsonl"));
        assert_eq!(original("photos.tar.gz"), None);
    }
}
