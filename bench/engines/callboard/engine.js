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
    // As the README has it: what every search needs begins to load with the page.
    const head = [
      '<link rel="modulepreload" href="./callboard-engine.js">',
      '<link rel="preload" href="./callboard_engine_wasm_bg.wasm.z" as="fetch" crossorigin>',
      '<link rel="preload" href="./pack/callboard.json" as="fetch" crossorigin>',
    ];
    await publishPage({ folder, site, title: 'Callboard', external: ['./callboard-engine.js'], library: false, head });
  },
};
