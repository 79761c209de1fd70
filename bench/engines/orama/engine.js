// Orama: one index file, opened whole.

import { scripted } from '../scripted.js';

export default scripted(import.meta.url, {
  name: 'orama',
  title: 'Orama',
  package: '@orama/orama',
  settings: 'title 3, summary 1.5, description 1; `tolerance: 1`; section and priority as enums; excerpts by @orama/highlight; whole records are stored, as Orama does',
});
