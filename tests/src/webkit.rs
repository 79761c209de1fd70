//! What WebKit needs beside its driver: a screen, because WebKitGTK's browser cannot do without a window, and settings of its own,
//! so that a test meets the same browser on every machine. [`crate::browser`] starts it.

use crate::browser::Machine;
use crate::published;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

/// No motion, as in the other browsers.
const SETTINGS: &str = "[Settings]\ngtk-enable-animations=0\n";

/// The buttons around the page hold a window to 447 pixels, and a phone has fewer. Nobody looks at them.
const BUTTONS: &str =
    "* { min-width: 0; min-height: 0; margin: 0; padding: 0; border-width: 0; font-size: 1px; }\n";

/// A screen that nobody sees, for one browser: windows on one screen would take the focus from each other.
pub struct Screen {
    server: Child,
    /// What `DISPLAY` is.
    name: String,
}

impl Screen {
    /// Starts the X server `program` on a number that it finds itself.
    pub fn start(program: &str) -> Screen {
        let mut server = Command::new(program)
            .args([
                "-displayfd",
                "1",
                "-screen",
                "0",
                "1280x960x24",
                "-nolisten",
                "tcp",
            ])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| {
                panic!(
                    "cannot start {program}: {error}. `cargo xtask test` installs it, XVFB names it"
                )
            });
        let said = BufReader::new(server.stdout.take().expect("piped above"));
        let number = said.lines().map_while(Result::ok).next();
        let Some(number) = number else {
            let _ = server.kill();
            let ended = server.wait();
            panic!("{program} named no screen; it ended with {ended:?}");
        };
        Screen {
            server,
            name: format!(":{}", number.trim()),
        }
    }

    /// The driver `program`, and so its browser, on this screen.
    pub fn driver(&self, program: &str, machine: &Machine) -> Command {
        let mut driver = Command::new(program);
        let theme = if machine.dark {
            "Adwaita:dark"
        } else {
            "Adwaita"
        };
        driver
            .envs(machine.zone.map(|zone| ("TZ", zone)))
            .env("DISPLAY", &self.name)
            .env("GDK_BACKEND", "x11")
            .env_remove("WAYLAND_DISPLAY")
            .env("XDG_CONFIG_HOME", settings())
            // Every machine has this locale; WebKit takes its language to be American English.
            .env("LC_ALL", "C")
            .env("GTK_THEME", theme);
        driver
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

/// The folder with the settings, written once by each program of tests.
fn settings() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| {
        let folder = published::scratch("webkit");
        let gtk = folder.join("gtk-3.0");
        fs::create_dir_all(&gtk).expect("a folder can be made");
        fs::write(gtk.join("settings.ini"), SETTINGS).expect("a file can be written");
        fs::write(gtk.join("gtk.css"), BUTTONS).expect("a file can be written");
        folder
    })
}
