// The records that every engine indexes: Debian's package descriptions where they are, else made-up ones.
// A record is { id, title, summary, description, section, priority }; sections and priorities are the facets.

import { createReadStream, existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { below, pick, random } from './random.js';

/** Where the records are, below the data folder. */
const DEBIAN = join('debian', 'records-long.jsonl.gz');

/** The file of Debian's records, or nothing. `$CALLBOARD_DATA` says where; by default a folder beside the repository. */
export function debianFile(repository, data = process.env.CALLBOARD_DATA) {
  const file = join(data ? resolve(data) : resolve(repository, '..', 'shared', 'data'), DEBIAN);
  return { file, exists: existsSync(file) };
}

/** The first `limit` records. Their order is that of a hash of the name, so that fewer are a fair sample of more. */
export async function debianRecords(file, limit) {
  const records = [];
  const lines = createInterface({ input: createReadStream(file).pipe(createGunzip()), crlfDelay: Infinity });
  let number = 0;
  for await (const line of lines) {
    number += 1;
    if (line === '') continue;
    records.push(recordOf(line, `${file}:${number}`));
    if (records.length === limit) break;
  }
  lines.close();
  return records;
}

function recordOf(line, place) {
  let read;
  try {
    read = JSON.parse(line);
  } catch (error) {
    throw new Error(`${place}: expected a JSON object, but found: ${error.message}`);
  }
  const { name, summary = '', description = '', section = '', priority = '' } = read ?? {};
  if (typeof name !== 'string' || name === '') throw new Error(`${place}: expected a text \`name\`, but found ${JSON.stringify(name)}`);
  return { id: name, title: name, summary, description, section, priority };
}

const SYLLABLES = ['ba', 'ce', 'di', 'fo', 'gu', 'ha', 'ke', 'li', 'mo', 'nu', 'pra', 're', 'si', 'tro', 'vu', 'wen', 'xil', 'yor', 'zan', 'shi'];
const SECTIONS = ['admin', 'devel', 'doc', 'games', 'libs', 'net', 'science', 'web'];
const PRIORITIES = ['optional', 'optional', 'optional', 'important'];

/**
 * More records than there are: `records` themselves, and then others made of them, always the same. Each has the texts of one
 * record with sentences of a second among them, and some words changed, so that names stay unique and the vocabulary goes on
 * growing. What they say of relevance is nothing; they show what size alone does.
 */
export function variedRecords(records, count) {
  const made = records.slice(0, count);
  for (let at = made.length; at < count; at += 1) {
    const next = random(at);
    const base = records[at % records.length];
    const other = records[below(next, records.length)];
    const turn = SYLLABLES[Math.floor(at / records.length) % SYLLABLES.length] + pick(next, SYLLABLES);
    const changed = (text, share) => text.replace(/[a-z]{4,}/gi, (word) => (below(next, share) === 0 ? word.slice(0, -2) + turn + word.slice(-2) : word));
    const sentences = base.description.split(/(?<=\. )/);
    const others = other.description.split(/(?<=\. )/);
    const description = sentences.map((sentence, place) => (place % 2 === 1 && others[place] ? others[place] : sentence)).join('');
    const title = `${base.title}-${turn}${Math.floor(at / records.length)}`;
    made.push({ ...base, id: title, title, summary: changed(base.summary, 8), description: changed(description, 40) });
  }
  return made;
}

/**
 * Made-up records with words as unevenly frequent as real ones (the rank's reciprocal, Zipf's law). For trying the bench
 * out; their figures say nothing about real catalogues.
 */
export function madeUpRecords(count, seed = 1) {
  const next = random(seed);
  const word = () => Array.from({ length: 2 + below(next, 3) }, () => pick(next, SYLLABLES)).join('');
  const vocabulary = [...new Set(Array.from({ length: 3000 }, word))];
  const drawn = () => vocabulary[Math.floor(vocabulary.length ** next()) - 1] ?? vocabulary[0];
  const text = (length) => Array.from({ length }, drawn).join(' ');
  return Array.from({ length: count }, (_, at) => {
    const title = `${word()}-${word()}-${at}`;
    return {
      id: title,
      title,
      summary: text(6),
      description: `${text(12 + below(next, 20))}. ${text(10 + below(next, 40))}.`,
      section: pick(next, SECTIONS),
      priority: pick(next, PRIORITIES),
    };
  });
}
