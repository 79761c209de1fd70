//! A catalogue's records, found by their ids and in their order.
//!
//! Not here: reading them ([`super::read`]), whether they fit together (`together`, `references`).

use crate::record::Record;
use std::collections::BTreeMap;

/// Records by id. A record is large, so it stays where it was read, and what is put in order leads to it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Records(BTreeMap<String, Box<Record>>);

impl Records {
    /// The record with an id.
    pub fn get(&self, id: &str) -> Option<&Record> {
        self.0.get(id).map(AsRef::as_ref)
    }

    /// Whether a record has this id.
    pub fn has(&self, id: &str) -> bool {
        self.0.contains_key(id)
    }

    /// All, in the order of their ids.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Record> + Clone {
        self.0.values().map(AsRef::as_ref)
    }

    /// Their ids, in order.
    pub fn ids(&self) -> impl ExactSizeIterator<Item = &str> + Clone {
        self.0.keys().map(String::as_str)
    }

    /// Leaves out all that are not `wanted`.
    pub fn retain(&mut self, wanted: impl Fn(&Record) -> bool) {
        self.0.retain(|_, record| wanted(record));
    }
}

impl FromIterator<Box<Record>> for Records {
    fn from_iter<I: IntoIterator<Item = Box<Record>>>(records: I) -> Records {
        let records = records.into_iter();
        Records(records.map(|record| (record.id.clone(), record)).collect())
    }
}
