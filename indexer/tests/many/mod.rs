//! A catalogue of any size, invented by a generator of numbers that gives the same for the same size: records as editors
//! write them (some 1,100 bytes, most of them a head with relations and dates), words as languages have them (a few very
//! frequent, most of them rare).

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// A sequence of numbers: SplitMix64 (Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators", 2014).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    /// A rank below `end`; the tenth is a tenth as likely as the first (Zipf's law).
    fn rank(&mut self, end: u64) -> u64 {
        let share = (self.next() >> 11) as f64 / (1u64 << 53) as f64;
        ((end as f64).powf(share) - 1.0) as u64
    }

    fn of<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.below(list.len() as u64) as usize]
    }
}

const TOPICS: [&str; 8] = [
    "housing", "labor", "transit", "climate", "health", "voting", "schools", "food",
];

const SETTINGS: &str = r#"name = { en = "Many records" }
tagline = { en = "To see what a catalogue costs" }
languages = ["en"]
zone = "America/New_York"

[site]
url = "https://example.org/many"

[[facets]]
id = "kind"
label = { en = "Kind" }

[[facets]]
id = "topic"
label = { en = "Topic" }

[[facets]]
id = "when"
label = { en = "When" }
"#;

/// A word of two to four syllables, the same for the same rank.
fn word(rank: u64) -> String {
    const STARTS: [&str; 16] = [
        "b", "c", "d", "f", "g", "h", "l", "m", "n", "p", "r", "s", "t", "v", "st", "tr",
    ];
    const VOWELS: [&str; 6] = ["a", "e", "i", "o", "u", "ea"];
    let mut left = rank;
    let mut out = String::new();
    loop {
        out.push_str(STARTS[(left % 16) as usize]);
        left /= 16;
        out.push_str(VOWELS[(left % 6) as usize]);
        left /= 6;
        if left == 0 && out.len() > 3 {
            return out;
        }
    }
}

fn words(numbers: &mut Numbers, count: u64) -> String {
    let all: Vec<String> = (0..count).map(|_| word(numbers.rank(30_000))).collect();
    all.join(" ")
}

/// The file of a record; every fiftieth is an organisation that others name.
pub fn record(number: usize) -> (String, String) {
    let mut numbers = Numbers(number as u64);
    let mut text = String::from("---\n");
    let organization = number.is_multiple_of(50);
    let (folder, kind) = match number % 4 {
        _ if organization => ("organizations", "organization"),
        0 | 1 => ("events", "event"),
        2 => ("articles", "article"),
        _ => ("recordings", "recording"),
    };
    let length = 3 + numbers.below(5);
    let title = words(&mut numbers, length);
    let _ = writeln!(text, "kind: {kind}\ntitle: {title} {number}");
    let _ = writeln!(text, "summary: {}.", words(&mut numbers, 18));
    if !organization {
        let _ = writeln!(text, "topic: [{}]", numbers.of(&TOPICS));
        let host = number / 50 * 50;
        let _ = writeln!(text, "hosts: [organization-{host:05}]");
        let day = 1 + numbers.below(28);
        let month = 1 + numbers.below(12);
        match kind {
            "event" => {
                let _ = writeln!(
                    text,
                    "when:\n  - start: 2027-{month:02}-{day:02} 18:00\n    end: 19:30\nactions:\n  - do: register\n    url: https://example.org/register/{number}"
                );
            }
            _ => {
                let _ = writeln!(
                    text,
                    "published: 2026-{month:02}-{day:02}\nlink: https://example.org/{kind}/{number}"
                );
            }
        }
        let _ = writeln!(text, "checked: 2026-{month:02}-{day:02}");
    } else {
        let _ = writeln!(text, "link: https://example.org/group/{number}");
    }
    text.push_str("---\n");
    for _ in 0..2 {
        let length = 20 + numbers.below(70);
        let _ = writeln!(text, "{}.\n", words(&mut numbers, length));
    }
    (format!("records/{folder}/{kind}-{number:05}.md"), text)
}

/// Writes a catalogue of so many records into a folder that is not there yet, and returns the records' paths.
///
/// # Errors
/// When a file cannot be written.
pub fn write(folder: &Path, count: usize) -> io::Result<Vec<PathBuf>> {
    let mut settings = SETTINGS.to_owned();
    for topic in TOPICS.iter().rev() {
        let value = format!(
            "label = {{ en = \"Topic\" }}\n[[facets.values]]\nid = \"{topic}\"\nlabel = {{ en = \"{topic}\" }}\n"
        );
        settings = settings.replacen("label = { en = \"Topic\" }\n", &value, 1);
    }
    fs::create_dir_all(folder)?;
    fs::write(folder.join("catalog.toml"), settings)?;
    let mut paths = Vec::new();
    for number in 0..count {
        let (path, text) = record(number);
        let path = folder.join(path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(&path, text)?;
        paths.push(path);
    }
    Ok(paths)
}
