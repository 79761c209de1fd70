//! The list of what a published version of the page consists of: `release.json`, one small file whose name stays.
//!
//! It is made last, when every other file of the site is final. The page's service worker reads it: it fetches all
//! files of a version and compares their hashes before a page begins with any of them, so that nobody is shown half of
//! one version and half of another. What others read (feeds, calendars, the widget, pages for embedding) is no part
//! of it: the page works without it.
//!
//! Not here: what a build must know of the last one, which is all files with their whole hashes
//! (`callboard-release.json`, [`crate::site::release`]); how files are kept on a device (`app/device`), how they get their names (whoever puts the site together).

use crate::outputs::redirects::FORMER_IDS;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The list's name, beside `index.html`.
pub const FILE: &str = "release.json";

/// The list's format; the service worker refuses others.
pub const FORMAT: u32 = 1;

/// Bytes of a SHA-256 hash (FIPS 180-4) that are written down. Half of them tells an altered file as surely, and halves
/// what a reader of a large catalogue loads to learn what is new.
const HASH_BYTES: usize = 16;

/// Bytes of the version's own hash: enough that no two versions of a site share one.
const VERSION_BYTES: usize = 8;

/// Files beside the page that are for others than its reader.
const FOR_OTHERS: [&str; 5] = [
    "callboard.js",
    "embed.js",
    "embed.css",
    "api-example.js",
    "callboard-offline-worker.js",
];

/// What the page needs, as a service worker reads it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Release {
    /// [`FORMAT`].
    pub format: u32,
    /// Sixteen hexadecimal digits made from paths and hashes; empty where a site withdraws what readers keep.
    pub version: String,
    /// Path below the page's folder, hash in 32 hexadecimal digits, and length in bytes, ordered by path.
    pub files: Vec<(String, String, u64)>,
}

/// Whether the page needs the file at this path (with `/` between folders, relative to the page's folder). What lies in
/// folders is for others, except the pack and what records were called before.
pub fn belongs(path: &str) -> bool {
    if let Some(name) = path.strip_prefix("pack/") {
        return !name.starts_with('.') && (name.ends_with(".cbp") || name.ends_with(".json"));
    }
    let ends = [".js", ".css", ".wasm", ".z", ".webmanifest", ".svg", ".png"];
    path == FORMER_IDS
        || (!path.contains('/')
            && !path.starts_with('.')
            && !FOR_OTHERS.contains(&path)
            && (path == "index.html" || ends.iter().any(|end| path.ends_with(end))))
}

/// The list for these files: path and bytes of each. Which of them the page needs is decided here, in whatever order
/// they come.
pub fn list<B: AsRef<[u8]>>(files: impl IntoIterator<Item = (String, B)>) -> Release {
    let files = files.into_iter();
    let needed = files.filter(|(path, _)| belongs(path));
    Release::of(
        needed
            .map(|(path, bytes)| (path, Listed::of(bytes.as_ref())))
            .collect(),
    )
}

/// What the list tells of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// 32 hexadecimal digits.
    hash: String,
    /// Length.
    bytes: u64,
}

impl Listed {
    /// What is told of a file with these contents.
    pub fn of(bytes: &[u8]) -> Listed {
        Listed {
            hash: hash(bytes, HASH_BYTES),
            bytes: bytes.len() as u64,
        }
    }
}

/// The first bytes of the SHA-256 of `bytes`, in hexadecimal.
fn hash(bytes: &[u8], length: usize) -> String {
    Sha256::digest(bytes)
        .iter()
        .take(length)
        .fold(String::new(), |mut out, byte| {
            // Writing to a text cannot fail.
            let _ = write!(out, "{byte:02x}");
            out
        })
}

impl Release {
    /// The list of the files that the page needs, by path.
    pub fn of(needed: BTreeMap<String, Listed>) -> Release {
        let mut all = String::new();
        for (path, Listed { hash, .. }) in &needed {
            // A path has no line's end in it that a host could serve, so two lists never read the same.
            let _ = writeln!(all, "{hash} {path}");
        }
        Release {
            format: FORMAT,
            version: hash(all.as_bytes(), VERSION_BYTES),
            files: needed
                .into_iter()
                .map(|(path, Listed { hash, bytes })| (path, hash, bytes))
                .collect(),
        }
    }

    /// The list as it is published, a file a line, so that two versions can be compared by eye.
    pub fn json(&self) -> String {
        let line = |file: &(String, String, u64)| {
            format!(
                "{}[{},\"{}\",{}]",
                if self.files.first() == Some(file) {
                    "\n"
                } else {
                    ",\n"
                },
                serde_json::Value::from(file.0.as_str()),
                file.1,
                file.2
            )
        };
        let files: String = self.files.iter().map(line).collect();
        format!(
            "{{\"format\":{},\"version\":\"{}\",\"files\":[{files}\n]}}\n",
            self.format, self.version
        )
    }
}

