// MiniSearch on the page's own thread, as its documentation has it: the whole index is fetched and opened.

import MiniSearch from './library.js';
import { counted } from '../counts.js';
import { options } from './options.js';

export async function open() {
  const response = await fetch('./index.json');
  if (!response.ok) throw new Error(`index.json answered ${response.status}`);
  const index = MiniSearch.loadJSON(await response.text(), options);
  return {
    async search(text, { limit, facets }) {
      const found = index.search(text);
      const hits = found.slice(0, limit).map(({ id, title, summary }) => ({ id, title, excerpt: summary }));
      return { hits, facets: facets ? counted(found) : undefined };
    },
  };
}
