//! Where links lead in a page that is a file: made beforehand, read without JavaScript, and at no particular moment.
//!
//! In the app itself a link is an address ([`crate::address`]), and none of this is compiled into what a browser loads.

use crate::state::Place;

/// What a page that is a file asks of whoever makes it. Such a page does not know when it is read, so it says no more of
/// time than dates; and it has no button that only a script could answer.
pub trait Links {
    /// The address of a place as seen from the page.
    fn place(&self, place: &Place) -> String;

    /// The address of a file of the site as seen from the page, given its path below the front page.
    fn file(&self, path: &str) -> String;
}
