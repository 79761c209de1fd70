//! Open Referral data in one form, whichever of three it came in: services and organizations as JSON
//! objects with what belongs to them nested inside, as HSDS's API gives them.
//!
//! Tables, one CSV file each or all in `tabular.json`, are put together by their `…_id` columns
//! (docs.openreferral.org, HSDS 3, "Schema Reference").

use crate::draft::Import;
use crate::source::{File, Source};
use crate::table::lines::line_of;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// An object and where it stands.
#[derive(Debug, Clone)]
pub struct Item {
    /// Its file.
    pub file: String,
    /// Its line, from 1; 0 if not known.
    pub line: usize,
    /// What it says.
    pub object: Map<String, Value>,
}

/// All that a source has.
#[derive(Debug, Default)]
pub struct Items {
    /// Each once, by id.
    pub organizations: BTreeMap<String, Item>,
    /// Each once, by id.
    pub services: BTreeMap<String, Item>,
    /// Of the pages of an answer, those that are there.
    pages: Pages,
}

/// Pages in which an API gives what it has.
#[derive(Debug, Default)]
struct Pages {
    /// How many there are, and the file that says so.
    total: u64,
    file: String,
    there: BTreeSet<u64>,
}

impl Items {
    /// Asks about pages that are not there.
    pub fn ask_of_pages(&self, import: &mut Import) {
        let Pages { total, file, there } = &self.pages;
        let missing: Vec<String> = (1..=(*total).min(MOST_PAGES))
            .filter(|page| !there.contains(page))
            .map(|page| page.to_string())
            .collect();
        if !missing.is_empty() {
            let text = format!(
                "the source is in {total} pages, of which these are not there: {}. Save them, too, and import all from one folder",
                missing.join(", ")
            );
            import.ask(file, 0, "unread", text);
        }
    }
}

/// Most pages of which each is looked for.
const MOST_PAGES: u64 = 1000;

type Tables = BTreeMap<String, Vec<Item>>;

/// Tables whose rows belong to a row of another: table, column, and the key under which they are nested.
const BELONGS: &[(&str, &str, &str, &str)] = &[
    ("languages", "phone_id", "phones", "languages"),
    ("phones", "contact_id", "contacts", "phones"),
    ("addresses", "location_id", "locations", "addresses"),
    ("accessibility", "location_id", "locations", "accessibility"),
    ("phones", "location_id", "locations", "phones"),
    ("languages", "location_id", "locations", "languages"),
    ("schedules", "location_id", "locations", "schedules"),
    ("contacts", "location_id", "locations", "contacts"),
    (
        "phones",
        "service_at_location_id",
        "service_at_location",
        "phones",
    ),
    (
        "schedules",
        "service_at_location_id",
        "service_at_location",
        "schedules",
    ),
    (
        "contacts",
        "service_at_location_id",
        "service_at_location",
        "contacts",
    ),
    ("phones", "service_id", "services", "phones"),
    ("schedules", "service_id", "services", "schedules"),
    ("service_areas", "service_id", "services", "service_areas"),
    ("languages", "service_id", "services", "languages"),
    ("cost_options", "service_id", "services", "cost_options"),
    (
        "required_documents",
        "service_id",
        "services",
        "required_documents",
    ),
    ("funding", "service_id", "services", "funding"),
    ("contacts", "service_id", "services", "contacts"),
    (
        "service_at_location",
        "service_id",
        "services",
        "service_at_locations",
    ),
    ("attributes", "link_id", "services", "attributes"),
    ("phones", "organization_id", "organizations", "phones"),
    ("contacts", "organization_id", "organizations", "contacts"),
    ("funding", "organization_id", "organizations", "funding"),
    ("locations", "organization_id", "organizations", "locations"),
    ("attributes", "link_id", "organizations", "attributes"),
];

