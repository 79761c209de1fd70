// Callboard, by its public JavaScript API. Every hit has its excerpt. Counts come with the hits where the pack is small or
// they were asked for before.

import { open as openPack } from './callboard-engine.js';

export async function open() {
  const catalogue = await openPack('./pack/');
  return {
    async search(text, { limit, facets: wanted }) {
      const answer = await catalogue.search(text, { limit });
      const counts = wanted && !answer.exact ? await catalogue.facets(text) : answer.facets;
      const hits = answer.hits.map((hit) => ({ id: hit.id, title: hit.title, excerpt: hit.snippet }));
      const facets = Object.fromEntries(Object.entries(counts).map(([facet, values]) => [facet, Object.fromEntries(values)]));
      return { hits, facets };
    },
  };
}
