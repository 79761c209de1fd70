//! The files beside the pack on disk: all of them, or those that were there.
//!
//! Not here: what is in them ([`crate::outputs`]), the pack ([`crate::pack_folder`]).

use crate::outputs::OutputFile;
use crate::pack_folder::Published;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Writes files into a site's folder. Each is first written whole under a name of its own, and only when
/// that worked for all are they put in place: a full disk leaves the last good files. What is there already
/// with the same bytes is left alone, and nothing is removed.
///
/// # Errors
/// When a file cannot be written; it says which.
pub fn publish(folder: &Path, files: &[OutputFile]) -> io::Result<Published> {
    let mut published = Published {
        files: files.len(),
        ..Published::default()
    };
    let mut unfinished: Vec<(PathBuf, PathBuf)> = Vec::new();
    let written = write(folder, files, &mut published, &mut unfinished);
    let placed = written.and_then(|()| {
        unfinished
            .iter()
            .try_for_each(|(from, to)| fs::rename(from, to).map_err(|error| named(to, &error)))
    });
    if placed.is_err() {
        for (from, _) in &unfinished {
            // What was put in place is no longer there, and what cannot be removed is harmless.
            let _ = fs::remove_file(from);
        }
    }
    placed.map(|()| published)
}

/// The front page that is in a site's folder; `None` where there is none.
///
/// # Errors
/// When it is there and cannot be read: what is written in its place would lose it.
pub fn front_page(folder: &Path) -> io::Result<Option<String>> {
    let path = folder.join("index.html");
    match fs::read_to_string(&path) {
        Ok(page) => Ok(Some(page)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(named(&path, &error)),
    }
}

fn write(
    folder: &Path,
    files: &[OutputFile],
    published: &mut Published,
    unfinished: &mut Vec<(PathBuf, PathBuf)>,
) -> io::Result<()> {
    for OutputFile { path, text } in files {
        let to = folder.join(path);
        published.bytes += text.len() as u64;
        if fs::read(&to).is_ok_and(|have| have == text.as_bytes()) {
            continue;
        }
        let (parent, name) = (to.parent().unwrap_or(folder), to.file_name());
        fs::create_dir_all(parent).map_err(|error| named(parent, &error))?;
        let name = name.unwrap_or_default().to_string_lossy();
        let from = parent.join(format!(".{name}.unfinished"));
        unfinished.push((from.clone(), to));
        fs::write(&from, text).map_err(|error| named(&from, &error))?;
        published.written += 1;
        published.new_bytes += text.len() as u64;
    }
    Ok(())
}

fn named(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}