/// Writes the list of a finished site beside its page, in one step: until then the one that was there holds.
///
/// # Errors
/// When there is no page in the folder, or a file cannot be read or written; it says which.
pub fn write(site: &Path) -> io::Result<Release> {
    if !site.join("index.html").is_file() {
        return Err(io::Error::new(
            io::ErrorKind::NotFound,
            format!("there is no index.html in {}", site.display()),
        ));
    }
    let mut paths = Vec::new();
    collect(site, "", &mut paths)?;
    if site.join(FORMER_IDS).is_file() {
        paths.push(FORMER_IDS.to_owned());
    }
    let mut files = Vec::new();
    for path in paths.into_iter().filter(|path| belongs(path)) {
        let file = site.join(&path);
        files.push((path, fs::read(&file).map_err(|error| named(&file, &error))?));
    }
    let release = list(files);
    let to = site.join(FILE);
    let unfinished = site.join(format!(".{FILE}.unfinished"));
    fs::write(&unfinished, release.json()).map_err(|error| named(&unfinished, &error))?;
    fs::rename(&unfinished, &to).map_err(|error| named(&to, &error))?;
    Ok(release)
}

/// Paths of the files directly in the site's folder and in its pack: no other folder is the page's own.
fn collect(site: &Path, below: &str, paths: &mut Vec<String>) -> io::Result<()> {
    let folder: PathBuf = site.join(below);
    for entry in fs::read_dir(&folder).map_err(|error| named(&folder, &error))? {
        let entry = entry.map_err(|error| named(&folder, &error))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.path().is_file() {
            paths.push(format!("{below}{name}"));
        } else if below.is_empty() && name == "pack" {
            collect(site, "pack/", paths)?;
        }
    }
    Ok(())
}

fn named(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::{Release, belongs, list, write};
    use std::fs;

    fn of(files: &[(&str, &str)]) -> Release {
        list(files.iter().map(|(path, text)| ((*path).to_owned(), *text)))
    }

    /// The page's files, in the order of their paths.
    #[track_caller]
    fn check(files: &[&str], expected: &str) {
        let listed: Vec<&str> = files.iter().copied().filter(|path| belongs(path)).collect();
        assert_eq!(listed.join(" "), expected);
    }

    #[test]
    fn what_others_read_is_no_part_of_it() {
        check(
            &[
                "index.html",
                "embed.html",
                "embed.css",
                "callboard.js",
                "callboard-engine.js",
                "callboard-engine.d.ts",
                "callboard-app_bg-1.wasm.z",
                "style-1.css",
                "_headers",
                "robots.txt",
                "feeds/all.json",
                "events/one.html",
                "data/records.json",
                "data/former-ids.json",
                "pack/callboard.json",
                "pack/0123456789ab.cbp",
                "pack/.0123456789ab.cbp.unfinished",
                "icon.svg",
                "callboard.webmanifest",
                "callboard-offline-worker.js",
                "release.json",
                "",
            ],
            "index.html callboard-engine.js callboard-app_bg-1.wasm.z style-1.css data/former-ids.json \
             pack/callboard.json pack/0123456789ab.cbp icon.svg callboard.webmanifest",
        );
    }

    #[test]
    fn the_hash_is_the_start_of_sha_256() {
        // FIPS 180-4's example "abc", as published by NIST.
        let release = of(&[("start.js", "abc")]);
        assert_eq!(
            release.files,
            [(
                "start.js".to_owned(),
                "ba7816bf8f01cfea414140de5dae2223".to_owned(),
                3
            )]
        );
    }

    #[test]
    fn a_version_is_its_files_and_nothing_else() {
        let one = of(&[("index.html", "a"), ("start.js", "b")]);
        let again = of(&[
            ("start.js", "b"),
            ("feeds/all.atom", "x"),
            ("index.html", "a"),
        ]);
        assert_eq!(one, again);
        for other in [
            of(&[("index.html", "b"), ("start.js", "a")]),
            of(&[("index.html", "a"), ("start-2.js", "b")]),
            of(&[("index.html", "a")]),
            of(&[]),
        ] {
            assert_ne!(one.version, other.version);
        }
        assert_eq!(one.version.len(), 16);
    }

    #[test]
    fn the_list_reads_back() {
        let release = of(&[("index.html", "a"), ("a\"b.js", "c")]);
        let read: serde_json::Value = serde_json::from_str(&release.json()).unwrap();
        assert_eq!(read, serde_json::to_value(&release).unwrap());
        let empty = of(&[]);
        let read: serde_json::Value = serde_json::from_str(&empty.json()).unwrap();
        assert_eq!(read["files"], serde_json::json!([]));
    }

    #[test]
    fn a_folder_without_a_page_is_refused() {
        let folder = std::env::temp_dir().join(format!("callboard-release-{}", std::process::id()));
        fs::create_dir_all(folder.join("pack")).unwrap();
        assert!(
            write(&folder)
                .unwrap_err()
                .to_string()
                .contains("no index.html")
        );
        fs::write(folder.join("index.html"), "<!doctype html>").unwrap();
        fs::write(folder.join("pack/callboard.json"), "{}").unwrap();
        let release = write(&folder).unwrap();
        let written = fs::read_to_string(folder.join("release.json")).unwrap();
        assert_eq!(written, release.json());
        assert_eq!(release.files.len(), 2);
        // The list is no part of what it lists.
        assert_eq!(write(&folder).unwrap(), release);
        fs::create_dir_all(folder.join("data")).unwrap();
        for name in ["former-ids.json", "records.json"] {
            fs::write(folder.join("data").join(name), "{}").unwrap();
        }
        let paths: Vec<String> = write(&folder)
            .unwrap()
            .files
            .into_iter()
            .map(|f| f.0)
            .collect();
        assert_eq!(
            paths.join(" "),
            "data/former-ids.json index.html pack/callboard.json"
        );
        fs::remove_dir_all(&folder).unwrap();
    }
}