/// Rows that are named by another row's column: table, column, the table named, and the new key.
const NAMED: &[(&str, &str, &str, &str)] = &[
    (
        "attributes",
        "taxonomy_term_id",
        "taxonomy_terms",
        "taxonomy_term",
    ),
    (
        "service_at_location",
        "location_id",
        "locations",
        "location",
    ),
    ("services", "program_id", "programs", "program"),
];

/// Reads a source in any of the forms.
pub fn read(source: &Source, import: &mut Import) -> Items {
    let mut items = Items::default();
    let mut tables = Tables::new();
    for file in &source.files {
        let (text, _) = file.text();
        // What describes the tables is no data.
        if file.name() == "datapackage.json" {
            continue;
        }
        if file.name().ends_with(".json") {
            match crate::json::read(&text) {
                Ok((value, twice)) => {
                    for repeated in twice {
                        let (line, text) = (repeated.line, repeated.question());
                        import.ask(&file.path, line, "listed-twice", text);
                    }
                    json(file, &text, value, &mut tables, &mut items, import);
                }
                Err(error) => import.ask(
                    &file.path,
                    error.line(),
                    "bad-data",
                    format!("this is no JSON: {error}"),
                ),
            }
        } else if let Some(table) = file.name().strip_suffix(".csv") {
            rows(file, table, &text, &mut tables, import);
        }
    }
    orphans(&tables, import);
    assemble(tables, &mut items, import);
    items
}

/// Asks about rows that belong to nothing that is there, which would be lost.
fn orphans(tables: &Tables, import: &mut Import) {
    let ids = |table: &str| {
        let rows = tables.get(table).into_iter().flatten();
        rows.filter_map(|row| row.object.get("id").and_then(Value::as_str))
    };
    let there: BTreeMap<&str, BTreeSet<&str>> = tables
        .keys()
        .map(|table| (table.as_str(), ids(table).collect()))
        .collect();
    let is_there = |column: &str, parent: &str, id: &str| match column {
        // What it links to may be a row of any table.
        "link_id" => there.values().any(|ids| ids.contains(id)),
        _ => there.get(parent).is_some_and(|ids| ids.contains(id)),
    };
    for (table, rows) in tables {
        let owners = BELONGS.iter().filter(|(child, ..)| child == table);
        // What others name need not belong to anything itself.
        if owners.clone().next().is_none() || NAMED.iter().any(|(_, _, named, _)| named == table) {
            continue;
        }
        for row in rows {
            let named = owners.clone().filter_map(|(_, column, parent, _)| {
                let id = row.object.get(*column)?.as_str()?;
                Some((*column, *parent, id))
            });
            if named
                .clone()
                .any(|(column, parent, id)| is_there(column, parent, id))
            {
                continue;
            }
            let mut named: Vec<String> = named
                .map(|(column, _, id)| format!("{column} {id}"))
                .collect();
            // A link is asked after once for each table that it may lead to.
            named.dedup();
            let why = match named.is_empty() {
                true => "says not to what it belongs".to_owned(),
                false => format!("belongs to what is not there ({})", named.join(", ")),
            };
            let text = format!("this row of {table} {why}; it was left out");
            import.ask(&row.file, row.line, "left-out", text);
        }
    }
}

fn rows(file: &File, table: &str, text: &str, tables: &mut Tables, import: &mut Import) {
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .from_reader(text.as_bytes());
    let headers = match reader.headers() {
        Ok(headers) => headers.clone(),
        Err(error) => {
            import.ask(
                &file.path,
                1,
                "bad-row",
                format!("the heading cannot be read: {error}"),
            );
            return;
        }
    };
    for record in reader.records() {
        match record {
            Ok(record) => {
                let line = line_of(record.position(), text);
                let object = headers
                    .iter()
                    .zip(record.iter())
                    .filter(|(_, cell)| !cell.trim().is_empty())
                    .map(|(name, cell)| {
                        (
                            name.trim().to_owned(),
                            Value::String(cell.trim().to_owned()),
                        )
                    })
                    .collect();
                let item = Item {
                    file: file.path.clone(),
                    line,
                    object,
                };
                tables.entry(table.to_owned()).or_default().push(item);
            }
            Err(error) => {
                let line = line_of(error.position(), text);
                import.ask(
                    &file.path,
                    line,
                    "bad-row",
                    format!("the row cannot be read: {error}"),
                );
            }
        }
    }
}

