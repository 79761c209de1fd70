//! What was in a published folder when a build left it, so that the next one need not read every file to know that nobody
//! has changed it.
//!
//! How it is told that nobody has: [`crate::look`].
//!
//! Not here: what is in the files ([`super::release`]).

use super::release::{Entry, Hash};
use crate::cache;
use crate::look::{Look, TICK, look};
use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap};
use std::fs::Metadata;
use std::path::Path;

/// Files as they were seen, by path.
#[derive(Debug, Default)]
pub struct Seen(HashMap<String, (Look, Entry)>);

impl Seen {
    /// What the last build left in a file; nothing where there is none, or none that can be used.
    pub fn read(file: &Path) -> Seen {
        let bytes = std::fs::read(file).ok();
        Seen(bytes.and_then(|bytes| files_of(&bytes)).unwrap_or_default())
    }

    /// How a file looks, and what is known of it; `None` where it may be another than the one that was seen.
    pub fn entry(&self, path: &str, about: &Metadata) -> Option<&(Look, Entry)> {
        let known = self.0.get(path)?;
        (look(about)? == known.0).then_some(known)
    }

    /// Looks at the files that a build left in a folder, and keeps in a file how they look. Those that cannot be seen are
    /// read by the next build. Of those that the build did not touch it is `known` how they look.
    pub fn write(
        folder: &Path,
        files: &BTreeMap<&str, &Entry>,
        known: impl Fn(&str) -> Option<Look> + Sync,
        file: &Path,
    ) {
        std::thread::sleep(TICK);
        let seen = files.par_iter().filter_map(|(path, entry)| {
            let look = match known(path) {
                Some(look) => look,
                None => look(&folder.join(path).metadata().ok()?)?,
            };
            Some((*path, look, *entry))
        });
        let seen: Vec<(&str, Look, &Entry)> = seen.collect();
        // Without it the next build reads all, and that is all.
        let _ = cache::write(file, |out| out.write_all(&bytes_of(&seen)));
    }
}

/// For each file the length of its path (two bytes, the lower first), its path, how it looks (five numbers of eight
/// bytes) and the 32 bytes of its SHA-256.
fn bytes_of(files: &[(&str, Look, &Entry)]) -> Vec<u8> {
    let mut out = Vec::with_capacity(files.len() * 120);
    for (path, look, entry) in files {
        let Ok(length) = u16::try_from(path.len()) else {
            continue;
        };
        out.extend_from_slice(&length.to_le_bytes());
        out.extend_from_slice(path.as_bytes());
        for number in look {
            out.extend_from_slice(&number.to_le_bytes());
        }
        out.extend_from_slice(&entry.sha256.0);
    }
    out
}

fn files_of(bytes: &[u8]) -> Option<HashMap<String, (Look, Entry)>> {
    let mut rest = cache::unsealed(bytes)?;
    let mut files = HashMap::new();
    while !rest.is_empty() {
        let (length, after) = rest.split_first_chunk::<2>()?;
        let (path, mut after) = after.split_at_checked(u16::from_le_bytes(*length).into())?;
        let mut look = Look::default();
        for number in &mut look {
            let (bytes, others) = after.split_first_chunk::<8>()?;
            *number = u64::from_le_bytes(*bytes);
            after = others;
        }
        let (hash, after) = after.split_first_chunk::<32>()?;
        let [_, _, bytes, ..] = look;
        let entry = Entry {
            bytes,
            sha256: Hash(*hash),
        };
        files.insert(std::str::from_utf8(path).ok()?.to_owned(), (look, entry));
        rest = after;
    }
    Some(files)
}

#[cfg(all(test, unix))]
mod tests {
    use super::{Entry, Seen, files_of};
    use std::collections::BTreeMap;
    use std::fs;
    use std::time::SystemTime;

    #[test]
    fn what_was_changed_in_any_way_is_not_known() {
        let folder = std::env::temp_dir().join(format!("callboard-seen-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(folder.join("site")).unwrap();
        let (site, file) = (folder.join("site"), folder.join("seen"));
        let names = ["same", "written", "swapped", "dated", "longer"];
        let entry = Entry::of(b"text");
        let of: BTreeMap<&str, &Entry> = names.iter().map(|name| (*name, &entry)).collect();
        for name in names {
            fs::write(site.join(name), "text").unwrap();
        }
        Seen::write(&site, &of, |_| None, &file);
        let known = || {
            let seen = Seen::read(&file);
            let known = |name: &&&str| {
                let about = fs::metadata(site.join(name)).unwrap();
                seen.entry(name, &about)
                    .is_some_and(|(_, known)| *known == entry)
            };
            names.iter().filter(known).copied().collect::<Vec<_>>()
        };
        assert_eq!(known(), names);

        let age = fs::metadata(site.join("dated"))
            .unwrap()
            .modified()
            .unwrap();
        fs::write(site.join("written"), "TEXT").unwrap();
        fs::write(site.join("longer"), "longer").unwrap();
        fs::write(site.join("other"), "TEXT").unwrap();
        fs::rename(site.join("other"), site.join("swapped")).unwrap();
        // Contents of the same length, and the time of their change put back.
        fs::write(site.join("dated"), "TEXT").unwrap();
        let dated = fs::File::options()
            .write(true)
            .open(site.join("dated"))
            .unwrap();
        dated.set_modified(age).unwrap();
        assert!(age < SystemTime::now());
        assert_eq!(known(), ["same"]);

        let whole = fs::read(&file).unwrap();
        for at in 0..whole.len() {
            let mut bytes = whole.clone();
            bytes[at] ^= 1;
            assert!(files_of(&bytes).is_none(), "byte {at}");
            assert!(files_of(&whole[..at]).is_none(), "cut at {at}");
        }
        fs::remove_dir_all(&folder).unwrap();
    }
}
