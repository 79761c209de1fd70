import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readArguments } from '../arguments.js';

const NAMES = ['callboard', 'minisearch', 'orama'];
const read = (...argv) => readArguments(argv, NAMES);

test('without arguments everything is measured', () => {
  const { sizes, engines, repeats, smoke } = read();
  assert.deepEqual({ sizes, engines, repeats, smoke }, { sizes: [1000, 10000, 63666], engines: NAMES, repeats: 15, smoke: false });
});

test('lists are taken apart, in order and once', () => {
  const { sizes, engines } = read('--sizes', '10000, 1000,1000', '--engines=orama,orama');
  assert.deepEqual({ sizes, engines }, { sizes: [1000, 10000], engines: ['orama'] });
});

test('smoke is small, and every part of it can be changed', () => {
  assert.deepEqual(read('--smoke').sizes, [200]);
  assert.deepEqual(read('--smoke').engines, ['callboard', 'minisearch']);
  assert.deepEqual(read('--smoke', '--engines', 'orama').engines, ['orama']);
});

test('what cannot be meant is refused in words', () => {
  assert.throws(() => read('--engines', 'lunr'), /no engine called lunr; there are callboard, minisearch, orama/);
  assert.throws(() => read('--sizes', 'many'), /--sizes: expected a whole number from 50 to 10000000, but found many/);
  assert.throws(() => read('--sizes', ','), /nothing to measure/);
  assert.throws(() => read('--repeats', '0'), /--repeats: expected a whole number from 1 to 100, but found 0/);
  assert.throws(() => read('--fast'), /--fast/);
});
