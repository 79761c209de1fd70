// What the page does on the reader's device besides searching: it keeps a copy for offline use, says when a newer
// version is there, seals itself against every request, and explains all of it in a section below the foot.
//
// start.js loads this once an answer is shown, so it is no part of what a first visit waits for. The widget and other
// sites' pages never load it. Parts: callboard-device-offline.js (the copy), callboard-device-sealed.js (the seal),
// callboard-device-keys.js (a key that can be turned off), callboard-device-paper.js (a hand-out), callboard-device-section.js
// (what the reader sees of them), a file of words for each language.
//
// Not here: searching, and everything else the app does. It works the same where all of this is refused.

import * as offline from './callboard-device-offline.js';
import * as sealed from './callboard-device-sealed.js';
import * as keys from './callboard-device-keys.js';
import './callboard-device-paper.js';
import { Section } from './callboard-device-section.js';

/** Whether the whole site is in the page's own file, so that there is nothing to keep or to seal. Every other page has its style by a link. */
const inFile = !document.querySelector('link[rel=stylesheet]');

/** Everything that the section shows. */
const state = { inFile, offline: { kind: 'waiting' }, sealed: { kind: 'open', remember: sealed.remembered(), canRemember: sealed.canRemember(), published: sealed.isPublished() }, slash: keys.slash(), newer: false };
const section = new Section(state, { keep, forget, again, reload, seal, unseal, remember, attempt, slash });

function show(part, change) {
  state[part] = typeof change === 'object' ? { ...state[part], ...change } : change;
  section.write();
}

async function keep() {
  show('offline', { kind: 'keeping', done: 0 });
  await offline.keepAll(tell);
}

async function forget() {
  await offline.forget(tell);
}

async function again() {
  await offline.again(tell, newer);
}

const tell = (change) => show('offline', change);
const newer = () => show('newer', true);

function reload() {
  location.reload();
}

async function seal() {
  await sealed.seal((change) => show('sealed', change));
}

function unseal() {
  sealed.unseal();
}

function remember(wanted) {
  show('sealed', { remember: sealed.remember(wanted) });
}

function slash(wanted) {
  show('slash', keys.setSlash(wanted));
}

async function attempt() {
  await sealed.attempt((change) => show('sealed', change));
}

async function begin() {
  const started = offline.start(tell, newer);
  const sizes = await sealed.sizes(started);
  show('sealed', sizes);
  if (sealed.isWanted()) {
    // Somebody who followed a link has not been asked whether so much may be loaded.
    if (sizes.needsAsking && !state.sealed.remember) section.open();
    else await seal();
  }
}

section.mount();
if (!inFile) await begin();
