// FlexSearch: one index file, opened whole.

import { scripted } from '../scripted.js';

export default scripted(import.meta.url, {
  name: 'flexsearch',
  title: 'FlexSearch',
  package: 'flexsearch',
  settings: 'fields in the order title, summary, all; names and summaries `forward` and `tolerant` with `LatinBalance`, all three as one text by whole words; `suggest` where there are fewer than ten hits; summary stored as excerpt; counts made by the page over all hits',
});
