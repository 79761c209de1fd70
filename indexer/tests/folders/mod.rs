//! Folders as tests compare and copy them.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Every file of a folder by its path below it, with forward slashes.
pub type Tree = BTreeMap<String, Vec<u8>>;

/// What is in a folder; nothing where there is none.
pub fn tree(folder: &Path) -> Tree {
    fn walk(folder: &Path, below: &str, all: &mut Tree) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = format!("{below}{}", path.file_name().unwrap().to_str().unwrap());
            if path.is_dir() {
                walk(&path, &format!("{name}/"), all);
            } else {
                all.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    let mut all = Tree::new();
    if folder.is_dir() {
        walk(folder, "", &mut all);
    }
    all
}

/// Copies every file into another folder.
#[allow(dead_code, reason = "not every test that compares folders copies one")]
pub fn copy(from: &Path, to: &Path) {
    for (path, bytes) in tree(from) {
        let to = to.join(path);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::write(to, bytes).unwrap();
    }
}
