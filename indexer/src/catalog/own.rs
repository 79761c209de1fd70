//! What is wrong with the editor's own files, before a build would stop at them.
//!
//! Not here: reading and publishing them ([`crate::site::own_files`]).

use super::relative;
use crate::diagnostic::{Diagnostic, Log, Place};
use crate::site::own_files::{self, MAY_REPLACE, OF_EVERY_BUILD};
use std::path::Path;

/// The own files of the catalogue in `folder`, as paths below it, and what keeps others from being published.
pub fn read(folder: &Path) -> (Vec<String>, Vec<Diagnostic>) {
    let mut files = Vec::new();
    let mut found = Vec::new();
    let mut tell = |file: &str, what: String, fix: String| {
        let mut log = Log::new(file, "");
        log.error("bad-own-file", Place::default(), what, fix);
        found.extend(log.finish());
    };
    for own in own_files::look(folder) {
        match own {
            Ok((name, path)) => {
                let file = relative(folder, &path);
                if OF_EVERY_BUILD.contains(&name.to_lowercase().as_str()) {
                    let mine = MAY_REPLACE.join(", ");
                    let what = "the file has the name of one that the build writes".to_owned();
                    tell(&file, what, format!("rename it ({mine} may be yours)"));
                }
                files.push(file);
            }
            Err(error) => {
                let (path, what, fix) = error.parts();
                tell(
                    &relative(folder, path),
                    format!("it {what}"),
                    fix.to_owned(),
                );
            }
        }
    }
    (files, found)
}
