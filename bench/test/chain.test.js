import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chain } from '../measure/chain.js';

const requests = (...pairs) => pairs.map(([started, ended]) => ({ started, ended }));

test('requests side by side are one step', () => {
  assert.equal(chain(requests([0, 10], [1, 9], [2, 30])), 1);
});

test('requests after one another are a step each', () => {
  assert.equal(chain(requests([0, 10], [10, 20], [25, 30])), 3);
});

test('a long one beside two short ones does not hide them', () => {
  assert.equal(chain(requests([0, 100], [0, 10], [20, 30], [110, 120])), 3);
});

test('one that has not ended is waited for by nobody', () => {
  assert.equal(chain(requests([0, undefined], [5, 10], [20, 30])), 2);
  assert.equal(chain(requests([0, undefined])), 1);
  assert.equal(chain([]), 0);
});
