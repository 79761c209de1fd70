//! The description by which a device installs the catalogue's page like a program of its own: a W3C Web Application
//! Manifest. Names and language are the catalogue's; colours and icons are the page's (`app/device`).
//!
//! Its addresses are relative to its own, so that the site works under any path.

use super::publication::Publication;
use serde_json::json;

/// Where it is published, beside the page.
pub const PATH: &str = "callboard.webmanifest";

/// Most characters of a name below an icon: devices cut off what is longer.
const SHORT: usize = 12;

/// The page's paper and accent (`app/style.css`), which a device shows while the page loads.
const PAPER: &str = "#f7f5f0";
const ACCENT: &str = "#8f2d14";

/// The manifest.
pub fn manifest(publication: &Publication) -> String {
    let name = publication.name();
    let language = publication.language();
    let tagline = publication.label(&publication.site.tagline, language);
    let short = if name.chars().count() <= SHORT {
        name
    } else {
        // A whole word reads better than a cut one.
        let first = name.split_whitespace().next().unwrap_or(name);
        if first.chars().count() <= SHORT {
            first
        } else {
            name
        }
    };
    let icon = |file: &str, sizes: &str, kind: &str, purpose: &str| json!({ "src": file, "sizes": sizes, "type": kind, "purpose": purpose });
    let manifest = json!({
        "id": "./",
        "name": name,
        "short_name": short,
        "description": tagline.unwrap_or(name),
        "lang": language,
        "dir": "auto",
        "start_url": "./",
        "scope": "./",
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": ACCENT,
        "icons": [
            icon("callboard-icon.svg", "any", "image/svg+xml", "any"),
            icon("callboard-icon-192.png", "192x192", "image/png", "any maskable"),
            icon("callboard-icon-512.png", "512x512", "image/png", "any maskable"),
        ],
    });
    format!("{manifest:#}\n")
}
