// Callboard: `callboard index` and the scripts that every published site has.

import { cp, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { publishPage } from '../../page/site.js';

const folder = dirname(fileURLToPath(import.meta.url));

export default {
  name: 'callboard',
  title: 'Callboard',
  async version({ repository }) {
    const manifest = await readFile(join(repository, 'Cargo.toml'), 'utf8');
    return /^version = "(.+)"$/m.exec(manifest)?.[1] ?? 'unknown';
  },
  settings: 'title 3, summary 1.5, body 1; English; section and priority as facets; typing slips and beginnings always on; excerpts in every answer, counts where they are asked for',
  build: ({ records, site, indexer }) => [indexer, 'index', records, '--config', join(folder, 'index.toml'), '--out', join(site, 'pack')],
  async publish({ site, engineFiles }) {
    await cp(engineFiles, site, { recursive: true });
    await publishPage({ folder, site, title: 'Callboard', external: ['./callboard-engine.js'], library: false });
  },
};
