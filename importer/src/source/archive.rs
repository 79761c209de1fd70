//! A zip archive as the folder that was packed: exports of Notion, Google and Open Referral come as one.
//!
//! Nothing is written to disk. What a folder leaves out is left out here, too, and an archive within an archive, as Notion packs
//! its parts, is a folder of it. Not here: workbooks and documents, which are archives of their own kind.

use super::{File, MOST_BYTES, NOT_WRITTEN, Source, is_media, packed};
use std::fs;
use std::io::{BufReader, Cursor, Read, Seek};
use std::path::Path;
use zip::ZipArchive;

/// Most bytes of all files together: an archive of a few kilobytes can say that it holds any number.
const MOST_OF_ALL: u64 = 256 << 20;

/// How deep archives within archives are read.
const DEEPEST: usize = 2;

/// How the first file of an archive begins.
const MARK: &[u8] = b"PK\x03\x04";

/// Files that only workbooks, documents and books have.
const OF_DOCUMENTS: &[&str] = &["[Content_Types].xml", "mimetype", "META-INF/container.xml"];

/// The archive that a file is, if it holds files of people's own.
pub(super) fn open(path: &Path) -> Option<ZipArchive<impl Read + Seek>> {
    whole(BufReader::new(fs::File::open(path).ok()?))
}

fn whole<R: Read + Seek>(mut reader: R) -> Option<ZipArchive<R>> {
    let mut mark = [0; MARK.len()];
    reader.read_exact(&mut mark).ok()?;
    let archive = ZipArchive::new(reader).ok().filter(|_| mark == *MARK)?;
    let is_document = |name: &&str| archive.index_for_name(name).is_some();
    (!OF_DOCUMENTS.iter().any(is_document)).then_some(archive)
}

/// The files of an archive, below the folder that all of them are in, if there is one.
pub(super) fn read(archive: ZipArchive<impl Read + Seek>, source: &mut Source) {
    let mut room = MOST_OF_ALL;
    unpack(archive, "", DEEPEST, &mut room, source);
    let common = common(source);
    for path in source.files.iter_mut().map(|file| &mut file.path) {
        *path = path.get(common..).unwrap_or(path).to_owned();
    }
    for (path, _) in &mut source.unread {
        *path = path.get(common..).unwrap_or(path).to_owned();
    }
}

fn unpack(
    mut archive: ZipArchive<impl Read + Seek>,
    below: &str,
    depth: usize,
    room: &mut u64,
    source: &mut Source,
) {
    let names: Vec<String> = archive
        .file_names()
        .enumerate()
        .map(|(at, name)| name.map_or((at + 1).to_string(), |name| name.replace('\\', "/")))
        .collect();
    for (at, name) in names.into_iter().enumerate() {
        let path = format!("{below}{name}");
        let mut parts = name.split('/');
        let is_left_out =
            |part: &str| part.starts_with('.') || part == "__MACOSX" || NOT_WRITTEN.contains(&part);
        if name.ends_with('/') || parts.any(is_left_out) {
            continue;
        }
        let is_archive = name.to_ascii_lowercase().ends_with(".zip");
        if is_media(&name) && !is_archive {
            continue;
        }
        let mut file = match archive.by_index(at) {
            Ok(file) => file,
            Err(error) => {
                source.unread.push((path, error.to_string()));
                continue;
            }
        };
        let most = MOST_BYTES.min(*room);
        let mut content = Vec::new();
        // What an archive says of a file's size need not be so.
        let read = file.by_ref().take(most + 1).read_to_end(&mut content);
        let size = content.len() as u64;
        *room = room.saturating_sub(size);
        if let Err(error) = read {
            source.unread.push((path, error.to_string()));
        } else if size > most {
            let reason = format!(
                "it is too large: at most {} MiB are read of a file, and {} of an archive",
                MOST_BYTES >> 20,
                MOST_OF_ALL >> 20
            );
            source.unread.push((path, reason));
        } else if let Some(inner) = whole(Cursor::new(content.as_slice())).filter(|_| depth > 1) {
            let folder = path.rsplit_once('.').map_or(&*path, |(stem, _)| stem);
            unpack(inner, &format!("{folder}/"), depth - 1, room, source);
        } else if let Some(reason) = packed(&content) {
            source.unread.push((path, reason.to_owned()));
        } else {
            source.files.push(File {
                path,
                bytes: content,
            });
        }
    }
}

/// How many bytes of every path are the folder that all files are in, one within another.
fn common(source: &Source) -> usize {
    let mut paths = source.files.iter().map(|file| file.path.as_str());
    let paths_unread = source.unread.iter().map(|(path, _)| path.as_str());
    let Some(first) = paths.next() else { return 0 };
    let others: Vec<&str> = paths.chain(paths_unread).collect();
    let ends = first.match_indices('/').map(|(at, _)| at + 1);
    ends.take_while(|end| {
        let folder = first.get(..*end).unwrap_or("");
        others.iter().all(|path| path.starts_with(folder))
    })
    .last()
    .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::source::Source;
    use std::io::{Cursor, Write};
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    fn packed(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in files {
            let options = SimpleFileOptions::default();
            archive.start_file(*name, options).unwrap();
            archive.write_all(bytes).unwrap();
        }
        archive.finish().unwrap().into_inner()
    }

    #[test]
    fn an_archive_is_the_folder_that_was_packed() {
        let part = packed(&[("Calls/a.md", b"# A"), ("Calls/b.png", b"x")]);
        let whole = packed(&[
            ("export/part-1.zip", &part),
            ("export/.hidden", b"x"),
            ("__MACOSX/export/._list.csv", b"x"),
            ("export/list.csv", b"title\na\n"),
            ("export/flyer.bin", b"%PDF-1.4"),
        ]);
        let mut source = Source::default();
        read(super::whole(Cursor::new(whole)).unwrap(), &mut source);
        let paths: Vec<&str> = source.files.iter().map(|file| &*file.path).collect();
        assert_eq!(paths, ["part-1/Calls/a.md", "list.csv"]);
        let unread: Vec<&str> = source.unread.iter().map(|(path, _)| &**path).collect();
        assert_eq!(unread, ["flyer.bin"]);
    }

    #[test]
    fn what_is_no_archive_of_files() {
        let sheet = packed(&[("[Content_Types].xml", b"<x/>"), ("xl/a.xml", b"<x/>")]);
        let is = |bytes: &[u8]| super::whole(Cursor::new(bytes)).is_some();
        assert!(!is(&sheet));
        assert!(!is(b"PK\x03\x04 and nothing else"));
        // One that breaks off has no list of its files.
        let whole = packed(&[("list.csv", b"title\na\n")]);
        assert!(!is(&whole[..whole.len() - 10]));
    }
}
