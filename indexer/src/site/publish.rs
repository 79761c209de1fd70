//! A site onto disk, so that whoever reads the folder, and a build that is killed, leave or find one whole release.
//!
//! The new release is written beside the folder, and then the two change places in one step of the file system
//! (`renameat2` with `RENAME_EXCHANGE` on Linux, `renamex_np` with `RENAME_SWAP` on macOS). A file that did not change is
//! a link to the one that was there: its time stays, so that hosts which make an ETag of it tell browsers that it is the
//! same. The folder that was exchanged away is kept with what builds leave for the next one: it becomes the next release's,
//! in which then only that is replaced which changed since. What of it is used is told by the numbers of its files alone,
//! which are those of the files in the site's folder or are removed.
//!
//! Where the system or the file system has no such step, and for folders that cannot be moved (a mount, a volume),
//! files are replaced one by one ([`Way::FileByFile`]): every file is whole, and none names one that is not there.
//!
//! The folder is the build's own. What somebody else put into it is never lost and never published by chance: the build
//! stops before it has changed anything and says where such files belong. Not here: which files there are ([`super`]).

mod taking;

pub use super::folder::Error;
use super::folder::{
    There, UNFINISHED, beside, device, folders_of, foreign, lock, make_parent, number, place, read,
    remove, remove_quickly, swap, visit,
};
use super::records::{self, Records};
use super::release::{Changes, Entry, LIST, Release, changes};
use super::seen::Seen;
use super::sink::{Former, Sink as _};
use super::{Files, is_named_by_content};
use crate::look::Look;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

/// While files are replaced one by one: the lists of what is about to be there, of builds that were killed too.
const NEXT: &str = "callboard-release.json.next.callboard-unfinished";

/// How a new release takes the place of the last one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Way {
    /// Both folders change places in one step; file by file where that cannot be.
    #[default]
    Exchange,
    /// Each file in a step of its own.
    FileByFile,
}

/// What a build is allowed to do to its folder.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// How.
    pub way: Way,
    /// Whether files that no build wrote, or that somebody changed, may go. In a folder that never was a build's they
    /// stay all the same: it was probably named by mistake.
    pub replace: bool,
}

/// What publishing did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Published {
    /// What changed.
    pub changes: Changes,
    /// Whether anything was written.
    pub written: bool,
    /// Whether readers met all of it in one step.
    pub at_once: bool,
}

/// What the folder will hold, by path.
type Whole<'w> = BTreeMap<&'w str, &'w Entry>;

/// Publishes a site that is in memory in `folder`, which is made where it is not there.
///
/// # Errors
/// As [`Publishing::begin`] and [`Publishing::finish`].
pub fn publish(folder: &Path, files: Files, options: Options) -> Result<Published, Error> {
    let publishing = Publishing::begin(folder, options, None)?;
    files
        .into_par_iter()
        .for_each(|(path, bytes)| _ = publishing.take(path, bytes));
    publishing.finish()
}

/// A release that is being made: files that are not there yet are written as they are taken, to where no reader looks,
/// and at the end all takes its place. One that is given up leaves the last release as it was.
pub struct Publishing {
    folder: PathBuf,
    options: Options,
    there: There,
    last: Option<Release>,
    begun: Vec<Release>,
    /// Where it is kept how the files looked that a build left.
    seen: Option<PathBuf>,
    /// Where the folder is kept that was exchanged away.
    spare: Option<PathBuf>,
    /// Beside the folder, where that can be.
    beside: Option<PathBuf>,
    /// Where changed files are written, once there is one.
    staging: OnceLock<Staging>,
    state: Mutex<State>,
    /// What waits within the folder.
    waiting: Mutex<Vec<PathBuf>>,
    /// Paths of files of the site that are where files wait, because the spare folder had them.
    links: OnceLock<HashSet<String>>,
    _lock: Option<File>,
}

/// Says where it is kept what a build leaves for the next one beside a site's folder, by its ending; `None` where it is not.
pub type FileOf<'f> = &'f dyn Fn(&Path, &str) -> Option<PathBuf>;

