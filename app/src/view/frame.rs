//! What stands around every page: the name above, the moment, the foot, and what went wrong.

use super::{Context, text_button};
use crate::answer::{Answer, Failure};
use crate::html::Html;
use crate::locale::{self, Words};

/// What every page is written into. One text, because an element of a typed view is code of its own.
pub const SKELETON: &str = "<div class=\"cb-page\"><header class=\"cb-head\"><div id=\"cb-head\"></div>\
<form class=\"cb-search\" role=\"search\">\
<input class=\"cb-field\" type=\"search\" id=\"cb-field\" autocomplete=\"off\" autocapitalize=\"off\" \
spellcheck=\"false\" enterkeyhint=\"search\" dir=\"auto\" role=\"combobox\" aria-autocomplete=\"list\" \
aria-expanded=\"false\" aria-controls=\"cb-options\">\
<ul class=\"cb-options\" id=\"cb-options\" role=\"listbox\"></ul>\
</form><div id=\"cb-moment\"></div></header>\
<main class=\"cb-main\" id=\"cb-main\" tabindex=\"-1\"><div id=\"cb-trouble\"></div>\
<div id=\"cb-open\"></div><div class=\"cb-columns\" id=\"cb-search\"><aside class=\"cb-side\" id=\"cb-side\"></aside>\
<div class=\"cb-results\" id=\"cb-results\" tabindex=\"-1\"><div class=\"cb-toolbar\" id=\"cb-toolbar\"></div>\
<div id=\"cb-chips\"></div><div id=\"cb-found\"></div></div></div></main>\
<dialog class=\"cb-sheet\" id=\"cb-sheet\"><div class=\"cb-sheet-head\" id=\"cb-sheet-head\"></div>\
<div class=\"cb-sheet-body\" id=\"cb-sheet-body\"></div>\
<div class=\"cb-sheet-foot\" id=\"cb-sheet-foot\"></div></dialog>\
<p class=\"cb-unseen\" id=\"cb-said\" role=\"status\" aria-live=\"polite\"></p>\
<p class=\"cb-told\" id=\"cb-told\" role=\"status\"></p>\
<footer class=\"cb-foot\" id=\"cb-foot\"></footer></div>";

/// The name and the line beside it.
pub fn head(c: Context) -> String {
    let mut html = Html::default();
    html.raw("<a class=\"cb-skip\" href=\"#cb-main\" data-do=\"skip\">")
        .text(c.words.skip)
        .raw("</a><div class=\"cb-head-row\"><a class=\"cb-name\"");
    html.attribute("href", &c.href(&c.place.home()));
    c.named(&mut html, &c.site.name);
    html.raw("</a><span class=\"cb-tagline\"");
    c.named(&mut html, &c.site.tagline);
    html.raw("</span>");
    let saved = c.device.saved.lines().count();
    if saved > 0 {
        html.raw("<a class=\"cb-saved\"")
            .attribute("href", &c.href(&c.place.at_saved()));
        html.element(">", c.words.saved, " (")
            .number(saved as u32)
            .raw(")</a>");
    }
    html.raw("</div>");
    html.done()
}

/// Which moment is shown, when it is not now.
pub fn moment(c: Context) -> String {
    let mut html = Html::default();
    if let Some(as_of) = c.place.as_of {
        html.element(
            "<p class=\"cb-as-of\" role=\"note\">",
            &(c.words.as_of)(&c.dates.moment(as_of, "", c.lang())),
            " ",
        );
        text_button(&mut html, "cb-link", "now", "", "", c.words.show_now);
        html.raw("</p>");
    }
    html.done()
}

/// The foot: privacy, embedding, languages.
pub fn foot(c: Context) -> String {
    let mut html = Html::default();
    let embed = ["embed.html#", c.words.tag].concat();
    html.element("<p>", c.words.private, " <a")
        .attribute("href", &embed)
        .element(
            ">",
            c.words.embed,
            "</a></p><p class=\"cb-langs\" role=\"group\"",
        );
    html.attribute("aria-label", c.words.language).raw(">");
    for words in locale::ALL {
        super::button(&mut html, "cb-link", "lang", "", words.tag);
        html.attribute("lang", words.tag).attribute(
            "aria-pressed",
            if words.tag == c.lang() {
                "true"
            } else {
                "false"
            },
        );
        html.element(">", words.own_name, "</button> ");
    }
    html.raw("</p>")
        .sanitized(&super::contribute::suggestion(c));
    html.done()
}

/// Above the filters on a narrow page.
pub fn sheet_head(c: Context, _: &Answer) -> String {
    let mut html = Html::default();
    html.element("<h2>", c.words.filters, "</h2>");
    text_button(&mut html, "cb-button", "sheet", "", "", c.words.close);
    html.done()
}

/// Below them: back to what they leave.
pub fn sheet_foot(c: Context, answer: &Answer) -> String {
    let mut html = Html::default();
    if !c.place.filters.is_empty() {
        text_button(&mut html, "cb-link", "clear", "", "all", c.words.clear_all);
    }
    let show = (c.words.show_results)(answer.total);
    text_button(
        &mut html,
        "cb-button cb-button-strong",
        "sheet",
        "",
        "close",
        &show,
    );
    html.done()
}

/// Why there is nothing to see, and what to do.
pub fn failure(words: &Words, failure: &Failure) -> String {
    let mut html = Html::default();
    html.element(
        "<div class=\"cb-notice\" role=\"alert\"><p>",
        (words.failure)(&failure.code),
        "</p><p>",
    );
    text_button(&mut html, "cb-button", "retry", "", "", words.retry);
    html.raw("</p></div>");
    html.done()
}

/// That the catalogue is on its way.
pub fn loading(words: &Words) -> String {
    let mut html = Html::default();
    html.element(
        "<p class=\"cb-notice\" role=\"status\">",
        words.loading,
        "</p>",
    );
    html.done()
}

#[cfg(test)]
mod tests {
    use super::head;
    use crate::answer::Site;
    use crate::view::Context;
    use crate::view::sample::seen;

    /// A voice reads a name in the language that it is in, whatever the page's.
    #[test]
    fn a_name_in_another_language_says_so() {
        let labels = |texts: &[(&str, &str)]| {
            let owned = |(tag, text): &(&str, &str)| ((*tag).to_owned(), (*text).to_owned());
            texts.iter().map(owned).collect()
        };
        let made = seen("es", None, |c| {
            let site = Site {
                name: labels(&[("ar", "لوحة")]),
                tagline: labels(&[("ar", "أدلة"), ("es", "guías")]),
                languages: vec!["ar".to_owned()],
                ..c.site.clone()
            };
            head(Context { site: &site, ..c })
        });
        assert!(made.contains(" lang=\"ar\">لوحة</a>"), "{made}");
        assert!(made.contains("\"cb-tagline\">guías</span>"), "{made}");
    }
}
