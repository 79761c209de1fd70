//! A catalogue that begins and is looked at while it is written: `callboard new` and `callboard serve`, as an editor has them.

use crate::published;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// A running preview, which ends, with its catalogue, when this goes.
pub struct Preview {
    command: Child,
    folder: PathBuf,
    address: String,
}

impl Preview {
    /// Begins the catalogue of `callboard new` in a folder of this name and shows it.
    pub fn begins(name: &str) -> Preview {
        let folder = std::env::temp_dir().join(format!("callboard-{name}-{}", std::process::id()));
        let begun = Command::new(published::callboard())
            .arg("new")
            .arg(&folder)
            .output()
            .expect("the command runs");
        assert!(begun.status.success());
        let mut command = Command::new(published::callboard())
            .arg("serve")
            .arg(&folder)
            .args(["--port", "0", "--app"])
            .arg(published::app())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the command runs");
        let said = command.stdout.take().expect("its output is a pipe");
        let address = BufReader::new(said)
            .lines()
            .map_while(Result::ok)
            .find_map(|line| Some(line[line.find("http://")?..].split(' ').next()?.to_owned()))
            .expect("it says where it is");
        Preview {
            command,
            folder,
            address,
        }
    }

    /// Where the page is.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// A file of the catalogue.
    pub fn file(&self, path: impl AsRef<Path>) -> PathBuf {
        self.folder.join(path)
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.command.kill();
        let _ = self.command.wait();
        let _ = fs::remove_dir_all(&self.folder);
    }
}
