// MiniSearch: one index file, opened whole.

import { scripted } from '../scripted.js';

export default scripted(import.meta.url, {
  name: 'minisearch',
  title: 'MiniSearch',
  package: 'minisearch',
  settings: 'title 3, summary 1.5, description 1; `prefix: true`, `fuzzy: 0.2`; summary stored as excerpt; counts made by the page over all hits',
});
