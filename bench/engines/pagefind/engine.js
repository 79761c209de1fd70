// Pagefind: its own index builder and what it writes.

import { readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { publishPage } from '../../page/site.js';
import { installed, moduleFolder } from '../installed.js';
import { writePages } from './pages.js';

const folder = dirname(fileURLToPath(import.meta.url));
const command = join(moduleFolder('pagefind'), 'lib', 'runner', 'bin.cjs');

/** What Pagefind writes beside its index: ready-made interfaces and their styles, which this page does not use. */
const INTERFACES = /^pagefind-(ui|modular-ui|component-ui|highlight)\b/;

export default {
  name: 'pagefind',
  title: 'Pagefind',
  version: () => installed('pagefind'),
  settings: 'a page for every record: name as heading (weight 7), summary 1.5, description 1; stems of English; section and priority as filters; excerpts of 30 words; beginnings of words match; it has no search with typing slips',
  prepare: ({ records, scratch }) => writePages(records, scratch),
  // By its command and not its Node API, whose own process nobody waits for: its time would not be counted.
  build: ({ scratch, site }) => [process.execPath, command, '--site', scratch, '--output-path', join(site, 'pagefind'), '--force-language', 'en', '--quiet'],
  async publish({ site }) {
    for (const name of await readdir(join(site, 'pagefind'))) {
      if (INTERFACES.test(name)) await rm(join(site, 'pagefind', name), { recursive: true });
    }
    await publishPage({ folder, site, title: 'Pagefind', external: ['./pagefind/pagefind.js'], library: false });
  },
};
