//! What columns of tables are usually called, in English, Spanish, German and French.
//!
//! Whole headings, as people write them above a column; what a sentence speaks of is only proposed ([`super::proposal`]), and a
//! map says what nobody could know.

use std::collections::BTreeSet;

/// What columns are usually called, in lower case, by key. The first that is there counts.
pub(super) const USUAL: &[(&str, &[&str])] = &[
    ("id", &["id", "uid", "guid", "slug"]),
    ("kind", &["kind", "type"]),
    (
        "title",
        &[
            "title",
            "name",
            "event",
            "event name",
            "event title",
            "subject",
            "título",
            "titulo",
            "nombre",
            "name.text",
            "evento",
            "nombre del evento",
            "titel",
            "name der veranstaltung",
            "veranstaltung",
            "bezeichnung",
            "betreff",
            "titre",
            "nom",
            "nom de l'événement",
            "événement",
            "intitulé",
        ],
    ),
    (
        "summary",
        &[
            "summary",
            "short description",
            "blurb",
            "resumen",
            "kurzbeschreibung",
            "zusammenfassung",
            "résumé",
        ],
    ),
    (
        "body",
        &[
            "description",
            "text",
            "body",
            "content",
            "details",
            "notes",
            "descripción",
            "descripcion",
            "description html",
            "description.text",
            "detalles",
            "beschreibung",
            "inhalt",
            "détails",
        ],
    ),
    (
        "link",
        &[
            "link",
            "url",
            "website",
            "web",
            "address",
            "homepage",
            "enlace",
            "sitio web",
            "página web",
            "webseite",
            "internetseite",
            "lien",
            "site web",
            "site internet",
        ],
    ),
    (
        "where",
        &[
            "location",
            "venue",
            "where",
            "lugar",
            "ubicación",
            "ubicacion",
            "location.name",
            "venue.name",
            "ort",
            "veranstaltungsort",
            "treffpunkt",
            "lieu",
            "adresse",
        ],
    ),
    (
        "published",
        &[
            "published",
            "publication date",
            "date published",
            "published at",
            "pub_date",
            "fecha de publicación",
            "veröffentlicht am",
            "date de publication",
        ],
    ),
    (
        "when.start",
        &[
            "start",
            "start date",
            "start_date",
            "date",
            "starts",
            "when",
            "start time",
            "begins",
            "fecha",
            "startdate",
            "start.datetime",
            "start.date",
            "start.local",
            "fecha de inicio",
            "inicio",
            "datum",
            "startdatum",
            "beginn",
            "anfang",
            "date de début",
            "début",
            "date & time",
            "date and time",
            "date/time",
            "datetime",
            "start date & time",
            "start date and time",
            "fecha y hora",
            "datum und uhrzeit",
            "date et heure",
        ],
    ),
    (
        "when.time",
        &[
            "time",
            "start_time",
            "hora",
            "hora de inicio",
            "uhrzeit",
            "zeit",
            "startzeit",
            "heure",
            "heure de début",
            "horaire",
        ],
    ),
    (
        "when.end",
        &[
            "end",
            "end date",
            "end_date",
            "ends",
            "end time",
            "end_time",
            "enddate",
            "end.datetime",
            "end.date",
            "end.local",
            "fecha de fin",
            "fecha final",
            "fin",
            "ende",
            "enddatum",
            "date de fin",
            "end date & time",
            "end date and time",
            "end date/time",
        ],
    ),
    (
        "when.end_time",
        &[
            "end time",
            "hora de fin",
            "hora final",
            "hora de término",
            "endzeit",
            "heure de fin",
        ],
    ),
    (
        "when.all_day",
        &[
            "all day event",
            "all day",
            "todo el día",
            "ganztägig",
            "toute la journée",
        ],
    ),
    (
        "when.zone",
        &[
            "zone",
            "time zone",
            "timezone",
            "tz",
            "start.timezone",
            "zona horaria",
            "zeitzone",
            "fuseau horaire",
        ],
    ),
    (
        "hosts",
        &[
            "host",
            "hosts",
            "organization",
            "organisation",
            "organizer",
            "group",
            "organización",
            "organizacion",
            "organizers",
            "organizer.name",
            "organizers.name",
            "organiza",
            "organizador",
            "organizadora",
            "convoca",
            "veranstalter",
            "veranstalterin",
            "veranstalter*in",
            "veranstalter:in",
            "gruppe",
            "organisateur",
            "organisatrice",
            "organisé par",
            "groupe",
            "host org",
            "host organization",
            "hosting organization",
            "hosted by",
        ],
    ),
    (
        "people",
        &[
            "author", "authors", "by", "autor", "autora", "autorin", "auteur", "autrice",
        ],
    ),
    (
        "topic",
        &[
            "topic",
            "topics",
            "tags",
            "tag",
            "category",
            "categories",
            "tema",
            "temas",
            "etiquetas",
            "etiqueta",
            "categoría",
            "categorías",
            "thema",
            "themen",
            "schlagwörter",
            "schlagworte",
            "stichwörter",
            "kategorie",
            "kategorien",
            "thème",
            "thèmes",
            "mots-clés",
            "mots clés",
            "étiquettes",
            "catégorie",
            "catégories",
        ],
    ),
    (
        "audience",
        &["audience", "for whom", "público", "zielgruppe"],
    ),
    (
        "region",
        &[
            "region", "regions", "place", "city", "state", "ciudad", "región", "stadt", "ville",
            "région",
        ],
    ),
    ("format", &["format", "formato"]),
    (
        "languages",
        &[
            "language",
            "languages",
            "idioma",
            "idiomas",
            "lengua",
            "sprache",
            "sprachen",
            "langue",
            "langues",
        ],
    ),
    ("aliases", &["aliases", "alias", "other names", "acronym"]),
    (
        "actions.call",
        &[
            "phone",
            "telephone",
            "hotline",
            "teléfono",
            "telefono",
            "telefon",
            "telefonnummer",
            "téléphone",
        ],
    ),
    (
        "actions.email",
        &[
            "email",
            "e-mail",
            "mail",
            "correo",
            "correo electrónico",
            "e-mail-adresse",
            "courriel",
        ],
    ),
    (
        "actions.register",
        &[
            "register",
            "registration",
            "registration link",
            "registration url",
            "sign up",
            "signup",
            "sign-up link",
            "link to register",
            "register link",
            "registration form",
            "inscripción",
            "inscripcion",
            "enlace de inscripción",
            "anmeldung",
            "anmeldelink",
            "inscription",
            "lien d'inscription",
        ],
    ),
    ("actions.rsvp", &["rsvp", "rsvp link"]),
    ("actions.join", &["zoom", "zoom link", "meeting link"]),
];

