//! What a host must be told of a published site, what it refuses, and how it publishes by itself: headers and workflows, ready
//! to be committed or copied. docs/publishing.md says for each host where they go.
//!
//! Hosts take the command from a release of Callboard: an archive for Linux and its SHA-256, at the address that GitHub
//! gives the newest release of a repository (`OWNER/NAME/releases/latest/download/FILE`). The texts stand in
//! `indexer/hosting`, the steps that are left to a person in docs/publishing.md, which the command quotes. Not here: the site's own `_headers` (`app/widget`), building the site.

use std::fmt;
use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// Most bytes of a file that every host here takes. Cloudflare Pages has the lowest limit
/// (developers.cloudflare.com/pages/platform/limits), as it has of files.
pub const LARGEST: u64 = 25 << 20;

/// Most files of a site that every host here takes, on the plan that costs nothing.
const MOST_FILES: usize = 20_000;

/// What an editor should know of a site of this many files, of which these are above [`LARGEST`], before it is taken to a host.
pub fn limits(files: usize, large: &[String]) -> Vec<String> {
    let mut notes = Vec::new();
    if !large.is_empty() {
        notes.push(format!(
            "Cloudflare Pages refuses a site with a file above 25 MiB: {}",
            large.join(", ")
        ));
    }
    if files > MOST_FILES {
        notes.push(format!(
            "Cloudflare Pages takes {MOST_FILES} files at most, and this site has {files}: `[pages] most` in catalog.toml makes fewer"
        ));
    }
    notes
}

/// A host, or a server of one's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are those of the hosts")]
pub enum Host {
    Github,
    Netlify,
    Cloudflare,
    Nginx,
    Apache,
}

/// The page's Content-Security-Policy, as its own `meta` has it.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; manifest-src 'self'; base-uri 'none'; form-action 'none'";

impl Host {
    /// Every host.
    pub const ALL: [Host; 5] = [
        Host::Github,
        Host::Netlify,
        Host::Cloudflare,
        Host::Nginx,
        Host::Apache,
    ];

    /// The name used on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Host::Github => "github",
            Host::Netlify => "netlify",
            Host::Cloudflare => "cloudflare",
            Host::Nginx => "nginx",
            Host::Apache => "apache",
        }
    }

    /// The host's section of docs/publishing.md.
    fn heading(self) -> &'static str {
        match self {
            Host::Github => "GitHub Pages",
            Host::Netlify => "Netlify",
            Host::Cloudflare => "Cloudflare Pages",
            Host::Nginx => "nginx",
            Host::Apache => "Apache",
        }
    }

    /// What is left to do once the files are written, as Markdown: whoever has only the command has no other page to
    /// look at. What somebody must do who did not name a repository stands between marks.
    pub fn steps(self, is_named: bool) -> String {
        const DOCUMENT: &str = include_str!("../../docs/publishing.md");
        const UNNAMED: (&str, &str) = ("<!--unnamed-->", "<!--/unnamed-->");
        let section = DOCUMENT
            .split("\n## ")
            .find_map(|section| section.strip_prefix(self.heading()))
            .unwrap_or("");
        // Before the first step stands the command that was just given.
        let steps = section
            .find("\n1. ")
            .and_then(|at| section.get(at..))
            .unwrap_or("");
        let mut told = String::new();
        for part in steps.split(UNNAMED.0) {
            match part.split_once(UNNAMED.1) {
                Some((_, after)) if is_named => told.push_str(after),
                Some((unnamed, after)) => told.extend([unnamed, after]),
                None => told.push_str(part),
            }
        }
        told.trim().to_owned()
    }

    /// The host with exactly this name.
    pub fn from_name(name: &str) -> Option<Host> {
        Host::ALL.into_iter().find(|host| host.name() == name)
    }
}

/// A repository of GitHub as `OWNER/NAME`.
///
/// # Errors
/// With a sentence when it is none.
pub fn repository(text: &str) -> Result<String, String> {
    let is_name = |part: &str| {
        !part.trim_matches('.').is_empty()
            && part
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
    };
    match text.split_once('/') {
        Some((owner, name)) if is_name(owner) && is_name(name) => Ok(text.to_owned()),
        _ => Err(format!(
            "expected a repository of GitHub as OWNER/NAME, but found `{text}`"
        )),
    }
}

