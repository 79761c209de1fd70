//! The list below the field: what is suggested, or what was searched before.

use super::{Context, hit};
use crate::combobox::{Choice, Combobox};
use crate::html::Html;
use crate::labels;

/// Its options. Their ids are `cb-option-` and their place in the list, from 0.
pub fn options(c: Context, list: &Combobox) -> String {
    let mut html = Html::default();
    for (at, choice) in list.choices.iter().enumerate() {
        let at = at as u32;
        html.raw("<li role=\"option\" id=\"cb-option-").number(at);
        html.raw("\" data-do=\"choose\" data-value=\"")
            .number(at)
            .raw(if list.active == Some(at as usize) {
                "\" aria-selected=\"true\">"
            } else {
                "\" aria-selected=\"false\">"
            });
        let about = match choice {
            Choice::Record { title, ranges, .. } => {
                hit::marked(&mut html, title, ranges);
                ""
            }
            Choice::Value { facet, value, text } => {
                if !text.is_empty() {
                    html.text(text).raw(" + ");
                }
                html.text(labels::value(c.site, facet, value, c.lang()));
                c.heading(facet)
            }
            Choice::Recent(text) => {
                html.text(text);
                c.words.recent
            }
            Choice::Forget => {
                html.text(c.words.forget_searches);
                ""
            }
        };
        if !about.is_empty() {
            html.element(" <span class=\"cb-small\">", about, "</span>");
        }
        html.raw("</li>");
    }
    html.done()
}