/// Where files wait.
#[derive(Clone, Debug)]
enum Staging {
    /// In a folder beside, under their names.
    Beside(PathBuf),
    /// In the folder itself, under other names.
    Within(PathBuf),
}

impl Staging {
    /// Where the file at a path waits.
    fn place(&self, path: &str) -> PathBuf {
        match self {
            Staging::Beside(beside) => beside.join(path),
            Staging::Within(folder) => folder.join(format!("{path}{UNFINISHED}")),
        }
    }
}

/// What was taken.
#[derive(Default)]
struct State {
    /// In the order in which they were made.
    files: Vec<(String, Entry)>,
    /// Texts from which it is told what a reader loads again.
    texts: Files,
    failed: Option<Error>,
}

impl Publishing {
    /// Begins a release. `cache` says where it is kept how the last one looked.
    ///
    /// # Errors
    /// When the folder holds what is not a build's own, or cannot be read.
    pub fn begin(
        folder: &Path,
        options: Options,
        cache: Option<FileOf>,
    ) -> Result<Publishing, Error> {
        let folder = place(folder)?;
        let lock = lock(&folder)?;
        let beside = beside(&folder);
        if let Some(beside) = &beside {
            // Left by a build that was killed.
            remove(beside)?;
        }
        let kept = |ending| cache.and_then(|file_of| file_of(&folder, ending));
        let (seen, spare) = (kept("seen"), kept("spare"));
        let known = seen.as_deref().map(Seen::read).unwrap_or_default();
        let mut there = read(&folder, &known)?;
        let last = list_in(&folder, LIST);
        let begun = begun(&folder);
        let foreign = foreign(&there, last.iter().chain(&begun));
        let was_ours = last.is_some() || !begun.is_empty();
        let may_go = options.replace && was_ours;
        if !foreign.is_empty() && !may_go {
            return Err(Error::NotOurs(folder, foreign));
        }
        // Left within it by a build that was killed.
        let left = |path: &String| path.ends_with(UNFINISHED) && path != NEXT;
        for path in there.keys().filter(|path| left(path)) {
            let path = folder.join(path);
            fs::remove_file(&path).map_err(|error| Error::Io(path, error))?;
        }
        there.retain(|path, _| !left(path));
        Ok(Publishing {
            folder,
            options,
            there,
            last,
            begun,
            seen,
            spare,
            beside,
            staging: OnceLock::new(),
            state: Mutex::default(),
            waiting: Mutex::default(),
            links: OnceLock::new(),
            _lock: lock,
        })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether a file is there as it is to be.
    fn is_there(&self, path: &str, entry: &Entry) -> bool {
        self.there
            .get(path)
            .is_some_and(|(there, _)| there == entry)
    }

    /// How a file looks that nobody has changed since it was seen.
    fn look_there(&self, path: &str) -> Option<Look> {
        self.there.get(path)?.1
    }

    /// Where files wait. A folder beside is made when the first is to be written.
    fn staging(&self) -> &Staging {
        self.staging.get_or_init(|| {
            let beside = self.beside.clone();
            let beside = beside.filter(|_| self.options.way == Way::Exchange);
            let made = |beside: &PathBuf| match self.taken(beside) {
                Some(links) => self.links.set(links).is_ok(),
                None => fs::create_dir(beside).is_ok(),
            };
            // Where there is no right to write beside it, it is done within.
            match beside.filter(made) {
                Some(beside) => Staging::Beside(beside),
                None => Staging::Within(self.folder.clone()),
            }
        })
    }

    /// Takes the spare folder to where files wait, with nothing in it but files of the site; `None` where it is not there, or
    /// on another file system.
    fn taken(&self, beside: &Path) -> Option<HashSet<String>> {
        let spare = self.spare.as_ref().filter(|_| cfg!(unix))?;
        // A link would lead to somebody's folder.
        let is_folder = spare.symlink_metadata().ok()?.is_dir();
        if !is_folder || fs::rename(spare, beside).is_err() {
            return None;
        }
        match self.swept(beside) {
            Ok(links) => Some(links),
            Err(_) => {
                let _ = remove(beside);
                None
            }
        }
    }

    /// Removes from the spare folder what is not the same file as one of the site that looks as it was seen, and says which
    /// are.
    fn swept(&self, beside: &Path) -> Result<HashSet<String>, Error> {
        let failed = |error| Error::Io(beside.to_owned(), error);
        let device = device(&beside.metadata().map_err(failed)?);
        let (mut folders, mut files) = (Vec::new(), Vec::new());
        visit(beside, "", &mut |name, entry, is_folder| match is_folder {
            true => folders.push((name, entry.path())),
            false => files.push((name, entry.path(), number(entry))),
        })?;
        let mut links = HashSet::with_capacity(files.len());
        for (path, place, number) in files {
            let same =
                |[on, number_there, ..]: Look| device == Some(on) && number == Some(number_there);
            if self.look_there(&path).is_some_and(same) {
                links.insert(path);
            } else {
                fs::remove_file(&place).map_err(|error| Error::Io(place, error))?;
            }
        }
        let needed = folders_of(links.iter().map(String::as_str));
        // Those within come after those that they are in.
        for (folder, place) in folders.into_iter().rev() {
            if !needed.contains(folder.as_str()) {
                fs::remove_dir(&place).map_err(|error| Error::Io(place, error))?;
            }
        }
        Ok(links)
    }

    /// Ends the release: all that was taken takes the place of what was there.
    ///
    /// # Errors
    /// When a file could not be written, or was taken twice; the last release is then as it was.
    pub fn finish(self) -> Result<Published, Error> {
        let State {
            files,
            texts,
            failed,
        } = std::mem::take(&mut *self.state());
        if let Some(error) = failed {
            return Err(error);
        }
        let release = Release::of(in_order(files)?, self.last.as_ref());
        let list = release.text().map_err(Error::List)?.into_bytes();
        let list_entry = Entry::of(&list);
        // One of the last release that somebody removed needs no keeping.
        let kept = release.kept.iter().flat_map(|kept| &kept.files);
        let kept = kept.filter(|(path, entry)| self.is_there(path, entry));
        let all = release.files.iter().chain(kept);
        let all = all.map(|(path, entry)| (path.as_str(), entry));
        let whole: Whole = all.chain([(LIST, &list_entry)]).collect();
        let unchanged = || -> HashSet<&str> {
            let unchanged = whole.iter();
            let same = |(path, entry): &(&&str, &&Entry)| self.is_there(path, entry);
            unchanged.filter(same).map(|(path, _)| *path).collect()
        };
        // Data is read before anything changes its place.
        let (records, unchanged) = rayon::join(|| self.records(&release), unchanged);
        let (records, last) = (records?, self.last.as_ref());
        let changes = || changes(&texts, &release, last, records);
        if self.there.len() == whole.len() && unchanged.len() == whole.len() {
            // Whoever reads all files because it was not kept how they look should do so once.
            if self.there.values().any(|(_, look)| look.is_none()) {
                self.look(&whole, &unchanged);
            }
            return Ok(Published {
                changes: changes(),
                written: false,
                at_once: true,
            });
        }
        let (changes, at_once) = rayon::join(changes, || {
            self.stage(LIST, &list)?;
            self.take_place(&release, &whole, &unchanged)
        });
        Ok(Published {
            changes,
            written: true,
            at_once: at_once?,
        })
    }

    /// Puts what waits in its place, beside what is `unchanged`, and says whether that was one step.
    fn take_place(
        &self,
        release: &Release,
        whole: &Whole,
        unchanged: &HashSet<&str>,
    ) -> Result<bool, Error> {
        if let Staging::Beside(beside) = self.staging()
            && self.exchange(beside, whole, unchanged)?
        {
            self.look(whole, unchanged);
            return Ok(true);
        }
        let mut begun = self.begun.clone();
        begun.retain(|before| before != release);
        begun.push(release.clone());
        let begun = serde_json::to_vec(&begun).map_err(Error::List)?;
        self.file_by_file(whole, &begun)?;
        self.look(whole, unchanged);
        Ok(false)
    }

    /// Keeps how the files look that are there now. Nothing may change them from here on.
    fn look(&self, whole: &Whole, unchanged: &HashSet<&str>) {
        self.clear();
        if let Some(file) = &self.seen {
            // What was linked now looks otherwise.
            let links = self.links.get();
            let known = |path: &str| {
                let is_linked = unchanged.contains(path) && links?.contains(path);
                is_linked.then(|| self.look_there(path))?
            };
            Seen::write(&self.folder, whole, known, file);
        }
    }

    /// Takes away what waits: nothing after a release was published, or the last one, which it has exchanged.
    fn clear(&self) {
        // What is beside now is the last release, or a new one that did not take its place. What is left of it the next
        // build removes.
        if let Some(Staging::Beside(beside)) = self.staging.get()
            && beside.exists()
            && !self.is_spared(beside)
        {
            let _ = remove_quickly(beside);
        }
        let waiting = self.waiting.lock();
        let waiting = std::mem::take(&mut *waiting.unwrap_or_else(PoisonError::into_inner));
        for path in waiting {
            // Most are in their place by now.
            let _ = fs::remove_file(path);
        }
    }

    /// Whether the folder that waited could be kept for the next release.
    fn is_spared(&self, beside: &Path) -> bool {
        let Some(spare) = self.spare.as_ref().filter(|_| cfg!(unix)) else {
            return false;
        };
        if let Some(caches) = spare.parent() {
            // Without it the folder cannot be kept, which is told below.
            let _ = fs::create_dir_all(caches);
        }
        if fs::remove_file(spare).is_err() {
            let _ = remove(spare);
        }
        fs::rename(beside, spare).is_ok()
    }

    /// Which records change, by the data of both releases.
    fn records(&self, release: &Release) -> Result<Records, Error> {
        let there = self.folder.join(records::DATA);
        let now = release.files.get(records::DATA).map(|entry| {
            match self.is_there(records::DATA, entry) {
                true => there.clone(),
                false => self.staging().place(records::DATA),
            }
        });
        let failed = |error| Error::Io(now.clone().unwrap_or_else(|| there.clone()), error);
        let mut data = match &now {
            Some(now) => Some(File::open(now).map_err(failed)?),
            None => None,
        };
        let mut before = self.last.as_ref().and_then(|_| File::open(&there).ok());
        let data = data.as_mut().map(|data| data as &mut dyn Former);
        let before = before.as_mut().map(|before| before as &mut dyn Former);
        records::changed(data, before).map_err(failed)
    }

    /// Adds to what waits beside the folder what did not change, and exchanges the two; `false` where that cannot be done,
    /// and nothing happened to the folder.
    fn exchange(
        &self,
        beside: &Path,
        whole: &Whole,
        unchanged: &HashSet<&str>,
    ) -> Result<bool, Error> {
        self.sweep(beside, whole, unchanged)?;
        let links = self.links.get();
        let is_linked = |path: &str| links.is_some_and(|links| links.contains(path));
        let missing = whole.keys().copied();
        let missing: Vec<&str> = missing
            .filter(|path| unchanged.contains(path) && !is_linked(path))
            .collect();
        let folders: BTreeSet<&str> = missing
            .iter()
            .filter_map(|path| Some(path.rsplit_once('/')?.0))
            .collect();
        for folder in folders {
            let folder = beside.join(folder);
            fs::create_dir_all(&folder).map_err(|error| Error::Io(folder, error))?;
        }
        missing.into_par_iter().try_for_each(|path| {
            let (from, to) = (self.folder.join(path), beside.join(path));
            let linked = fs::hard_link(&from, &to);
            // Of one file a system may allow so many links and no more, or none.
            let copied = linked.or_else(|_| fs::copy(&from, &to).map(|_| ()));
            copied.map_err(|error| Error::Io(to, error))
        })?;
        if self.folder.exists() {
            swap(&self.folder, beside)
        } else {
            let failed = |error| Error::Io(self.folder.clone(), error);
            fs::rename(beside, &self.folder)
                .map(|()| true)
                .map_err(failed)
        }
    }

    /// Removes from the folder where files wait those links that are no part of the release.
    fn sweep(&self, beside: &Path, whole: &Whole, unchanged: &HashSet<&str>) -> Result<(), Error> {
        // Of one that is a part and changed, a file of this build has taken the place.
        let links = self.links.get().into_iter().flatten().map(String::as_str);
        let gone: BTreeSet<&str> = links
            .filter(|path| !unchanged.contains(path) && !whole.contains_key(path))
            .collect();
        for path in &gone {
            let gone = beside.join(path);
            // Else it was in the way of a file of this build.
            if gone.is_file() {
                fs::remove_file(&gone).map_err(|error| Error::Io(gone, error))?;
            }
        }
        let emptied = folders_of(gone.into_iter());
        if emptied.is_empty() {
            return Ok(());
        }
        let needed = folders_of(whole.keys().copied());
        // The longest first.
        for folder in emptied.iter().rev().filter(|it| !needed.contains(**it)) {
            let folder = beside.join(folder);
            // Where a file of this build stands there is no folder any more.
            if folder.is_dir() {
                fs::remove_dir(&folder).map_err(|error| Error::Io(folder, error))?;
            }
        }
        Ok(())
    }

    /// Replaces file by file. First what is named after its contents, which no file of the last release names; then what
    /// others read; then the engine, the pack's manifest and the page, each naming only what is there already; then what is
    /// no longer needed goes, and the list says so.
    fn file_by_file(&self, whole: &Whole, begun: &[u8]) -> Result<(), Error> {
        let staging = self.staging();
        let put = |path: &str| -> Result<(), Error> {
            let (from, to) = (staging.place(path), self.folder.join(path));
            make_parent(&to)?;
            if fs::rename(&from, &to).is_ok() {
                return Ok(());
            }
            // It waits on another file system.
            let near = Staging::Within(self.folder.clone()).place(path);
            let failed = |error| Error::Io(to.clone(), error);
            fs::copy(&from, &near).map_err(failed)?;
            fs::rename(&near, &to).map_err(failed)
        };
        make_parent(&self.folder.join(NEXT))?;
        // A build that follows one that was killed knows by this what the folder may hold.
        self.stage(NEXT, begun)?;
        put(NEXT)?;
        let mut order: Vec<&str> = whole.keys().copied().filter(|path| *path != LIST).collect();
        order.sort_by_key(|path| (rank(path), *path));
        for path in order {
            if !whole
                .get(path)
                .is_some_and(|entry| self.is_there(path, entry))
            {
                put(path)?;
            }
        }
        let mut folders = BTreeSet::new();
        let gone = self.there.keys().filter(|path| path.as_str() != NEXT);
        for path in gone.filter(|path| !whole.contains_key(path.as_str())) {
            let gone = self.folder.join(path);
            match fs::remove_file(&gone) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    return Err(Error::Io(gone, error));
                }
                _ => folders.extend(gone.ancestors().skip(1).map(Path::to_owned)),
            }
        }
        put(LIST)?;
        match fs::remove_file(self.folder.join(NEXT)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(Error::Io(self.folder.join(NEXT), error));
            }
            _ => {}
        }
        // The longest first; one that is not empty stays.
        for empty in folders.iter().rev() {
            if empty.starts_with(&self.folder) && *empty != self.folder {
                let _ = fs::remove_dir(empty);
            }
        }
        Ok(())
    }
}