/// What the files of a host depend on.
#[derive(Clone, Copy, Debug)]
pub struct About<'a> {
    /// Whose releases the host takes the command from; where it is not known yet, a variable of the host says so, else it is
    /// the repository itself.
    pub repository: Option<&'a str>,
    /// Where the front page is on its host ([`crate::settings::PublishedSite::root`]).
    pub root: &'a str,
}

/// Files for a host: paths below the top of the repository (or, for servers of one's own, wherever they are wanted) and
/// their texts.
pub fn files(host: Host, about: About) -> Vec<(&'static str, String)> {
    const CHECK: (&str, &str) = (
        ".github/workflows/check.yml",
        include_str!("../hosting/check.yml"),
    );
    const HEADERS: (&str, &str) = (
        "catalog/static/_headers",
        include_str!("../hosting/_headers"),
    );
    let files: &[(&str, &str)] = match host {
        Host::Github => &[
            CHECK,
            (
                ".github/workflows/publish.yml",
                include_str!("../hosting/github-pages.yml"),
            ),
        ],
        Host::Netlify => &[
            CHECK,
            ("netlify.toml", include_str!("../hosting/netlify.toml")),
            ("hosting/netlify.sh", include_str!("../hosting/netlify.sh")),
            HEADERS,
        ],
        Host::Cloudflare => &[
            CHECK,
            (
                ".github/workflows/publish.yml",
                include_str!("../hosting/cloudflare-pages.yml"),
            ),
            HEADERS,
        ],
        Host::Nginx => &[(
            "hosting/callboard.conf",
            include_str!("../hosting/nginx.conf"),
        )],
        Host::Apache => &[(
            "catalog/static/.htaccess",
            include_str!("../hosting/htaccess"),
        )],
    };
    files
        .iter()
        .map(|(path, text)| (*path, filled(text, about)))
        .collect()
}

/// A text with what is the same in several.
fn filled(text: &str, About { repository, root }: About) -> String {
    const INSTALL: &str = include_str!("../hosting/install.sh");
    const OWN: &str = "${{ vars.CALLBOARD_REPOSITORY || github.repository }}";
    const NETLIFY: &str = "${CALLBOARD_REPOSITORY:?set it to the repository with a release of Callboard, as OWNER/NAME}";
    // A block of a YAML text begins each line with its indentation.
    let install = INSTALL.trim_end().replace('\n', "\n          ");
    text.replace("POLICY", POLICY)
        .replace("ROOT404.html", &format!("{root}404.html"))
        .replace("ROOTindex.html", &format!("{root}index.html"))
        .replace(
            "\"NETLIFY_REPOSITORY\"",
            &format!("\"{}\"", repository.unwrap_or(NETLIFY)),
        )
        .replace(
            ": REPOSITORY\n",
            &format!(": {}\n", repository.unwrap_or(OWN)),
        )
        .replace("          INSTALL\n", &format!("          {install}\n"))
}

/// Why files were not written.
#[derive(Debug)]
pub enum Error {
    /// There are other files of that name, which may be somebody's work.
    Taken(Vec<PathBuf>),
    /// A file could not be read or written.
    Io(PathBuf, io::Error),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Taken(paths) => {
                let paths: Vec<String> = paths
                    .iter()
                    .map(|path| path.display().to_string())
                    .collect();
                write!(
                    f,
                    "{} would be written over, so nothing was written: move it away, or name another folder with --out and compare",
                    paths.join(", ")
                )
            }
            Error::Io(path, error) => {
                write!(f, "{} could not be written: {error}", path.display())
            }
        }
    }
}

impl std::error::Error for Error {}

