// The pages that Pagefind indexes: it reads a site's HTML. A record is the page it would have there: its name a heading, which
// Pagefind counts seven times by default, its summary a paragraph that counts more than the description, its facets as
// filters (https://pagefind.app/docs/weighting/, https://pagefind.app/docs/filtering/).

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { recordsIn } from '../lines.js';

/** Writes `record/ID.html` for every record into `folder`. */
export async function writePages(records, folder) {
  await mkdir(join(folder, 'record'));
  for await (const record of recordsIn(records)) {
    await writeFile(join(folder, 'record', `${encodeURIComponent(record.id)}.html`), page(record));
  }
}

function page({ title, summary, description, section, priority }) {
  return `<!doctype html><html lang="en"><head><title>${escaped(title)}</title></head><body><main data-pagefind-body>
<h1>${escaped(title)}</h1>
<p data-pagefind-weight="1.5">${escaped(summary)}</p>
<p>${escaped(description)}</p>
<span data-pagefind-filter="section[data-value]" data-value="${escaped(section)}"></span>
<span data-pagefind-filter="priority[data-value]" data-value="${escaped(priority)}"></span>
</main></body></html>`;
}

function escaped(text) {
  return text.replace(/[&<>"]/g, (letter) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[letter]);
}
