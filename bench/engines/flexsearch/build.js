// FlexSearch's index as JSON:  node build.js RECORDS SITE
//
// `export` gives some twenty parts; they are published in one file, which is one request for the reader.

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { recordsIn } from '../lines.js';
import { Document } from './library.js';
import { options } from './options.js';

const [records, site] = process.argv.slice(2);
const index = new Document(options());
for await (const record of recordsIn(records)) index.add(record);
const parts = {};
await index.export((key, data) => {
  if (data !== undefined && data !== null) parts[key] = data;
});
await writeFile(join(site, 'index.json'), JSON.stringify(parts));
