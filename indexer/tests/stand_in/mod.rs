//! An app that stands in for the real one, which takes minutes to build: the same page, scripts and widget, but no style
//! and no modules of its own. What the real one does in a browser is tested where that is (`tests/`).

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// The folder of the app.
pub fn app() -> &'static Path {
    static MADE: OnceLock<PathBuf> = OnceLock::new();
    MADE.get_or_init(make)
}

fn make() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    // A process may be ended at any time, so each has its own.
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("stand-in")
        .join(env!("CARGO_CRATE_NAME"))
        .join(std::process::id().to_string());
    fs::create_dir_all(folder.join("single-file")).unwrap();
    for part in ["engine/js", "app/widget"] {
        for entry in fs::read_dir(root.join(part)).unwrap() {
            let entry = entry.unwrap();
            fs::copy(entry.path(), folder.join(entry.file_name())).unwrap();
        }
    }
    let page = fs::read_to_string(root.join("app/index.html")).unwrap();
    let mut lines: Vec<&str> = page
        .lines()
        .filter(|line| !line.contains("data-trunk"))
        .collect();
    let end = lines.iter().position(|line| *line == "</head>").unwrap();
    lines.insert(end, "  <link rel=\"stylesheet\" href=\"./style-0000000000000001.css\">\n  <script type=\"module\" src=\"./start-0000000000000001.js\"></script>");
    for (name, text) in [
        ("index.html", lines.join("\n").as_str()),
        ("style-0000000000000001.css", "body { color: #111 }"),
        (
            "start-0000000000000001.js",
            "import './callboard-engine.js'; fetch('./callboard-app_bg.wasm-0000000000000001.z')",
        ),
        ("callboard-app_bg.wasm-0000000000000001.z", "the app"),
        ("callboard_engine_wasm_bg.wasm.z", "the engine"),
        ("single-file/page.js", "document.title = '</script>';"),
        ("single-file/worker.js", "postMessage('ready');"),
    ] {
        fs::write(folder.join(name), text).unwrap();
    }
    folder
}
