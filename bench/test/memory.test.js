import assert from 'node:assert/strict';
import { test } from 'node:test';
import { growth } from '../measure/warm.js';

test('only the page that was asked counts for what memory has grown by', () => {
  const before = new Map([
    [1, { bytes: 70, seconds: 3 }],
    [2, { bytes: 50, seconds: 1 }],
    [3, { bytes: 20, seconds: 0.1 }],
  ]);
  const after = new Map([
    [1, { bytes: 79, seconds: 3.2 }],
    [2, { bytes: 64, seconds: 9 }],
    [4, { bytes: 20, seconds: 0.1 }],
  ]);
  assert.equal(growth(before, after), 14);
});
