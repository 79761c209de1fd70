//! An archive of a release: what people unpack, and a file with its SHA-256 (FIPS 180-4) as `sha256sum -c` reads it.
//!
//! The same files give the same bytes: no time, owner or folder of this machine stands in an archive. Not here: building
//! what goes into it ([`crate::install`]).

use crate::Result;
use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest, Sha256};
use std::fs;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};
use zip::write::SimpleFileOptions;

/// A file's name in the archive, where it is, and whether it is a program.
pub type Content = (String, PathBuf, bool);

/// An archive that was written.
pub struct Archive {
    /// Where it is.
    pub path: PathBuf,
    /// Its length in bytes.
    pub bytes: usize,
    /// The line of its file of sums: hexadecimal digits, two spaces, name.
    pub sum: String,
}

/// Writes `name.tar.gz` or `name.zip`, with all files in a folder `name`, and beside it the same with `.sha256`.
pub fn write(out: &Path, name: &str, files: &[Content], as_zip: bool) -> Result<Archive> {
    let mut contents = Vec::new();
    for (inside, path, runs) in files {
        let bytes =
            fs::read(path).map_err(|error| format!("cannot read {}: {error}", path.display()))?;
        contents.push((format!("{name}/{inside}"), bytes, *runs));
    }
    let (ending, bytes) = if as_zip {
        ("zip", zipped(&contents)?)
    } else {
        ("tar.gz", tarred(&contents)?)
    };
    let file = format!("{name}.{ending}");
    let digest = Sha256::digest(&bytes);
    let digits: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    let sum = format!("{digits}  {file}\n");
    fs::create_dir_all(out).map_err(|error| format!("cannot make {}: {error}", out.display()))?;
    let put = |name: &str, bytes: &[u8]| {
        let path = out.join(name);
        fs::write(&path, bytes)
            .map_err(|error| format!("cannot write {}: {error}", path.display()))?;
        Result::Ok(path)
    };
    let path = put(&file, &bytes)?;
    put(&format!("{file}.sha256"), sum.as_bytes())?;
    Ok(Archive {
        path,
        bytes: bytes.len(),
        sum,
    })
}

fn tarred(contents: &[(String, Vec<u8>, bool)]) -> Result<Vec<u8>> {
    let mut archive = tar::Builder::new(GzEncoder::new(Vec::new(), Compression::best()));
    for (name, bytes, runs) in contents {
        let mut header = tar::Header::new_ustar();
        header.set_size(bytes.len() as u64);
        header.set_mode(if *runs { 0o755 } else { 0o644 });
        header.set_mtime(0);
        archive.append_data(&mut header, name, bytes.as_slice())?;
    }
    Ok(archive.into_inner()?.finish()?)
}

fn zipped(contents: &[(String, Vec<u8>, bool)]) -> Result<Vec<u8>> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes, runs) in contents {
        let options = SimpleFileOptions::default()
            .last_modified_time(zip::DateTime::default())
            .unix_permissions(if *runs { 0o755 } else { 0o644 });
        archive.start_file(name.as_str(), options)?;
        archive.write_all(bytes)?;
    }
    Ok(archive.finish()?.into_inner())
}

#[cfg(test)]
mod tests {
    use super::write;
    use std::fs;
    use std::io::Read;

    #[test]
    fn an_archive_holds_its_files_and_its_sum_is_right() {
        let folder = std::env::temp_dir().join(format!("callboard-archive-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("program"), "runs").unwrap();
        let files = [("callboard".to_owned(), folder.join("program"), true)];
        for (as_zip, ending) in [(false, "tar.gz"), (true, "zip")] {
            let made = write(&folder, "callboard-here", &files, as_zip).unwrap();
            assert!(made.path.ends_with(format!("callboard-here.{ending}")));
            let first = fs::read(&made.path).unwrap();
            assert_eq!(first.len(), made.bytes);
            let again = write(&folder, "callboard-here", &files, as_zip).unwrap();
            assert_eq!(
                (fs::read(&again.path).unwrap(), again.sum),
                (first.clone(), made.sum.clone())
            );
            let name = format!("callboard-here.{ending}");
            assert_eq!(made.sum.len(), 64 + 2 + name.len() + 1);
            assert!(made.sum.ends_with(&format!("  {name}\n")));
            assert_eq!(
                fs::read_to_string(folder.join(format!("{name}.sha256"))).unwrap(),
                made.sum
            );
            let mut text = String::new();
            if as_zip {
                let mut zip = zip::ZipArchive::new(std::io::Cursor::new(first)).unwrap();
                let mut file = zip.by_name("callboard-here/callboard").unwrap();
                assert_eq!(file.unix_mode().unwrap() & 0o777, 0o755);
                file.read_to_string(&mut text).unwrap();
            } else {
                let mut tar = tar::Archive::new(flate2::read::GzDecoder::new(&first[..]));
                let mut file = tar.entries().unwrap().next().unwrap().unwrap();
                assert_eq!(
                    file.path().unwrap().to_str(),
                    Some("callboard-here/callboard")
                );
                assert_eq!(file.header().mode().unwrap(), 0o755);
                file.read_to_string(&mut text).unwrap();
            }
            assert_eq!(text, "runs");
        }
        fs::remove_dir_all(&folder).unwrap();
    }
}
