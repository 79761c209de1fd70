//! Which kind of thing the words of a sentence announce.

use crate::pattern::constant;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// A word that says what kind of thing is offered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cue {
    /// As `docs/records.md` names it.
    pub(super) kind: &'static str,
    /// Where the word stands.
    pub(super) range: Range<usize>,
    pub(super) strength: Strength,
}

/// How much a word says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Strength {
    /// Many things are called so: a resource, a plan.
    Vague,
    /// Says something only together with a date: a call, a practice.
    Dated,
    Clear,
}

/// Patterns in the order in which they are tried: where two match at one place, the first counts. Each
/// matches the word itself, and before it what tells it from the same word in another use.
const CUES: &[(&str, Strength, &str)] = &[
    (
        "hotline",
        Strength::Clear,
        r"hot ?lines?|help ?lines?|warm ?lines?|(?:support|crisis) lines?|línea (?:directa|de ayuda)",
    ),
    (
        "toolkit",
        Strength::Clear,
        r"tool ?kits?|kits?|kit de herramientas",
    ),
    (
        "podcast-episode",
        Strength::Clear,
        r"podcasts?(?: episodes?)?|episodes?|pódcast|episodio",
    ),
    (
        "newsletter",
        Strength::Clear,
        r"newsletters?|bulletin|digest|weekly (?:scan|roundup|round-up|email|e-mail|update)|boletín",
    ),
    (
        "call-to-action",
        Strength::Clear,
        r"petitions?|pledge|open letter|sign[- ]on letter|calls? to action|petición|carta abierta",
    ),
    (
        "recording",
        Strength::Clear,
        r"recordings?|replay|videos?|grabación|grabaciones|vídeos?",
    ),
    ("map", Strength::Clear, r"maps?|mapa"),
    (
        "volunteer-call",
        Strength::Clear,
        r"volunteers?|volunteering|call for (?:\S+ ){0,3}(?:lawyers|translators|drivers|marshals|interpreters)|call(?:s|ing)? (?:for|on|upon)(?: \S+){0,5} (?:workers|people|students|members|neighbors|drivers|lawyers) to|voluntari[oa]s",
    ),
    (
        "service",
        Strength::Clear,
        r"(?:response|legal|jail|emotional|bail|peer|tech) support|legal aid|(?:free |legal |rent |immigration )clinics?|support groups?|mutual aid|counseling",
    ),
    (
        "resource",
        Strength::Clear,
        r"train(?:ing)?[- ]the[- ]?trainers?[”’\x22]? (?:program|curriculum)|training (?:resources|materials|program)",
    ),
    (
        "training",
        Strength::Dated,
        r"trainings?|workshops?|class|course|boot ?camp|teach-in|capacitación|taller|entrenamiento",
    ),
    (
        "tool",
        Strength::Clear,
        r"(?:interactive|online|lookup|look-up) tools?|calculator|tracker|browser extension",
    ),
    (
        "guide",
        Strength::Clear,
        r"guides?|handbook|how-to|guidance|tip ?sheets?|fact ?sheets?|checklists?|primer|explainer|(?:KYR|know[- ]your[- ]rights|education(?:al)?|outreach) (?:materials?|cards?)|guía|manual",
    ),
    (
        "report",
        Strength::Clear,
        r"reports? (?:on|about|from)|reports?|white paper|informe",
    ),
    (
        "campaign",
        Strength::Clear,
        r"campaigns?|task force|boycott|campaña",
    ),
    ("statement", Strength::Clear, r"statement"),
    (
        "article",
        Strength::Clear,
        r"articles?|essay|op-ed|blog post|artículo",
    ),
    (
        "event",
        Strength::Dated,
        r"webinars?|town halls?|meetings?|meet-?ups?|gatherings?|debriefs?|vigils?|rall(?:y|ies)|panels?|assembl(?:y|ies)|conferences?|briefings?|events?|sessions?|screenings?|open house|forum|concert|fundraiser|picnic|potluck|practice|(?:healing|grief|support|listening|sharing|prayer) (?:\w+ )?(?:circles?|spaces?)|mass calls?|(?:community|action|zoom|organizing|strategy) calls?|calls?|office hours|reunión|llamadas?|encuentro|asamblea|marcha|vigilia",
    ),
    (
        "resource",
        Strength::Vague,
        r"programs?|resources?|materials?|plan|list|library|curriculum|recursos?|program[ea]",
    ),
];

static PATTERNS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    CUES.iter()
        .map(|(_, _, words)| {
            // The list of words is a constant too; it only becomes whole words here.
            Regex::new(&format!(
                r"(?i)(?:^|[^\p{{L}}\p{{N}}])({words})(?:$|[^\p{{L}}\p{{N}}])"
            ))
        })
        .collect::<Result<_, _>>()
        .unwrap_or_default()
});

/// Behind these a word says what something is about or for, not what is offered.
static ASIDE: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?i)(?:\b(?:from|of|about|on|to|for|in|offering|during|after|before|providing|through)) (?:(?:the|a|an|our|their|its|this|these|more|other|\w+ing) )?(?:[\w-]+ ){0,1}$",
    )
});

/// `publication of reports`, `development of materials`: made, so offered.
static MADE: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?i)(?:publication|development|release|launch|episode|recording|series) of (?:[\w-]+ ){0,2}$|\b(?:is|are|also) (?:also )?offering (?:[\w-]+ ){0,4}$|\bsign(?:ed|ing)? on to (?:the |a |our )?$",
    )
});

