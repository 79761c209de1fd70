// Callboard, by its public JavaScript API. Every answer has its excerpts and all facet counts: there is no way to ask for less.

import { open as openPack } from './callboard-engine.js';

export async function open() {
  const catalogue = await openPack('./pack/');
  return {
    async search(text, { limit }) {
      const answer = await catalogue.search(text, { limit });
      const hits = answer.hits.map((hit) => ({ id: hit.id, title: hit.title, excerpt: hit.snippet }));
      const facets = Object.fromEntries(Object.entries(answer.facets).map(([facet, counts]) => [facet, Object.fromEntries(counts)]));
      return { hits, facets };
    },
  };
}