/// What columns are called that have days alone.
const DAY: &[&str] = &["date", "day", "fecha", "día", "datum", "jour"];

/// A column of days, and one of starts that says no more than the time of each.
pub(super) fn day_and_time<'c>(
    columns: &BTreeSet<&'c str>,
    are_times: impl Fn(&str) -> bool,
) -> Option<(&'c str, &'c str)> {
    let is_day = |column: &&str| DAY.iter().any(|name| is_called(column, name));
    let day = columns.iter().copied().find(is_day)?;
    let (_, starts) = USUAL.iter().find(|(key, _)| *key == "when.start")?;
    let is_time = |column: &&str| {
        let is_start = starts
            .iter()
            .any(|name| is_called(column, &name.replace('_', " ")));
        *column != day && is_start && are_times(column)
    };
    Some((day, columns.iter().copied().find(is_time)?))
}

/// Whether a column has that name, alone or with what people put around it: `Event Start Date`, `Language(s)`.
pub(super) fn is_called(column: &str, name: &str) -> bool {
    let column = column
        .to_lowercase()
        .replace('_', " ")
        .replace("(s)", "")
        .replace('’', "'");
    // A heading may be broken into lines.
    let column = column.split_whitespace().collect::<Vec<_>>().join(" ");
    let column = column.trim_end_matches(':').trim_end();
    column == name
        || ["event ", "contact "]
            .iter()
            .any(|before| column.strip_prefix(before) == Some(name))
}

/// Whether a heading has several of these names with a mark between them: `Location/Venue`, `Description & Notes`.
pub(super) fn is_called_twice(column: &str, names: &[&str]) -> bool {
    let parts: Vec<&str> = column.split(['/', '&', ',']).map(str::trim).collect();
    let is_named = |part: &&str| {
        names
            .iter()
            .any(|name| is_called(part, &name.replace('_', " ")))
    };
    parts.len() > 1 && parts.iter().all(is_named)
}
