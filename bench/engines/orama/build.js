// Orama's index as JSON:  node build.js RECORDS SITE

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { create, insertMultiple, save } from '@orama/orama';
import { recordsIn } from '../lines.js';
import { schema } from './options.js';

const [records, site] = process.argv.slice(2);
const index = create({ schema, language: 'english' });
const all = [];
for await (const record of recordsIn(records)) all.push(record);
await insertMultiple(index, all, 1000);
await writeFile(join(site, 'index.json'), JSON.stringify(save(index)));
