// A search page of one's own, by the public API alone: the smallest page that is pleasant to use.

import { open } from './callboard-engine.js';

const words = document.getElementById('words');
const kind = document.getElementById('kind');
const status = document.getElementById('status');
const hits = document.getElementById('hits');

/** The text with what matches in `mark`, written as text and never as markup. */
function marked(text, ranges) {
  const pieces = document.createDocumentFragment();
  let at = 0;
  for (const [from, to] of ranges) {
    const mark = document.createElement('mark');
    mark.textContent = text.slice(from, to);
    pieces.append(text.slice(at, from), mark);
    at = to;
  }
  pieces.append(text.slice(at));
  return pieces;
}

function item(hit) {
  const li = document.createElement('li');
  const title = document.createElement('a');
  // The record's page in the catalogue's own app.
  title.href = `./#/r/${encodeURIComponent(hit.id)}`;
  title.append(marked(hit.title, hit.titleRanges));
  const snippet = document.createElement('p');
  snippet.append(marked(hit.snippet, hit.snippetRanges));
  li.append(title, snippet);
  return li;
}

/** Offers the kinds with their counts, and keeps what is chosen. */
function offer(counts, labels) {
  const chosen = kind.value;
  kind.replaceChildren(new Option('any', ''), ...counts.map(([value, count]) => new Option(`${labels.get(value) ?? value} (${count})`, value)));
  kind.value = chosen;
}

try {
  const catalogue = await open('./pack/');
  const facet = catalogue.site.facets.find(({ id }) => id === 'kind');
  const labels = new Map(facet?.values.map(({ id, label }) => [id, label.en]) ?? []);
  const update = async () => {
    const options = { filters: kind.value ? { kind: [kind.value] } : {} };
    try {
      const answer = await catalogue.search(words.value, options);
      hits.replaceChildren(...answer.hits.map(item));
      status.textContent = answer.total === 1 ? '1 result' : `${answer.total} results`;
      if (answer.didYouMean) status.textContent += `. Did you mean “${answer.didYouMean}”?`;
      // The counts of a large catalogue come when they are asked for.
      offer((answer.exact ? answer.facets : await catalogue.facets(words.value, options)).kind ?? [], labels);
    } catch (error) {
      // A newer search took this one's place: its answer is on the way.
      if (error.name === 'AbortError') return;
      hits.replaceChildren();
      status.textContent = `The search failed: ${error.message}`;
    }
  };
  words.addEventListener('input', update);
  kind.addEventListener('change', update);
  document.getElementById('search').addEventListener('submit', (event) => event.preventDefault());
  await update();
} catch (error) {
  status.textContent = `The search could not start: ${error.message}`;
}