impl Drop for Publishing {
    fn drop(&mut self) {
        self.clear();
    }
}

/// Files by path, each of which there is once.
fn in_order(mut files: Vec<(String, Entry)>) -> Result<BTreeMap<String, Entry>, Error> {
    files.par_sort_unstable_by(|(one, _), (two, _)| one.cmp(two));
    let mut pairs = files.windows(2);
    if let Some([(path, _), _]) = pairs.find(|pair| matches!(pair, [a, b] if a.0 == b.0)) {
        return Err(Error::Twice(path.clone()));
    }
    Ok(files.into_iter().collect())
}

fn list_in(folder: &Path, name: &str) -> Option<Release> {
    Release::read(&fs::read(folder.join(name)).ok()?)
}

/// The lists of builds that replaced file by file and did not come to their end, the oldest first.
fn begun(folder: &Path) -> Vec<Release> {
    fs::read(folder.join(NEXT))
        .ok()
        .and_then(|bytes| serde_json::from_slice(&bytes).ok())
        .unwrap_or_default()
}

/// When a file's turn comes, the first with the lowest.
fn rank(path: &str) -> u8 {
    match path {
        "index.html" => 4,
        "pack/callboard.json" => 3,
        _ if is_named_by_content(path) => 0,
        _ if path.contains('/') => 1,
        _ => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::{Error, Files, Options, Publishing, Way, foreign, lock, publish, rank};
    use crate::site::sink::Sink as _;
    use std::fs;
    use std::path::PathBuf;

    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("callboard-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        folder
    }

    #[test]
    fn two_builds_do_not_write_to_one_folder() {
        let folder = folder("busy");
        let held = lock(&folder).unwrap();
        assert!(held.is_some());
        assert!(matches!(lock(&folder), Err(Error::Busy(_))));
        assert!(matches!(
            publish(&folder, Files::new(), Options::default()),
            Err(Error::Busy(_))
        ));
        drop(held);
        assert!(lock(&folder).unwrap().is_some());
    }

    /// Both ways end in the same folder, and neither leaves anything beside or in it.
    #[test]
    fn both_ways_lead_to_the_same() {
        let of = |text: &str| -> Files {
            [
                ("index.html", text),
                ("pack/00000000000a.cbp", "same"),
                (&format!("pack/{:012x}.cbp", text.len()), text),
                (&format!("old/{text}/a.txt"), text),
            ]
            .into_iter()
            .map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec()))
            .collect()
        };
        let mut trees = Vec::new();
        for way in [Way::Exchange, Way::FileByFile] {
            let folder = folder(&format!("{way:?}"));
            let options = Options {
                way,
                replace: false,
            };
            for text in ["one", "three", "seventeen"] {
                let published = publish(&folder, of(text), options).unwrap();
                assert!(published.written);
                let again = publish(&folder, of(text), options).unwrap();
                assert!(!again.written);
            }
            let there = super::read(&folder, &super::Seen::default()).unwrap();
            assert_eq!(
                foreign(&there, super::list_in(&folder, super::LIST).iter()),
                [""; 0]
            );
            assert!(!folder.join("old/three").exists(), "an empty folder stays");
            assert!(!super::beside(&folder).unwrap().exists());
            trees.push(there);
            fs::remove_dir_all(&folder).unwrap();
        }
        assert_eq!(trees[0], trees[1]);
        let mut paths: Vec<&String> = trees[0].keys().collect();
        paths.sort_unstable();
        assert_eq!(
            paths,
            [
                "callboard-release.json",
                "index.html",
                "old/seventeen/a.txt",
                "pack/000000000005.cbp",
                "pack/000000000009.cbp",
                "pack/00000000000a.cbp"
            ]
        );
    }

    /// The folder that was exchanged away becomes the next one, whatever was a file there and is a folder now.
    #[test]
    fn a_spare_folder_becomes_the_release() {
        let folder = folder("spare");
        let (site, caches) = (folder.join("site"), folder.join("caches"));
        let kept = |_: &std::path::Path, ending: &str| Some(caches.join(ending));
        for paths in [
            ["same", "a/b"],
            ["same", "c"],
            ["same", "a"],
            ["same", "a/d/e"],
            ["same", "f"],
            ["same", "a"],
            ["a/d/e", "a/b"],
        ] {
            let publishing = Publishing::begin(&site, Options::default(), Some(&kept)).unwrap();
            for path in paths {
                publishing.take(path.to_owned(), path.as_bytes().to_vec());
            }
            assert!(publishing.finish().unwrap().at_once);
            let there = super::read(&site, &super::Seen::default()).unwrap();
            let mut expected = paths.to_vec();
            expected.push(super::LIST);
            expected.sort_unstable();
            let mut there: Vec<&String> = there.keys().collect();
            there.sort_unstable();
            assert_eq!(there, expected);
            let top = fs::read_dir(&folder).unwrap().count();
            assert!(top <= 2, "something is left beside the site");
        }
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn nothing_comes_before_what_it_names() {
        let order = [
            "pack/00000000000a.cbp",
            "feeds/all.atom",
            "callboard-engine.js",
            "pack/callboard.json",
            "index.html",
        ];
        assert!(order.is_sorted_by_key(|path| rank(path)));
    }
}