/// The cues of a sentence in its order. A word that only says what something is about is left out,
/// unless it is all there is.
pub(super) fn cues(sentence: &str) -> Vec<Cue> {
    let mut found: Vec<Cue> = Vec::new();
    for (pattern, (kind, strength, _)) in PATTERNS.iter().zip(CUES) {
        let mut from = 0;
        // Matches share the character between two words, so that each search starts at the last word's end.
        while let Some(word) = pattern
            .captures_at(sentence, from)
            .and_then(|found| found.get(1))
        {
            from = word.end().max(from + 1);
            while !sentence.is_char_boundary(from) {
                from += 1;
            }
            let taken = found
                .iter()
                .any(|cue| cue.range.start < word.end() && word.start() < cue.range.end);
            if !taken && !is_verb(sentence, &word.range()) && !is_of_address(sentence, word.start())
            {
                found.push(Cue {
                    kind,
                    range: word.range(),
                    strength: *strength,
                });
            }
            if from >= sentence.len() {
                break;
            }
        }
    }
    found.sort_by_key(|cue| cue.range.start);
    let is_aside = |cue: &Cue| {
        let before = sentence.get(..cue.range.start).unwrap_or("");
        // A word with a capital is part of a name: `Example of Courts Campaign`.
        let named = sentence
            .get(cue.range.clone())
            .is_some_and(|word| word.starts_with(char::is_uppercase));
        !named && ASIDE.is_match(tail(before)) && !MADE.is_match(tail(before))
    };
    let offered: Vec<Cue> = found.iter().filter(|cue| !is_aside(cue)).cloned().collect();
    if offered.iter().any(|cue| cue.strength != Strength::Vague) {
        offered
    } else {
        found
    }
}

/// Whether a word is a part of an address, which says nothing of what is there.
fn is_of_address(sentence: &str, at: usize) -> bool {
    let before = sentence.get(..at).unwrap_or("");
    let word = before.rsplit(char::is_whitespace).next().unwrap_or("");
    word.contains("://") || word.trim_start_matches(['(', '<']).starts_with("www.")
}

/// The last characters of what stands before a word: enough for the words that matter, and a bound for
/// long texts.
fn tail(text: &str) -> &str {
    let mut at = text.len().saturating_sub(80);
    while !text.is_char_boundary(at) {
        at += 1;
    }
    text.get(at..).unwrap_or("")
}

/// `to call`, `will share resources`, `called`: the word is no thing here.
fn is_verb(sentence: &str, range: &Range<usize>) -> bool {
    let word = sentence.get(range.clone()).unwrap_or("").to_lowercase();
    let before = tail(sentence.get(..range.start).unwrap_or("")).to_lowercase();
    let last = before.split_whitespace().next_back().unwrap_or("");
    let behind_name = tail(sentence.get(..range.start).unwrap_or(""))
        .split_whitespace()
        .next_back()
        .is_some_and(|word| word.starts_with(char::is_uppercase));
    let goes_on = sentence.get(range.end..).is_some_and(|rest| {
        rest.trim_start() != rest && rest.trim_start().starts_with(char::is_alphanumeric)
    }) && !sentence
        .get(range.end..)
        .is_some_and(|rest| rest.starts_with(" for ") || rest.starts_with(" of "));
    let acts = matches!(
        word.as_str(),
        "call"
            | "report"
            | "volunteer"
            | "map"
            | "guide"
            | "practice"
            | "rally"
            | "plan"
            | "list"
            | "petition"
            | "calls"
            | "plans"
            | "pledge"
            | "boycott"
    );
    acts && (before.is_empty()
        && !matches!(
            word.as_str(),
            "petition" | "map" | "guide" | "pledge" | "plan"
        )
        || matches!(
            last,
            "to" | "can" | "please" | "will" | "and" | "or" | "we" | "they" | "you"
        ))
        // `Example Union plans a picket`: behind a name, before something.
        || word == "plans" && behind_name && goes_on
        || word == "resources" && matches!(last, "share" | "which" | "that")
}

#[cfg(test)]
mod tests {
    use super::{CUES, PATTERNS, cues};

    #[track_caller]
    fn check(sentence: &str, expected: &[&str]) {
        let found: Vec<_> = cues(sentence)
            .iter()
            .map(|cue| {
                format!(
                    "{} ({})",
                    cue.kind,
                    sentence.get(cue.range.clone()).unwrap()
                )
            })
            .collect();
        assert_eq!(found, expected, "{sentence}");
    }

    #[test]
    fn every_pattern_compiles() {
        assert_eq!(PATTERNS.len(), CUES.len());
    }

    #[test]
    fn words_say_kinds() {
        check(
            "Example Union has a tenant guide for organizers.",
            &["guide (guide)"],
        );
        check(
            "It made a Safety Toolkit and is offering rapid response support.",
            &["toolkit (Toolkit)", "service (response support)"],
        );
        check(
            "Videos from the webinar are on the channel.",
            &["recording (Videos)"],
        );
        check(
            "A line offering training and planning: Example Hotline",
            &["hotline (Hotline)"],
        );
        check("Call us to plan.", &[]);
        check("Example Union plans a picket", &[]);
        check("A grief circle", &["event (grief circle)"]);
        check(
            "We are calling on hotel workers to report",
            &["volunteer-call (calling on hotel workers to)"],
        );
        check("Recallings and mapped guidelines", &[]);
        check("", &[]);
    }
}