/// Writes the files for a host below `out`; returns their paths and whether each is new. Files that are there already with
/// the same text stay, with another text nothing at all is written.
///
/// # Errors
/// When other files are in the way, or one cannot be written.
pub fn write(host: Host, about: About, out: &Path) -> Result<Vec<(PathBuf, bool)>, Error> {
    let mut new = Vec::new();
    let mut taken = Vec::new();
    let mut all = Vec::new();
    for (name, text) in files(host, about) {
        let path = out.join(name);
        let same = match fs::read(&path) {
            Ok(have) if have == text.as_bytes() => true,
            Ok(_) => {
                taken.push(path.clone());
                false
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                new.push((path.clone(), text));
                false
            }
            Err(error) => return Err(Error::Io(path, error)),
        };
        all.push((path, !same));
    }
    if !taken.is_empty() {
        return Err(Error::Taken(taken));
    }
    for (path, text) in new {
        create(&path, &text).map_err(|error| Error::Io(path, error))?;
    }
    Ok(all)
}

/// Writes a file that is not there yet.
fn create(path: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    let written = file.write_all(text.as_bytes());
    if written.is_err() {
        // Half of a file would be in the way of the next attempt.
        let _ = fs::remove_file(path);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::{About, Host, POLICY, limits, repository};
    use std::fs;
    use std::path::Path;

    fn files(host: Host, repository: Option<&str>) -> Vec<(&'static str, String)> {
        let root = "/calls/";
        super::files(host, About { repository, root })
    }

    #[test]
    fn the_policy_is_the_pages_own() {
        let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../app/index.html");
        let page = fs::read_to_string(page).unwrap();
        assert!(page.contains(&format!("content=\"{POLICY}\"")));
        for host in Host::ALL {
            assert!(
                files(host, None)
                    .iter()
                    .all(|(_, text)| !text.contains("POLICY"))
            );
        }
    }

    #[test]
    fn every_host_has_its_steps() {
        for host in Host::ALL {
            let steps = host.steps(false);
            assert!(
                steps.starts_with("1. ") && steps.contains("\n2. "),
                "{steps}"
            );
            assert!(!steps.contains("## "), "{steps}");
            // Each file is told of, so that none is left out of what is committed or copied.
            for (path, _) in files(host, None) {
                assert!(steps.contains(path), "{path} in: {steps}");
            }
        }
    }

    #[test]
    fn who_has_named_a_repository_is_not_asked_for_it() {
        for host in [Host::Github, Host::Netlify, Host::Cloudflare] {
            let (named, unnamed) = (host.steps(true), host.steps(false));
            assert!(unnamed.contains("CALLBOARD_REPOSITORY"), "{unnamed}");
            for none in ["CALLBOARD_REPOSITORY", "--repository", "<!--"] {
                assert!(!named.contains(none), "{none} in {named}");
            }
            assert!(!unnamed.contains("<!--"), "{unnamed}");
        }
    }

    #[test]
    fn a_repository_has_an_owner_and_a_name() {
        assert_eq!(repository("an-owner/a.name"), Ok("an-owner/a.name".into()));
        for wrong in [
            "",
            "name",
            "a/b/c",
            "a/",
            "../..",
            "a b/c",
            "a/$(b)",
            "https://a/b",
        ] {
            assert!(repository(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn nothing_is_left_to_fill_in() {
        for host in Host::ALL {
            for repository in [None, Some("an-owner/a-name")] {
                for (path, text) in files(host, repository) {
                    for gap in ["INSTALL\n", ": REPOSITORY", "NETLIFY_REPOSITORY", "ROOT"] {
                        assert!(!text.contains(gap), "{path}: {gap}");
                    }
                }
            }
        }
    }

    #[test]
    fn what_not_every_host_takes_is_told() {
        assert!(limits(20_000, &[]).is_empty());
        let told = limits(20_001, &["data/records.json".to_owned()]).join("\n");
        assert!(told.contains("above 25 MiB: data/records.json\n"), "{told}");
        assert!(told.contains("this site has 20001"), "{told}");
    }

    #[test]
    fn servers_are_told_where_the_page_for_what_is_not_there_is() {
        for (host, line) in [
            (Host::Nginx, "\nerror_page 404 /calls/404.html;\n"),
            (Host::Apache, "\nErrorDocument 404 /calls/404.html\n"),
        ] {
            let files = files(host, None);
            assert!(files.iter().any(|(_, text)| text.contains(line)), "{line}");
        }
    }

    /// A record that is called `start-here` has a page that changes.
    #[test]
    fn what_is_kept_for_a_year_has_a_hash_in_its_name() {
        for host in [Host::Nginx, Host::Apache] {
            for (_, text) in files(host, None) {
                for rule in text
                    .lines()
                    .filter(|line| line.contains("start|") || line.contains("start-"))
                {
                    let named = "start|style)-[0-9a-f]{16}\\.(css|js|wasm|z)$";
                    assert!(rule.contains(named), "{rule}");
                }
            }
        }
    }

    /// An exact rule of nginx comes before all others.
    #[test]
    fn every_page_is_asked_for_again_and_the_front_page_has_its_policy() {
        let (_, text) = files(Host::Nginx, None).pop().unwrap();
        let pages =
            text.split_once("\nlocation ~ \\.html$ {\n  add_header Cache-Control \"no-cache\";");
        let (before, _) = pages.unwrap();
        assert!(
            before.contains("\nlocation = /calls/index.html {"),
            "{before}"
        );
        let (_, text) = files(Host::Apache, None).pop().unwrap();
        assert!(text.contains("<FilesMatch \"(\\.html$|"), "{text}");
        assert!(
            text.contains("<If \"%{REQUEST_URI} == '/calls/index.html'\">"),
            "{text}"
        );
    }

    /// Hosts join the values of one header that two rules set.
    #[test]
    fn no_two_rules_set_a_files_header_twice() {
        let (_, text) = files(Host::Netlify, None).pop().unwrap();
        let mut rules: Vec<(&str, Vec<&str>)> = Vec::new();
        for line in text
            .lines()
            .filter(|line| !line.starts_with('#') && !line.is_empty())
        {
            match line.strip_prefix("  ") {
                Some(header) => rules
                    .last_mut()
                    .unwrap()
                    .1
                    .push(header.split_once(':').unwrap().0),
                None => rules.push((line, Vec::new())),
            }
        }
        let matches = |rule: &str, path: &str| match rule.split_once('*') {
            Some((start, end)) => {
                path.len() >= start.len() + end.len()
                    && path.starts_with(start)
                    && path.ends_with(end)
            }
            None => rule == path,
        };
        let of = |path: &str| -> Vec<&str> {
            let rules = rules.iter().filter(|(rule, _)| matches(rule, path));
            rules.flat_map(|(_, headers)| headers.clone()).collect()
        };
        for (path, headers) in [
            ("/", "Cache-Control Content-Security-Policy"),
            (
                "/pack/callboard.json",
                "Access-Control-Allow-Origin Cache-Control",
            ),
            (
                "/pack/0123456789abcdef.cbp",
                "Access-Control-Allow-Origin Cache-Control Content-Type",
            ),
            ("/callboard-app_bg.wasm-0123456789abcdef.z", "Cache-Control"),
            ("/start-0123456789abcdef.js", "Cache-Control"),
            (
                "/callboard-engine-worker.js",
                "Access-Control-Allow-Origin Cache-Control",
            ),
            (
                "/callboard_engine_wasm_bg.wasm",
                "Access-Control-Allow-Origin Cache-Control Content-Type",
            ),
            ("/release.json", "Cache-Control"),
            ("/callboard-offline-worker.js", "Cache-Control"),
            ("/callboard-device-print.css", "Cache-Control"),
            ("/callboard.webmanifest", "Cache-Control Content-Type"),
            ("/embed.html", ""),
            ("/style-guide.html", ""),
            ("/records/start-here.html", ""),
        ] {
            let mut all: Vec<&str> = headers.split_whitespace().collect();
            all.extend(["X-Content-Type-Options", "Referrer-Policy"]);
            let mut have = of(path);
            have.sort_unstable();
            all.sort_unstable();
            assert_eq!(have, all, "{path}");
        }
    }
}
