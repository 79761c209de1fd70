// MiniSearch's settings, the same when the index is built and when it is opened, as its documentation demands.
//
// Boosts, `prefix` and `fuzzy: 0.2` are those of the examples in its README. Stored are the texts that a hit shows, and the
// facets; descriptions are searched but not stored, which halves what a reader loads: its excerpt is the summary.

export const options = {
  fields: ['title', 'summary', 'description'],
  storeFields: ['title', 'summary', 'section', 'priority'],
  searchOptions: { boost: { title: 3, summary: 1.5 }, prefix: true, fuzzy: 0.2 },
};
