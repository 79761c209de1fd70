// MiniSearch's index as JSON:  node build.js RECORDS SITE

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import MiniSearch from 'minisearch';
import { recordsIn } from '../lines.js';
import { options } from './options.js';

const [records, site] = process.argv.slice(2);
const index = new MiniSearch(options);
for await (const record of recordsIn(records)) index.add(record);
await writeFile(join(site, 'index.json'), JSON.stringify(index));
