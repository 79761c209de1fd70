// Pagefind, by its JavaScript API (https://pagefind.app/docs/api/): a search gives ids, and each result is loaded by
// `data()` before it can be shown.

export async function open() {
  const pagefind = await import('./pagefind/pagefind.js');
  await pagefind.options({ excerptLength: 30 });
  let filters;
  return {
    async search(text, { limit, facets }) {
      // Counts come with an answer only once the filters have been loaded.
      if (facets) await (filters ??= pagefind.filters());
      const answer = await pagefind.search(text);
      const loaded = await Promise.all(answer.results.slice(0, limit).map((result) => result.data()));
      const hits = loaded.map(({ url, meta, excerpt }) => ({ id: idOf(url), title: meta.title, excerpt }));
      return { hits, facets: facets ? answer.filters : undefined };
    },
  };
}

/** The record of a page's address; see `pages.js`. */
function idOf(url) {
  return decodeURIComponent(url.split('/').at(-1)).replace(/\.html$/, '');
}