fn json(
    file: &File,
    text: &str,
    value: Value,
    tables: &mut Tables,
    items: &mut Items,
    import: &mut Import,
) {
    match value {
        Value::Array(members) => {
            for member in members {
                json(file, text, member, tables, items, import);
            }
        }
        Value::Object(mut object) => {
            if matches!(object.get("contents"), Some(Value::Array(_))) {
                let number = |key: &str| object.get(key).and_then(Value::as_u64);
                if let (Some(total), Some(page)) = (number("total_pages"), number("page_number")) {
                    if total > items.pages.total {
                        items.pages.total = total;
                        items.pages.file.clone_from(&file.path);
                    }
                    items.pages.there.insert(page);
                }
                let contents = object.remove("contents").unwrap_or_default();
                json(file, text, contents, tables, items, import);
                return;
            }
            if object.keys().any(|key| key.ends_with(".csv")) {
                for (name, rows) in object {
                    let Value::Array(rows) = rows else { continue };
                    for row in rows {
                        if let Value::Object(object) = row {
                            let item = item(file, text, object);
                            let table = name.trim_end_matches(".csv").to_owned();
                            tables.entry(table).or_default().push(item);
                        }
                    }
                }
                return;
            }
            place(file, text, object, items, import);
        }
        _ => {}
    }
}

/// An object by itself: a service, an organization, or a service at a place.
fn place(
    file: &File,
    text: &str,
    mut object: Map<String, Value>,
    items: &mut Items,
    import: &mut Import,
) {
    let has = |object: &Map<String, Value>, keys: &[&str]| {
        keys.iter().any(|key| object.contains_key(*key))
    };
    if let Some(Value::Object(mut service)) = object.remove("service") {
        let mut here = Vec::from([Value::Object(object)]);
        if let Some(Value::Array(more)) = service.remove("service_at_locations") {
            here.extend(more);
        }
        service.insert("service_at_locations".to_owned(), Value::Array(here));
        place(file, text, service, items, import);
    } else if has(
        &object,
        &[
            "organization_id",
            "organization",
            "application_process",
            "eligibility_description",
            "service_at_locations",
            "service_areas",
            "cost_options",
            "assured_date",
        ],
    ) {
        if let Some(Value::Object(organization)) = object.get("organization").cloned() {
            keep(
                item(file, text, organization),
                &mut items.organizations,
                import,
            );
        }
        keep(item(file, text, object), &mut items.services, import);
    } else if has(
        &object,
        &[
            "legal_status",
            "tax_status",
            "tax_id",
            "year_incorporated",
            "services",
            "programs",
            "parent_organization_id",
            "website",
            "organization_identifiers",
        ],
    ) {
        if let Some(Value::Array(services)) = object.remove("services") {
            let owner = object.get("id").cloned();
            for service in services {
                if let Value::Object(mut service) = service {
                    if let (Some(owner), false) = (&owner, service.contains_key("organization_id"))
                    {
                        service.insert("organization_id".to_owned(), owner.clone());
                    }
                    keep(item(file, text, service), &mut items.services, import);
                }
            }
        }
        keep(item(file, text, object), &mut items.organizations, import);
    } else {
        import.ask(
            &file.path,
            1,
            "left-out",
            "this is neither a service nor an organization; it was left out",
        );
    }
}

