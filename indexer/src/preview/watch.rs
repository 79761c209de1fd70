//! When a catalogue has changed: once for all files that are saved together, and not before they are whole.
//!
//! The system tells of changes (`notify`); where it cannot (a network drive, a folder shared with a container, no watches
//! left), the folder is looked through every second. Either way a [`Stand`] of the files decides, so that what a system
//! tells twice, an editor's swap files, and a file that was only opened wake nobody. Not here: reading records.

use crate::site::own_files;
use notify::{RecursiveMode, Watcher as _};
use std::cell::Cell;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant, SystemTime};

/// Nothing is read before the files have been left alone for so long: what saves ten files does so in fewer milliseconds.
const QUIET: Duration = Duration::from_millis(80);

/// A folder that is never left alone is read after so long all the same.
const PATIENCE: Duration = Duration::from_secs(2);

/// Between two looks at a folder of which the system tells nothing.
const LOOK: Duration = Duration::from_secs(1);

/// The files of a catalogue as the file system tells of them: length and time of the last change, by path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stand(BTreeMap<PathBuf, (u64, Option<SystemTime>)>);

impl Stand {
    /// The files of the catalogue in a folder that a build reads, as they are now.
    pub fn of(folder: &Path) -> Stand {
        let mut files = BTreeMap::new();
        for name in ["catalog.toml", "queries.toml"] {
            note(&folder.join(name), &mut files);
        }
        for name in ["records", own_files::FOLDER] {
            walk(&folder.join(name), LINKS, &mut files);
        }
        Stand(files)
    }
}

/// Links to folders that are followed on one way: one that leads to where it lies would be followed for ever.
const LINKS: usize = 3;

fn walk(folder: &Path, links: usize, files: &mut BTreeMap<PathBuf, (u64, Option<SystemTime>)>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => walk(&path, links, files),
            // Of a link, what it leads to counts.
            Ok(kind) if kind.is_symlink() && path.is_dir() => {
                if let Some(links) = links.checked_sub(1) {
                    walk(&path, links, files);
                }
            }
            _ => note(&path, files),
        }
    }
}

fn note(path: &Path, files: &mut BTreeMap<PathBuf, (u64, Option<SystemTime>)>) {
    if let Ok(about) = fs::metadata(path) {
        files.insert(path.to_owned(), (about.len(), about.modified().ok()));
    }
}

/// Waits for changes of a catalogue.
pub struct Watch {
    folder: PathBuf,
    /// Lives as long as the system is to tell of changes.
    _watcher: Option<notify::RecommendedWatcher>,
    told: Receiver<()>,
    looks: Cell<bool>,
}

impl Watch {
    /// Begins to watch a folder. With `polling` the system is not asked.
    pub fn of(folder: &Path, polling: bool) -> Watch {
        let (tell, told) = mpsc::channel();
        let asked = || -> notify::Result<notify::RecommendedWatcher> {
            let mut watcher =
                notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
                    // A lost event is a change too. Nobody listens any more when the preview ends.
                    if event.is_err() || event.is_ok_and(|event| !event.kind.is_access()) {
                        let _ = tell.send(());
                    }
                })?;
            watcher.watch(folder, RecursiveMode::Recursive)?;
            Ok(watcher)
        };
        let watcher = (!polling).then(asked).and_then(Result::ok);
        Watch {
            folder: folder.to_owned(),
            looks: Cell::new(watcher.is_none()),
            _watcher: watcher,
            told,
        }
    }

    /// Whether the folder is looked through every second, because the system tells of no changes.
    pub fn looks(&self) -> bool {
        self.looks.get()
    }

    /// Waits until the catalogue is another than `stand` and has been left alone for a moment, and returns how it stands.
    pub fn next(&self, stand: &Stand) -> Stand {
        loop {
            self.wait();
            let now = self.quiet();
            if !self.folder.is_dir() {
                // Of a folder of that name that is made later the system tells nothing.
                self.looks.set(true);
            }
            if now != *stand {
                return now;
            }
        }
    }

    /// Waits for a sign that something may have changed.
    fn wait(&self) {
        if self.looks.get() {
            std::thread::sleep(LOOK);
        } else if self.told.recv_timeout(10 * LOOK) == Err(RecvTimeoutError::Disconnected) {
            // The watcher has ended, which it does not by itself.
            std::thread::sleep(LOOK);
        }
    }

    /// How the catalogue stands once nothing has changed for a moment.
    pub fn quiet(&self) -> Stand {
        let begun = Instant::now();
        let mut stand = Stand::of(&self.folder);
        while begun.elapsed() < PATIENCE {
            std::thread::sleep(QUIET);
            while self.told.try_recv().is_ok() {}
            let now = Stand::of(&self.folder);
            if now == stand {
                break;
            }
            stand = now;
        }
        stand
    }
}

#[cfg(test)]
mod tests {
    use super::{Stand, Watch};
    use std::fs;
    use std::path::PathBuf;
    use std::time::Duration;

    fn catalogue(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("callboard-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(folder.join("records")).unwrap();
        fs::write(folder.join("catalog.toml"), "").unwrap();
        folder
    }

    #[test]
    fn what_no_build_reads_is_no_change() {
        let folder = catalogue("stand");
        let stand = Stand::of(&folder);
        fs::write(folder.join(".callboard-links.jsonl"), "{}").unwrap();
        assert_eq!(Stand::of(&folder), stand);
        fs::write(folder.join("records/a.md"), "a").unwrap();
        assert_ne!(Stand::of(&folder), stand);
        fs::remove_file(folder.join("records/a.md")).unwrap();
        assert_eq!(Stand::of(&folder), stand);
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn a_folder_that_is_removed_and_made_again_is_still_watched() {
        let folder = catalogue("again");
        let watch = Watch::of(&folder, false);
        let whole = Stand::of(&folder);
        fs::remove_dir_all(&folder).unwrap();
        let gone = watch.next(&whole);
        assert_eq!(gone, Stand::default());
        assert!(watch.looks());
        let folder = catalogue("again");
        let back = watch.next(&gone);
        assert_ne!(back, gone);
        fs::remove_dir_all(&folder).unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn links_in_a_circle_are_not_followed_for_ever() {
        let folder = catalogue("circle");
        for name in ["one", "two", "three"] {
            std::os::unix::fs::symlink(".", folder.join("records").join(name)).unwrap();
        }
        fs::write(folder.join("records/a.md"), "a").unwrap();
        let stand = Stand::of(&folder);
        fs::write(folder.join("records/b.md"), "b").unwrap();
        assert_ne!(Stand::of(&folder), stand);
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn many_files_are_one_change_whoever_tells_of_them() {
        for polling in [false, true] {
            let folder = catalogue(&format!("watch-{polling}"));
            let watch = Watch::of(&folder, polling);
            assert!(watch.looks() || !polling);
            let stand = Stand::of(&folder);
            let writes = folder.join("records");
            let writer = std::thread::spawn(move || {
                std::thread::sleep(Duration::from_millis(50));
                for number in 0..10 {
                    fs::write(writes.join(format!("{number}.md")), "text").unwrap();
                    std::thread::sleep(Duration::from_millis(5));
                }
            });
            let now = watch.next(&stand);
            writer.join().unwrap();
            assert_eq!(now, Stand::of(&folder), "all ten were there");
            fs::remove_dir_all(&folder).unwrap();
        }
    }
}
