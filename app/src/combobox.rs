//! The list below the field as data: what it offers, and what a key does to it. It follows the editable combobox
//! of the ARIA Authoring Practices Guide (1.2) with list autocompletion and selection by hand: the focus stays in
//! the field, and nothing is chosen by moving.
//!
//! Not here: what it looks like ([`crate::view::choices`]), and what choosing does ([`crate::page`]).

use crate::text::around_last_space;

/// What is offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    /// Open a record.
    Record {
        id: String,
        title: String,
        /// Where in the title what was typed stands, in UTF-16 units.
        ranges: Vec<(usize, usize)>,
    },
    /// Show what has a value of a facet, and these of the words, if any, instead of what has all of them.
    Value {
        facet: String,
        value: String,
        text: String,
    },
    /// Search again for what was searched before.
    Recent(String),
    /// Forget what was searched before.
    Forget,
}

/// The list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Combobox {
    /// What it offers; it is open while it offers anything.
    pub choices: Vec<Choice>,
    /// The choice that Enter takes.
    pub active: Option<usize>,
}

/// What else a key does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// What the browser does with it, and the page: the list has nothing to say.
    Pass,
    /// Nothing.
    Stay,
    /// This is chosen.
    Choose(Choice),
    /// The focus goes on, from below the list to what was found.
    Leave,
}

/// A text in two, at its first and at its last space: what may be words (the first of a pair) and the name of a value
/// (the second). None for a single word, and for one that is only begun.
pub fn halves(text: &str) -> Vec<(&str, &str)> {
    let text = text.trim();
    let mut halves = Vec::new();
    if let Some((words, name)) = around_last_space(text) {
        halves.push((words.trim(), name));
    }
    if let Some((name, words)) = text.split_once(' ') {
        halves.push((words.trim(), name));
    }
    halves.retain(|(words, name)| !words.is_empty() && name.len() > 1);
    halves
}

impl Combobox {
    /// Whether the list is shown.
    pub fn is_open(&self) -> bool {
        !self.choices.is_empty()
    }

    /// Offers other choices, none of them active; of the same ones the active one stays.
    pub fn offer(&mut self, choices: Vec<Choice>) {
        if choices.is_empty() || !self.choices.starts_with(&choices) {
            self.choices = choices;
            self.active = None;
        }
    }

    /// What a key means, by its name (`KeyboardEvent.key`), while the field has the focus.
    pub fn key(&mut self, name: &str) -> Step {
        if !self.is_open() {
            return Step::Pass;
        }
        let last = self.choices.len() - 1;
        self.active = match (name, self.active) {
            ("ArrowDown", None) => Some(0),
            ("ArrowDown", Some(at)) if at < last => Some(at + 1),
            // Below the list stand the hits, which the arrow reaches where there is no list.
            ("ArrowDown", Some(_)) => {
                self.offer(Vec::new());
                return Step::Leave;
            }
            ("ArrowUp", None) => Some(last),
            ("ArrowUp", Some(at)) => at.checked_sub(1),
            ("Escape", _) => {
                self.offer(Vec::new());
                return Step::Stay;
            }
            ("Enter", Some(at)) => {
                let chosen = self.choices.get(at).cloned();
                self.offer(Vec::new());
                return chosen.map_or(Step::Stay, Step::Choose);
            }
            ("Enter" | "Tab", _) => {
                self.offer(Vec::new());
                return Step::Pass;
            }
            // These move within the text, so the text is what counts again.
            ("Home" | "End" | "ArrowLeft" | "ArrowRight", _) => {
                self.active = None;
                return Step::Pass;
            }
            _ => return Step::Pass,
        };
        Step::Stay
    }
}

#[cfg(test)]
mod tests {
    use super::{Choice, Combobox, Step, halves};

    #[test]
    fn a_name_may_be_the_last_word_or_the_first() {
        assert_eq!(
            halves("toolkits in Spa"),
            [("toolkits in", "Spa"), ("in Spa", "toolkits")]
        );
        assert_eq!(halves(" mass  call "), [("mass", "call"), ("call", "mass")]);
        assert_eq!(halves("call x"), [("x", "call")]);
        assert_eq!(halves("call "), []);
        assert_eq!(halves(""), []);
    }

    fn open() -> Combobox {
        let mut list = Combobox::default();
        list.offer(vec![Choice::Recent("call".into()), Choice::Forget]);
        list
    }

    /// Presses keys one after the other; what the last one means, and what is active then.
    fn press(list: &mut Combobox, keys: &[&str]) -> (Step, Option<usize>) {
        let mut step = Step::Pass;
        for key in keys {
            step = list.key(key);
        }
        (step, list.active)
    }

    #[test]
    fn arrows_walk_and_leave() {
        assert_eq!(press(&mut open(), &["ArrowDown"]), (Step::Stay, Some(0)));
        assert_eq!(press(&mut open(), &["ArrowUp"]), (Step::Stay, Some(1)));
        assert_eq!(
            press(&mut open(), &["ArrowDown", "ArrowUp"]),
            (Step::Stay, None)
        );
        let mut list = open();
        assert_eq!(
            press(&mut list, &["ArrowDown", "ArrowDown", "ArrowDown"]),
            (Step::Leave, None)
        );
        assert!(!list.is_open());
    }

    #[test]
    fn enter_takes_what_is_active_and_nothing_else() {
        let chosen = press(&mut open(), &["ArrowDown", "Enter"]).0;
        assert_eq!(chosen, Step::Choose(Choice::Recent("call".into())));
        let mut list = open();
        assert_eq!(press(&mut list, &["Enter"]).0, Step::Pass);
        assert!(!list.is_open(), "what was typed is sent off");
    }

    #[test]
    fn escape_closes_once() {
        let mut list = open();
        assert_eq!(press(&mut list, &["ArrowDown", "Escape"]).0, Step::Stay);
        assert_eq!(press(&mut list, &["Escape"]).0, Step::Pass);
    }

    #[test]
    fn home_and_end_belong_to_the_text() {
        for key in ["Home", "End", "ArrowLeft", "ArrowRight"] {
            let mut list = open();
            assert_eq!(press(&mut list, &["ArrowDown", key]), (Step::Pass, None));
            assert!(list.is_open());
        }
    }

    #[test]
    fn a_closed_list_says_nothing() {
        for key in ["ArrowDown", "ArrowUp", "Enter", "Escape", "a"] {
            assert_eq!(Combobox::default().key(key), Step::Pass);
        }
    }
}
