//! What a reader can do with a record: register, watch, call, text a keyword to a number.

use serde::{Deserialize, Serialize};

/// The verb of an [`Action`]. The JSON and front-matter name is kebab case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "kept", derive(bitcode::Encode, bitcode::Decode))]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the verbs are the documentation")]
pub enum ActionKind {
    Register,
    Rsvp,
    Join,
    SignOn,
    Volunteer,
    Watch,
    Listen,
    Read,
    Download,
    Open,
    Call,
    Text,
    Email,
}

impl ActionKind {
    /// Every verb, in the order in which a page offers them.
    pub const ALL: &'static [ActionKind] = &[
        ActionKind::Register,
        ActionKind::Rsvp,
        ActionKind::Join,
        ActionKind::SignOn,
        ActionKind::Volunteer,
        ActionKind::Watch,
        ActionKind::Listen,
        ActionKind::Read,
        ActionKind::Download,
        ActionKind::Open,
        ActionKind::Call,
        ActionKind::Text,
        ActionKind::Email,
    ];

    /// The name used in front matter: `sign-on`.
    pub fn name(self) -> &'static str {
        match self {
            ActionKind::Register => "register",
            ActionKind::Rsvp => "rsvp",
            ActionKind::Join => "join",
            ActionKind::SignOn => "sign-on",
            ActionKind::Volunteer => "volunteer",
            ActionKind::Watch => "watch",
            ActionKind::Listen => "listen",
            ActionKind::Read => "read",
            ActionKind::Download => "download",
            ActionKind::Open => "open",
            ActionKind::Call => "call",
            ActionKind::Text => "text",
            ActionKind::Email => "email",
        }
    }

    /// The verb with exactly this name.
    pub fn from_name(name: &str) -> Option<ActionKind> {
        Self::ALL.iter().copied().find(|kind| kind.name() == name)
    }
}

/// One thing to do. With neither `url`, `phone`, `sms_to` nor `email`, the source gave no way to
/// do it: the page shows `words` and says that the link is not in the source.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "kept", derive(bitcode::Encode, bitcode::Decode))]
pub struct Action {
    /// The verb.
    #[serde(rename = "do")]
    pub kind: ActionKind,
    /// An absolute `https:` or `http:` address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// A number to dial in E.164 form without spaces: `+18446832669`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// The number as the source writes it: `1-844-NVDA-NOW`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone_words: Option<String>,
    /// The number or short code that a text message goes to: `30403`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sms_to: Option<String>,
    /// The keyword that the message must say: `MASS CALL`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sms_keyword: Option<String>,
    /// An e-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The source's own words for it: `RSVP at M4BLLINK/NOV7`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
    /// Language of what is behind it (BCP 47), where it is one of several: `es`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
    /// Where and when an editor found a link that the source lacks: `the host's site, 2026-11-20`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub found: Option<String>,
}

impl Action {
    /// The address a tap opens (`https:`, `tel:`, `sms:` or `mailto:`), or `None` where the source
    /// gave no way. The `sms:` form `?&body=` is the one that both Android and iOS accept.
    pub fn href(&self) -> Option<String> {
        // Put together without `format!`, which would be 2 KB of the browser's module.
        if let Some(url) = &self.url {
            return Some(url.clone());
        }
        if let Some(phone) = &self.phone {
            return Some(["tel:", phone].concat());
        }
        if let Some(to) = &self.sms_to {
            return Some(match &self.sms_keyword {
                Some(keyword) => ["sms:", to, "?&body=", &percent_encode(keyword)].concat(),
                None => ["sms:", to].concat(),
            });
        }
        let email = self.email.as_ref();
        email.map(|email| ["mailto:", email].concat())
    }
}

/// Percent-encodes everything but RFC 3986's unreserved characters.
fn percent_encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                out.push(byte as char);
            }
            _ => {
                const HEX: &[u8; 16] = b"0123456789ABCDEF";
                out.push('%');
                out.push(HEX[usize::from(byte >> 4)] as char);
                out.push(HEX[usize::from(byte & 15)] as char);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Action, ActionKind};

    fn action(kind: ActionKind) -> Action {
        Action {
            kind,
            url: None,
            phone: None,
            phone_words: None,
            sms_to: None,
            sms_keyword: None,
            email: None,
            words: None,
            lang: None,
            found: None,
        }
    }

    #[test]
    fn a_keyword_is_the_body_of_the_message() {
        let text = Action {
            sms_to: Some("30403".into()),
            sms_keyword: Some("MASS CALL".into()),
            ..action(ActionKind::Text)
        };
        assert_eq!(text.href().as_deref(), Some("sms:30403?&body=MASS%20CALL"));
    }

    #[test]
    fn words_alone_lead_nowhere() {
        let rsvp = Action {
            words: Some("RSVP at M4BLLINK/NOV7".into()),
            ..action(ActionKind::Rsvp)
        };
        assert_eq!(rsvp.href(), None);
    }
}
