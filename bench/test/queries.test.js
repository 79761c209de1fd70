// What is asked: always the same, and with one right answer where there is said to be one.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { occurrences, oneSlip, questions, words } from '../queries.js';
import { random } from '../random.js';
import { madeUpRecords } from '../records.js';

const RECORDS = madeUpRecords(300);

/** The first misspelled questions, and what was meant. */
const EXPECTED_TYPOS = [
  ['zangudi-vulimoigu-92', 'zangudi-vulimogu-92'],
  ['bawefno', 'bawenfo'],
];

/** Edits between two texts, a swap of neighbours counted as one (optimal string alignment). */
function edits(from, to) {
  const rows = Array.from({ length: from.length + 1 }, (_, row) => Array.from({ length: to.length + 1 }, (_, column) => (row === 0 ? column : column === 0 ? row : 0)));
  for (let row = 1; row <= from.length; row += 1) {
    for (let column = 1; column <= to.length; column += 1) {
      const same = from[row - 1] === to[column - 1] ? 0 : 1;
      rows[row][column] = Math.min(rows[row - 1][column] + 1, rows[row][column - 1] + 1, rows[row - 1][column - 1] + same);
      const swapped = row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      if (swapped) rows[row][column] = Math.min(rows[row][column], rows[row - 2][column - 2] + 1);
    }
  }
  return rows[from.length][to.length];
}

test('the same records give the same questions, in this process and the next', () => {
  assert.deepEqual(questions(RECORDS), questions(madeUpRecords(300)));
  // Written down here, so that a change of the draw is noticed: results before and after it cannot be compared.
  assert.deepEqual(questions(RECORDS).typos.slice(0, 2).map(({ text, meant }) => [text, meant]), EXPECTED_TYPOS);
});

test('a slip is one edit', () => {
  const next = random(7);
  for (let round = 0; round < 2000; round += 1) {
    const text = ['hotline', 'libfoo-dev', 'ab', 'toolkit'][round % 4];
    assert.equal(edits(text, oneSlip(next, text)), 1, text);
  }
});

test('a misspelled question is one edit from what was meant, and its record has that', () => {
  const known = occurrences(RECORDS);
  const { typos } = questions(RECORDS);
  assert.ok(typos.length > 100, `${typos.length}`);
  for (const { text, meant, expect } of typos) {
    assert.equal(edits(meant.toLowerCase(), text), 1, text);
    assert.ok(!words(text).every((word) => known.has(word)), `${text} is no slip`);
    const record = RECORDS.find(({ id }) => id === expect);
    assert.ok(`${record.title} ${record.summary}`.toLowerCase().includes(meant.toLowerCase()), `${meant} of ${expect}`);
  }
});

test('three words are of the record that is expected, and of four others at most', () => {
  const { known } = questions(RECORDS);
  assert.ok(known.length > 100, `${known.length}`);
  const sets = RECORDS.map((record) => [record.id, new Set([record.title, record.summary, record.description].flatMap(words))]);
  for (const { text, expect } of known) {
    const having = sets.filter(([, set]) => text.split(' ').every((word) => set.has(word))).map(([id]) => id);
    assert.ok(having.includes(expect) && having.length <= 5, `${text}: ${having}`);
  }
});

test('a word for ten hits has more than ten', () => {
  const places = occurrences(RECORDS);
  for (const { many } of questions(RECORDS).cold) assert.ok(places.get(many).length >= 12, many);
});

test('too few records are refused in words', () => {
  assert.throws(() => questions(madeUpRecords(3)), /3 records are too few/);
});
