//! A value that a facet does not have, and which of its own was meant.

use crate::diagnostic::{Log, certain, nearest};
use crate::settings::Facet;
use crate::tree::Placed;

/// Complains of a value outside a facet's vocabulary, and finds what was meant among ids, labels
/// and synonyms.
pub(super) fn unknown(facet: &Facet, value: &Placed, log: &mut Log) {
    let names = facet.values.iter().flat_map(|have| {
        let synonyms = have.synonyms.values().flatten();
        std::iter::once(&have.id)
            .chain(have.label.values())
            .chain(synonyms)
            .map(move |name| (name.as_str(), have.id.as_str()))
    });
    let names: Vec<(&str, &str)> = names.collect();
    let meaning = |text: &str| {
        nearest(text, names.iter().map(|(name, _)| *name))
            .and_then(|near| names.iter().find(|(name, _)| *name == near))
            .map(|(_, id)| *id)
    };
    let is_name = |text: &str| {
        let text = text.to_lowercase();
        names.iter().any(|(name, _)| name.to_lowercase() == text)
    };
    let parts = value.value.split([',', ';']).map(str::trim);
    let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    if parts.len() > 1 && !is_name(&value.value) && parts.iter().any(|part| meaning(part).is_some())
    {
        let parts: Vec<&str> = parts
            .iter()
            .map(|part| meaning(part).unwrap_or(part))
            .collect();
        log.error(
            "unknown-value",
            value.place,
            format!("`{}` is read as one {}", value.value, facet.id),
            format!("write a list: `{}: [{}]`", facet.id, parts.join(", ")),
        );
        return;
    }
    let meant = meaning(&value.value);
    let question = meant.map_or(String::new(), |meant| format!("; did you mean `{meant}`?"));
    let fix = match meant {
        Some(meant) => format!(
            "write `{meant}`, or add `{}` to the facet in catalog.toml",
            value.value
        ),
        None => {
            let ids: Vec<&str> = facet.values.iter().map(|value| value.id.as_str()).collect();
            format!("use one of {}", ids.join(", "))
        }
    };
    log.error(
        "unknown-value",
        value.place,
        format!("unknown {} `{}`{question}", facet.id, value.value),
        fix,
    );
    let ids = facet.values.iter().map(|value| value.id.as_str());
    if let Some(meant) = certain(&value.value, ids) {
        log.certain(&value.value, meant);
    }
}