fn item(file: &File, text: &str, object: Map<String, Value>) -> Item {
    let id = object.get("id").and_then(Value::as_str).unwrap_or("");
    let at = text.find(id).filter(|_| !id.is_empty());
    Item {
        file: file.path.clone(),
        line: at.map_or(0, |at| {
            text.get(..at).unwrap_or("").matches('\n').count() + 1
        }),
        object,
    }
}

/// Keeps an item once; of two with one id the one that says more. The API gives an organization with each of its services;
/// one id with two names is asked about.
fn keep(item: Item, items: &mut BTreeMap<String, Item>, import: &mut Import) {
    let id = match item.object.get("id").and_then(Value::as_str) {
        Some(id) => id.to_owned(),
        None => item
            .object
            .get("name")
            .and_then(Value::as_str)
            .unwrap_or("")
            .to_owned(),
    };
    let name = |item: &Item| {
        item.object
            .get("name")
            .and_then(Value::as_str)
            .unwrap_or("")
            .to_owned()
    };
    if let Some(have) = items.get(&id).filter(|have| name(have) != name(&item)) {
        let text = format!(
            "the id {id} is that of “{}” and of “{}”; the one that says more was taken. Which is it?",
            name(have),
            name(&item)
        );
        import.ask(&item.file, item.line, "listed-twice", text);
    }
    match items.get(&id) {
        Some(have) if have.object.len() >= item.object.len() => {}
        _ => {
            items.insert(id, item);
        }
    }
}

/// Nests the rows of tables within one another, those that hold nothing first.
fn assemble(mut tables: Tables, items: &mut Items, import: &mut Import) {
    if let Some(rows) = tables.remove("service_at_locations") {
        tables
            .entry("service_at_location".to_owned())
            .or_default()
            .extend(rows);
    }
    for (table, column, named, key) in NAMED.iter().filter(|(table, ..)| *table == "attributes") {
        name(&mut tables, table, column, named, key);
    }
    for (table, column, parent, key) in BELONGS
        .iter()
        .filter(|(_, _, parent, _)| !matches!(*parent, "services" | "organizations"))
    {
        nest(&mut tables, table, column, parent, key);
    }
    for (table, column, named, key) in NAMED.iter().filter(|(table, ..)| *table != "attributes") {
        name(&mut tables, table, column, named, key);
    }
    for (table, column, parent, key) in BELONGS
        .iter()
        .filter(|(_, _, parent, _)| matches!(*parent, "services" | "organizations"))
    {
        nest(&mut tables, table, column, parent, key);
    }
    for item in tables.remove("organizations").unwrap_or_default() {
        keep(item, &mut items.organizations, import);
    }
    for item in tables.remove("services").unwrap_or_default() {
        keep(item, &mut items.services, import);
    }
}

fn nest(tables: &mut Tables, table: &str, column: &str, parent: &str, key: &str) {
    let mut children: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for row in tables.get(table).into_iter().flatten() {
        if let Some(id) = row.object.get(column).and_then(Value::as_str) {
            children
                .entry(id.to_owned())
                .or_default()
                .push(Value::Object(row.object.clone()));
        }
    }
    for row in tables.get_mut(parent).into_iter().flatten() {
        let id = row.object.get("id").and_then(Value::as_str);
        if let Some(found) = id.and_then(|id| children.get(id)) {
            row.object
                .insert(key.to_owned(), Value::Array(found.clone()));
        }
    }
}

fn name(tables: &mut Tables, table: &str, column: &str, named: &str, key: &str) {
    let rows: BTreeMap<String, Value> = tables
        .get(named)
        .into_iter()
        .flatten()
        .filter_map(|row| {
            let id = row.object.get("id")?.as_str()?.to_owned();
            Some((id, Value::Object(row.object.clone())))
        })
        .collect();
    for row in tables.get_mut(table).into_iter().flatten() {
        let id = row.object.get(column).and_then(Value::as_str);
        if let Some(found) = id.and_then(|id| rows.get(id)) {
            row.object.insert(key.to_owned(), found.clone());
        }
    }
}
