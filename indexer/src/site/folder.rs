//! A site's folder on its disk: where it is, who may write to it, what is in it, and how two folders change places.
//!
//! Not here: which release the files are of, and when what is done to them ([`super::publish`]).

use super::own_files;
use super::release::{Entry, LIST, Release};
use super::seen::Seen;
use crate::look::Look;
use rayon::prelude::*;
use std::collections::{BTreeSet, HashMap};
use std::fmt;
use std::fs::{self, DirEntry, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// Why a site was not published. The last release is as it was, unless it is said otherwise.
#[derive(Debug)]
pub enum Error {
    /// The folder is a file.
    NotAFolder(PathBuf),
    /// Files that no build wrote, or that were changed since.
    NotOurs(PathBuf, Vec<String>),
    /// Another build is writing there.
    Busy(PathBuf),
    /// Two files have one path, so one would be lost.
    Twice(String),
    /// The list could not be made.
    List(serde_json::Error),
    /// A file could not be read or written.
    Io(PathBuf, io::Error),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::NotAFolder(path) => write!(f, "{} is a file: name a folder", path.display()),
            Error::NotOurs(folder, paths) => {
                const SHOWN: usize = 8;
                let shown = paths.get(..SHOWN).unwrap_or(paths).join(", ");
                let more = paths.len().saturating_sub(SHOWN);
                let more = if more > 0 {
                    format!(" and {more} more")
                } else {
                    String::new()
                };
                write!(
                    f,
                    "{} holds what no build wrote, or what was changed since: {shown}{more}. Nothing was changed. Files of your own belong into the catalogue's folder `{}`, from where every build publishes them; or name another folder with --out; --replace gives up what is there, in a folder that a build made",
                    folder.display(),
                    own_files::FOLDER
                )
            }
            Error::Busy(folder) => write!(
                f,
                "another build is writing to {}: wait for its end",
                folder.display()
            ),
            Error::Twice(path) => write!(f, "two files would be published as {path}"),
            Error::List(error) => write!(f, "the list of the release could not be made: {error}"),
            Error::Io(path, error) => write!(
                f,
                "the site could not be written, because of {}: {error}",
                path.display()
            ),
        }
    }
}

impl std::error::Error for Error {}

/// Ending of a file that is being written; it is then renamed.
pub(super) const UNFINISHED: &str = ".callboard-unfinished";

/// Removes a folder, its files by all processors.
pub(super) fn remove_quickly(folder: &Path) -> Result<(), Error> {
    let mut files = Vec::new();
    if walk(folder, "", &mut files).is_ok() {
        files.par_iter().for_each(|(_, path)| {
            // What is left is removed with the folder.
            let _ = fs::remove_file(path);
        });
    }
    remove(folder)
}

/// Writes a file that takes the place of one with this name, whatever else that one is linked to.
pub(super) fn write_new(to: &Path, bytes: &[u8]) -> io::Result<()> {
    let file = match File::create_new(to) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            fs::remove_file(to)?;
            File::create_new(to)
        }
        file => file,
    };
    file?.write_all(bytes)
}

/// Takes out of the way of a file below a folder what the release before the last has there: a folder with its name, a file
/// with that of one of its folders.
pub(super) fn make_room(within: &Path, to: &Path) -> Result<(), Error> {
    let failed = |path: &Path, error| Error::Io(path.to_owned(), error);
    if to.is_dir() {
        return fs::remove_dir_all(to).map_err(|error| failed(to, error));
    }
    let above = to.ancestors().skip(1).take_while(|path| *path != within);
    for path in above.filter(|path| path.is_file()) {
        fs::remove_file(path).map_err(|error| failed(path, error))?;
    }
    Ok(())
}

/// Number of the device that a file is on, where the system has such.
#[cfg(unix)]
pub(super) fn device(about: &fs::Metadata) -> Option<u64> {
    use std::os::unix::fs::MetadataExt as _;
    Some(about.dev())
}

/// Number of the device that a file is on, where the system has such.
#[cfg(not(unix))]
pub(super) fn device(_about: &fs::Metadata) -> Option<u64> {
    None
}

/// Number of a file on its device, where the system tells.
#[cfg(unix)]
pub(super) fn number(entry: &DirEntry) -> Option<u64> {
    use std::os::unix::fs::DirEntryExt as _;
    Some(entry.ino())
}

/// Number of a file on its device, where the system tells.
#[cfg(not(unix))]
pub(super) fn number(_entry: &DirEntry) -> Option<u64> {
    None
}

/// Paths of files that no build wrote, or that are no longer as one wrote them.
pub(super) fn foreign<'l>(
    there: &There,
    lists: impl Iterator<Item = &'l Release> + Clone,
) -> Vec<String> {
    let ours = |path: &str, entry: &Entry| {
        lists.clone().any(|list| {
            let mut kept = list.kept.iter().flat_map(|kept| kept.files.get(path));
            list.files.get(path) == Some(entry) || kept.any(|kept| kept == entry)
        })
    };
    let is_ours = |path: &str, entry: &Entry| {
        let name = path.rsplit_once('/').map_or(path, |(_, name)| name);
        path == LIST
            || name.ends_with(UNFINISHED)
            || own_files::is_of_a_desktop(name)
            || ours(path, entry)
    };
    let foreign = there
        .iter()
        .filter(|(path, (entry, _))| !is_ours(path, entry));
    let mut foreign: Vec<String> = foreign.map(|(path, _)| path.clone()).collect();
    foreign.sort_unstable();
    foreign
}

