//! Moments as people and links write them: `2024-11-07T12:00Z`, with seconds or without, with an
//! offset, or a bare date, which is its start in UTC.

use jiff::Timestamp;

/// The moment that a text means, or `None` when it means none.
pub fn parse(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    if let Ok(moment) = text.parse::<Timestamp>() {
        return Some(moment);
    }
    let date: jiff::civil::Date = text.parse().ok()?;
    Some(date.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp())
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn moments_are_read() {
        let shown = |text: &str| parse(text).map(|moment| moment.to_string());
        assert_eq!(
            shown("2024-11-07T12:00Z").as_deref(),
            Some("2024-11-07T12:00:00Z")
        );
        assert_eq!(
            shown("2024-11-07T12:00:30Z").as_deref(),
            Some("2024-11-07T12:00:30Z")
        );
        assert_eq!(
            shown("2024-11-07T05:00-07:00").as_deref(),
            Some("2024-11-07T12:00:00Z")
        );
        assert_eq!(shown("2024-11-07").as_deref(), Some("2024-11-07T00:00:00Z"));
        assert_eq!(shown("tomorrow"), None);
        assert_eq!(shown("2024-02-30"), None);
    }
}
