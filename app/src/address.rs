//! A [`Place`] as the address's fragment and back. The fragment is never sent to the host.
//!
//! `#/?q=mass+call&kind=event,training&sort=newest&view=agenda&as_of=2024-11-07T12:00Z&lang=es` is a search;
//! `#/r/ID?as_of=...` is a record, `#/saved` what was saved on the device. Keys that are not the page's own are facets; a facet may be there more than once
//! (`kind=event&kind=training`), as forms and the widget write it. What cannot be read is left out: an old or damaged link still opens.

use crate::moment;
use crate::state::{Layout, Place, Sort};
use crate::text;

/// The fragment of a place, with its `#`.
pub fn write(place: &Place) -> String {
    let mut out = match &place.record {
        Some(id) => ["#/r/", &encode(id)].concat(),
        None if place.saved => "#/saved".to_owned(),
        None => "#/".to_owned(),
    };
    let mut mark = '?';
    let mut add = |key: &str, value: &str| {
        out.push(mark);
        mark = '&';
        out.push_str(key);
        out.push('=');
        out.push_str(value);
    };
    if !place.text.is_empty() {
        add("q", &encode(&place.text));
    }
    for (facet, values) in &place.filters {
        let values: Vec<String> = values.iter().map(|value| encode(value)).collect();
        let values = text::joined(values.iter().map(String::as_str), ",");
        add(&encode(facet), &values);
    }
    if place.sort != Sort::Relevance {
        add("sort", place.sort.name());
    }
    if place.layout != Layout::List {
        add("view", place.layout.name());
    }
    if let Some(as_of) = place.as_of {
        add("as_of", &moment::iso(as_of));
    }
    if let Some(lang) = &place.lang {
        add("lang", &encode(lang));
    }
    if place.sealed {
        add("sealed", "1");
    }
    out
}

/// The place that a fragment means.
pub fn read(fragment: &str) -> Place {
    let fragment = fragment.trim_start_matches('#');
    let (path, query) = fragment.split_once('?').unwrap_or((fragment, ""));
    let mut place = Place::default();
    let path = path.trim_start_matches('/');
    // A link may have been typed without its slash and question mark: `#q=call`.
    let query = if query.is_empty() && path.contains('=') {
        path
    } else {
        query
    };
    if let Some(id) = path.strip_prefix("r/") {
        place.record = Some(decode(id)).filter(|id| !id.is_empty());
    }
    place.saved = path == "saved";
    read_query(query, &mut place);
    place
}

/// Adds what a query string says to a place.
pub fn read_query(query: &str, place: &mut Place) {
    for pair in query.trim_start_matches('?').split('&') {
        let Some((key, value)) = pair.split_once('=') else {
            continue;
        };
        match decode(key).as_str() {
            "q" => place.text = decode(value),
            "sort" => place.sort = Sort::from_name(value).unwrap_or_default(),
            "view" => place.layout = Layout::from_name(value).unwrap_or_default(),
            "as_of" => place.as_of = moment::parse(&decode(value)),
            "lang" => place.lang = Some(decode(value)).filter(|lang| !lang.is_empty()),
            "sealed" => place.sealed = value == "1",
            "" => {}
            facet => {
                for value in value.split(',').map(decode) {
                    if !value.is_empty() && !place.has(facet, &value) {
                        place.toggle(facet, &value);
                    }
                }
            }
        }
    }
}

/// Percent-encodes what has a meaning in a fragment; letters of every language stay readable.
fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            ' ' => out.push('+'),
            '%'
            | '&'
            | '='
            | '+'
            | ','
            | '#'
            | '?'
            | '/'
            | '"'
            | '<'
            | '>'
            | '`'
            | '\u{0}'..='\u{1f}'
            | '\u{7f}' => {
                const HEX: &[u8; 16] = b"0123456789ABCDEF";
                let byte = c as u8;
                out.push('%');
                out.push(HEX[usize::from(byte >> 4)] as char);
                out.push(HEX[usize::from(byte & 15)] as char);
            }
            _ => out.push(c),
        }
    }
    out
}

fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'+' => bytes.push(b' '),
            b'%' => {
                let hex = |byte: Option<u8>| byte.and_then(|byte| (byte as char).to_digit(16));
                let mut ahead = rest.clone();
                match (hex(ahead.next()), hex(ahead.next())) {
                    (Some(high), Some(low)) => {
                        bytes.push((high * 16 + low) as u8);
                        rest = ahead;
                    }
                    _ => bytes.push(b'%'),
                }
            }
            byte => bytes.push(byte),
        }
    }
    // What is no text stays as it was written.
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{read, write};
    use crate::state::{Layout, Place, Sort};

    #[track_caller]
    fn check(place: &Place, fragment: &str) {
        assert_eq!(write(place), fragment);
        assert_eq!(read(fragment), *place);
    }

    #[test]
    fn a_place_is_its_address() {
        check(&Place::default(), "#/");
        let mut place = Place {
            text: "mass call".into(),
            sort: Sort::Newest,
            as_of: Some(28_849_680),
            ..Place::default()
        };
        place.toggle("kind", "event");
        place.toggle("kind", "training");
        place.toggle("topic", "a,b&c");
        check(
            &place,
            "#/?q=mass+call&kind=event,training&topic=a%2Cb%26c&sort=newest&as_of=2024-11-07T12:00Z",
        );
        let place = Place {
            record: Some("mass-call".into()),
            lang: Some("es".into()),
            ..Place::default()
        };
        check(&place, "#/r/mass-call?lang=es");
        check(&place.at_saved(), "#/saved?lang=es");
        let sealed = Place {
            sealed: true,
            ..place
        };
        check(&sealed, "#/r/mass-call?lang=es&sealed=1");
        check(&sealed.home(), "#/?lang=es&sealed=1");
        check(
            &Place {
                layout: Layout::Agenda,
                ..Place::default()
            },
            "#/?view=agenda",
        );
        check(
            &Place {
                text: "¿qué? 100% \"así\" #1 + 漢字".into(),
                ..Place::default()
            },
            "#/?q=¿qué%3F+100%25+%22así%22+%231+%2B+漢字",
        );
    }

    #[test]
    fn browsers_encode_more_than_is_needed() {
        assert_eq!(read("#/?q=qu%C3%A9%20es").text, "qué es");
        assert_eq!(read("#q=call").text, "call");
    }

    #[test]
    fn values_of_a_facet_stand_together_or_apart() {
        let mut place = Place::default();
        for value in ["event", "training", "hotline"] {
            place.toggle("kind", value);
        }
        place.toggle("topic", "a,b");
        for fragment in [
            "#/?kind=event,training,hotline&topic=a%2Cb",
            "#/?kind=event&kind=training&topic=a%2Cb&kind=hotline",
            "#/?topic=a%2Cb&kind=event,training&kind=training&kind=&kind=,hotline,event",
        ] {
            assert_eq!(read(fragment), place, "{fragment}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_left_out() {
        for fragment in [
            "",
            "#",
            "#/r/",
            "#/?sort=best&view=list&view=tiles&as_of=soon&kind=&lang=&&=x&q",
            "#/nowhere",
            "#/?sealed=0",
            "#/?sealed=",
        ] {
            assert_eq!(read(fragment), Place::default(), "{fragment}");
        }
        assert_eq!(read("#/?q=100%").text, "100%");
    }
}
