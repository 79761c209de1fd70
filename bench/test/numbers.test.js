import assert from 'node:assert/strict';
import { test } from 'node:test';
import { median, percentile, rounded } from '../numbers.js';

test('a percentile is a value that was measured', () => {
  const hundred = Array.from({ length: 100 }, (_, at) => 100 - at);
  assert.equal(percentile(hundred, 0.5), 50);
  assert.equal(percentile(hundred, 0.95), 95);
  assert.equal(percentile([7], 0.95), 7);
  assert.equal(percentile([], 0.5), undefined);
});

test('a median sorts by size, not by letters', () => {
  assert.equal(median([9, 10, 100]), 10);
  assert.equal(median([1, 2, 10, 9]), 5.5);
  assert.equal(median([]), undefined);
});

test('what is not there stays so', () => {
  assert.equal(rounded(1.25, 1), 1.3);
  assert.equal(rounded(undefined), undefined);
});
