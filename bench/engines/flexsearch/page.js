// FlexSearch on the page's own thread: the index that `export` gave is fetched and handed to `import`.

import { Document } from './library.js';
import { counted } from '../counts.js';
import { options } from './options.js';

/** Counting facets needs every hit of every field. */
const ALL = 1_000_000;

export async function open() {
  const response = await fetch('./index.json');
  if (!response.ok) throw new Error(`index.json answered ${response.status}`);
  const index = new Document(options());
  for (const [key, data] of Object.entries(await response.json())) index.import(key, data);
  return {
    async search(text, { limit, facets }) {
      const ask = (suggest) => index.search(text, { suggest, limit: facets ? ALL : limit, enrich: true, merge: true });
      let found = ask(false);
      if (found.length < limit) {
        const known = new Set(found.map(({ id }) => id));
        found = [...found, ...ask(true).filter(({ id }) => !known.has(id))];
      }
      const hits = found.slice(0, limit).map(({ id, doc }) => ({ id, title: doc.title, excerpt: doc.summary }));
      return { hits, facets: facets ? counted(found.map(({ doc }) => doc)) : undefined };
    },
  };
}
