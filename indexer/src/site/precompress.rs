//! Compressed twins: `NAME.gz` and `NAME.br` beside each file that compresses, for hosts that send those where a browser
//! takes them (nginx with `gzip_static` and `brotli_static`, Caddy with `precompressed`, Apache with MultiViews).
//!
//! gzip is RFC 1952, Brotli RFC 7932. Same bytes in, same bytes out: no time or name stands in a twin. Not here: the pack
//! and the modules, which are compressed themselves.

use super::release::Entry;
use super::sink::{Former, Sink};
use crate::pack_folder::is_patient;
use std::collections::BTreeSet;
use std::io::{self, Write};
use std::sync::{Mutex, PoisonError};

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

/// Adds to each file that goes into a sink the twins that are smaller.
pub struct Precompressing<'s> {
    sink: &'s dyn Sink,
    /// Paths of the editor's own files: no twin takes the place of one.
    own: BTreeSet<String>,
    failed: Mutex<Option<io::Error>>,
}

impl<'s> Precompressing<'s> {
    /// Hands on what it takes to `sink`; `own` are the paths of the editor's own files.
    pub fn new(sink: &'s dyn Sink, own: impl IntoIterator<Item = String>) -> Precompressing<'s> {
        Precompressing {
            sink,
            own: own.into_iter().collect(),
            failed: Mutex::default(),
        }
    }

    fn twin(&self, path: &str, bytes: &[u8], ending: &str, twin: io::Result<Vec<u8>>) {
        let name = format!("{path}.{ending}");
        match twin {
            Ok(twin) if twin.len() < bytes.len() && !self.own.contains(&name) => {
                self.sink.take(name, twin);
            }
            Ok(_) => {}
            Err(error) => {
                let mut failed = self.failed.lock().unwrap_or_else(PoisonError::into_inner);
                failed.get_or_insert(error);
            }
        }
    }

    /// Says whether all could be compressed.
    ///
    /// # Errors
    /// When memory ended.
    pub fn finish(self) -> io::Result<()> {
        let failed = self.failed.into_inner();
        let failed = failed.unwrap_or_else(PoisonError::into_inner);
        failed.map_or(Ok(()), Err)
    }
}

impl Sink for Precompressing<'_> {
    fn take(&self, path: String, bytes: Vec<u8>) -> Option<Entry> {
        if is_text(&path) && bytes.len() >= WORTH_IT {
            self.twin(&path, &bytes, "gz", gzip(&bytes));
            self.twin(&path, &bytes, "br", brotli(&bytes));
        }
        self.sink.take(path, bytes)
    }

    fn former(&self, path: &str, entry: &Entry) -> Option<Box<dyn Former>> {
        self.sink.former(path, entry)
    }
}

/// gzip as tight as it can be, with zopfli where there is time for it.
fn gzip(bytes: &[u8]) -> io::Result<Vec<u8>> {
    if bytes.len() <= PATIENCE && is_patient() {
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
    const WINDOW: u32 = 22;
    let quality = if is_patient() { 11 } else { 5 };
    let mut encoder = brotli::CompressorWriter::new(Vec::new(), BUFFER, quality, WINDOW);
    encoder.write_all(bytes)?;
    encoder.flush()?;
    Ok(encoder.into_inner())
}

#[cfg(test)]
mod tests {
    use super::{Precompressing, original};
    use crate::site::Files;
    use crate::site::sink::{Collected, Sink as _};
    use std::io::Read;

    #[test]
    fn twins_hold_what_their_file_holds_and_are_smaller() {
        let page = "<p>calls and trainings</p>\n".repeat(100).into_bytes();
        let files = Files::from([
            ("index.html".to_owned(), page.clone()),
            ("own.html".to_owned(), page.clone()),
            ("pack/0.cbp".to_owned(), page.clone()),
            ("short.txt".to_owned(), b"short".to_vec()),
        ]);
        let collected = Collected::default();
        let own = ["own.html.gz", "own.html.br"].map(str::to_owned);
        let sink = Precompressing::new(&collected, own);
        for (path, bytes) in files {
            sink.take(path, bytes);
        }
        sink.finish().unwrap();
        let files = collected.into_files();
        let names: Vec<&str> = files.keys().map(String::as_str).collect();
        assert_eq!(
            names,
            [
                "index.html",
                "index.html.br",
                "index.html.gz",
                "own.html",
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
