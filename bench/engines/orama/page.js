// Orama on the page's own thread: the index that `save` gave is fetched and handed to `load`. Excerpts are made by its
// companion library.

import { Highlight, create, load, search } from './library.js';
import { schema, search as settings } from './options.js';

/** Letters of an excerpt on either side of its first match. */
const AROUND = 100;

export async function open() {
  const response = await fetch('./index.json');
  if (!response.ok) throw new Error(`index.json answered ${response.status}`);
  const index = create({ schema, language: 'english' });
  load(index, await response.json());
  const highlighter = new Highlight();
  return {
    async search(term, { limit, facets }) {
      const answer = await search(index, { ...settings, term, limit, ...(facets ? { facets: { section: {}, priority: {} } } : {}) });
      const hits = answer.hits.map(({ document }) => ({
        id: document.id,
        title: document.title,
        excerpt: highlighter.highlight(document.description, term).trim(AROUND),
      }));
      const counts = facets && Object.fromEntries(Object.entries(answer.facets).map(([facet, { values }]) => [facet, values]));
      return { hits, facets: counts };
    },
  };
}