/// The folders that these paths are in, and those that these are in.
pub(super) fn folders_of<'p>(paths: impl Iterator<Item = &'p str>) -> BTreeSet<&'p str> {
    let mut folders = BTreeSet::new();
    for path in paths {
        let mut rest = path;
        while let Some((folder, _)) = rest.rsplit_once('/') {
            if !folders.insert(folder) {
                // So those that it is in are there.
                break;
            }
            rest = folder;
        }
    }
    folders
}

pub(super) fn make_parent(of: &Path) -> Result<(), Error> {
    match of.parent() {
        Some(parent) => {
            fs::create_dir_all(parent).map_err(|error| Error::Io(parent.to_owned(), error))
        }
        None => Ok(()),
    }
}

/// The folder itself where a link leads to it, so that the link stays one.
pub(super) fn place(folder: &Path) -> Result<PathBuf, Error> {
    let failed = |error| Error::Io(folder.to_owned(), error);
    if folder.exists() && !folder.is_dir() {
        return Err(Error::NotAFolder(folder.to_owned()));
    }
    if folder.exists() {
        return fs::canonicalize(folder).map_err(failed);
    }
    let whole = std::path::absolute(folder).map_err(failed)?;
    if let Some(parent) = whole.parent() {
        fs::create_dir_all(parent).map_err(|error| Error::Io(parent.to_owned(), error))?;
    }
    Ok(whole)
}

/// Where a release is made: beside the folder, so on the same file system. `None` for the top of a file system.
pub(super) fn beside(folder: &Path) -> Option<PathBuf> {
    let name = folder.file_name()?.to_string_lossy();
    Some(folder.with_file_name(format!(".{name}{UNFINISHED}")))
}

/// Keeps other builds out while it lives. It stands with the system's temporary files, because beside a site it would be
/// a riddle. Where none can be made, for want of rights, builds go on without.
pub(super) fn lock(folder: &Path) -> Result<Option<File>, Error> {
    let name = Entry::of(folder.as_os_str().as_encoded_bytes())
        .sha256
        .digits();
    let path = std::env::temp_dir().join(format!(
        "callboard-{}.lock",
        name.get(..16).unwrap_or(&name)
    ));
    let Ok(file) = File::options().create(true).append(true).open(path) else {
        return Ok(None);
    };
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(fs::TryLockError::WouldBlock) => Err(Error::Busy(folder.to_owned())),
        Err(fs::TryLockError::Error(_)) => Ok(None),
    }
}

pub(super) fn remove(folder: &Path) -> Result<(), Error> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(Error::Io(folder.to_owned(), error))
        }
        _ => Ok(()),
    }
}

/// What is in a folder, by path, and of what looks as it was seen how that is.
pub(super) type There = HashMap<String, (Entry, Option<Look>)>;

/// What is in the folder; nothing where there is none.
pub(super) fn read(folder: &Path, seen: &Seen) -> Result<There, Error> {
    let mut files = Vec::new();
    if folder.is_dir() {
        walk(folder, "", &mut files)?;
    }
    let known = |name: &str, path: &Path| seen.entry(name, &path.metadata().ok()?);
    let read = |(name, path): (String, PathBuf)| {
        if let Some((look, entry)) = known(&name, &path) {
            return Ok((name, (*entry, Some(*look))));
        }
        match fs::read(&path) {
            Ok(bytes) => Ok((name, (Entry::of(&bytes), None))),
            Err(error) => Err(Error::Io(path, error)),
        }
    };
    let files: Vec<_> = files.into_par_iter().map(read).collect::<Result<_, _>>()?;
    Ok(files.into_iter().collect())
}

/// Names and places of the files below a folder.
pub(super) fn walk(
    folder: &Path,
    below: &str,
    files: &mut Vec<(String, PathBuf)>,
) -> Result<(), Error> {
    visit(folder, below, &mut |name, entry, is_folder| {
        if !is_folder {
            files.push((name, entry.path()));
        }
    })
}

/// Calls `found` with everything below a folder, its path there and whether it is a folder, which comes before what is in
/// it.
pub(super) fn visit(
    folder: &Path,
    below: &str,
    found: &mut dyn FnMut(String, &DirEntry, bool),
) -> Result<(), Error> {
    let failed = |error| Error::Io(folder.to_owned(), error);
    for entry in fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        // A name that is not UTF-8 is nobody's of ours: its nearest text is enough to tell of it.
        let name = format!("{below}{}", entry.file_name().to_string_lossy());
        let is_folder = entry.file_type().map_err(failed)?.is_dir();
        let within = is_folder.then(|| format!("{name}/"));
        found(name, &entry, is_folder);
        if let Some(within) = within {
            visit(&entry.path(), &within, found)?;
        }
    }
    Ok(())
}

/// Exchanges two folders in one step; `false` where the system cannot.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
pub(super) fn swap(one: &Path, other: &Path) -> Result<bool, Error> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use rustix::io::Errno;
    match renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE) {
        Ok(()) => Ok(true),
        // The call or the file system does not know the step; the folder is a mount; no right to move it.
        Err(
            Errno::NOSYS
            | Errno::INVAL
            | Errno::NOTSUP
            | Errno::BUSY
            | Errno::XDEV
            | Errno::PERM
            | Errno::ACCESS,
        ) => Ok(false),
        Err(error) => Err(Error::Io(one.to_owned(), error.into())),
    }
}

/// Exchanges two folders in one step; `false` where the system cannot.
#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
pub(super) fn swap(_one: &Path, _other: &Path) -> Result<bool, Error> {
    Ok(false)
}
