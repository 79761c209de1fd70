// The questions, drawn from the records themselves: the same records always give the same questions.
//
// A question with an `expect` has one right answer: the record that it was drawn from.

import { below, pick, random, shuffled } from './random.js';

/** So frequent in English that nobody searches by them. */
const STOP = new Set(
  'a about all also an and any are as at be been but by can do for from has have how if in into is it its more most no not of on one or other so some such than that the their them then there these they this to use used uses using was well when which while will with without you your'.split(' '),
);

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

/** The words of a text in lower case: runs of letters, digits left out because engines cut them differently. */
export function words(text) {
  return text.toLowerCase().match(/[a-z]{3,}/g) ?? [];
}

/** Which records have a word, by their place in the list. */
export function occurrences(records) {
  const found = new Map();
  records.forEach((record, at) => {
    for (const word of new Set([...words(record.title), ...words(record.summary), ...words(record.description)])) {
      const places = found.get(word);
      if (places) places.push(at);
      else found.set(word, [at]);
    }
  });
  return found;
}

/** A text with one slip: a letter left out, put in, replaced or two neighbours swapped. Its first letter stays. */
export function oneSlip(next, text) {
  const places = [...text].flatMap((letter, at) => (at > 0 && LETTERS.includes(letter) ? [at] : []));
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const at = pick(next, places);
    const letter = pick(next, LETTERS);
    const made = [
      () => text.slice(0, at) + text.slice(at + 1),
      () => text.slice(0, at) + letter + text.slice(at),
      () => text.slice(0, at) + letter + text.slice(at + 1),
      () => (at + 1 < text.length ? text.slice(0, at) + text[at + 1] + text[at] + text.slice(at + 2) : text),
    ][below(next, 4)]();
    if (made !== text) return made;
  }
  return text.slice(0, -1);
}

/** Visits whose words are drawn before all other questions. */
const FIRST_VISITS = 5;

/**
 * All sets of questions.
 *
 * `cold`: one word, two words, and a word that at least twelve records have, for first visits. `warm`: one word, two words, beginnings of words and names in
 * turn. `typos`: names and words of summaries with one slip, in turn. `known`: three words of one record, which at most
 * five records have all of.
 */
export function questions(records, { cold = 15, warm = 200, typos = 200, known = 200 } = {}) {
  const places = occurrences(records);
  const next = random(20);
  const order = shuffled(next, records.map((_, at) => at));
  const isTelling = (word) => !STOP.has(word);
  const telling = (record, texts) => [...new Set(texts.flatMap((key) => words(record[key])))].filter(isTelling);
  // Words that give ten hits whatever an engine takes for a word, but that not every tenth record has.
  const most = Math.max(24, records.length / 10);
  const frequent = [...places].filter(([word, at]) => isTelling(word) && at.length >= 12 && at.length <= most).map(([word]) => word);
  if (frequent.length === 0) throw new Error(`${records.length} records are too few to ask for ten hits of`);
  let turn = 0;
  // Records are used up one after the other, so that no set asks for those of another.
  const draw = (wanted, question) => {
    const made = [];
    for (let tried = 0; made.length < wanted && tried < order.length * 3; tried += 1) {
      const record = records[order[turn % order.length]];
      turn += 1;
      const asked = question(record, made.length);
      if (asked) made.push(asked);
    }
    return made;
  };
  const some = (record, count) => {
    const all = telling(record, ['summary', 'description']);
    return all.length < count ? undefined : shuffled(next, all).slice(0, count);
  };
  const nameless = (record) => words(record.title).length > 0;

  const visit = (record) => {
    const drawn = some(record, 3);
    return drawn && { one: drawn[0], two: `${drawn[1]} ${drawn[2]}`, many: pick(next, frequent) };
  };

  const sets = {
    cold: draw(Math.min(cold, FIRST_VISITS), visit),
    warm: draw(warm, (record, at) => {
      const kind = ['word', 'words', 'beginning', 'name'][at % 4];
      const drawn = some(record, kind === 'words' ? 2 : 1);
      if (kind === 'name') return nameless(record) ? { kind, text: record.title } : undefined;
      if (!drawn) return undefined;
      if (kind !== 'beginning') return { kind, text: drawn.join(' ') };
      const [word] = drawn;
      return word.length < 5 ? undefined : { kind, text: word.slice(0, 3 + below(next, word.length - 4)) };
    }),
    typos: draw(typos, (record, at) => {
      const kind = at % 2 === 0 ? 'name' : 'word';
      // Words of at least five letters that ten records at most have: more could hide the one that is meant.
      const meant = kind === 'name' ? record.title : telling(record, ['summary']).find((word) => word.length >= 5 && places.get(word).length <= 10);
      if (!meant || words(meant).join('').length < 5) return undefined;
      const text = oneSlip(next, meant.toLowerCase());
      // What is another word, or the name of another record, is no slip that anybody could see.
      return words(text).every((word) => places.has(word)) ? undefined : { kind, text, meant, expect: record.id };
    }),
    known: draw(known, (record) => {
      for (let attempt = 0; attempt < 5; attempt += 1) {
        const drawn = some(record, 3);
        if (!drawn) return undefined;
        if (common(drawn.map((word) => places.get(word))) <= 5) return { kind: 'three words', text: drawn.join(' '), expect: record.id };
      }
      return undefined;
    }),
  };
  // After the others, so that more visits leave these as they are.
  sets.cold.push(...draw(cold - sets.cold.length, visit));
  return sets;
}

/** How many places are in all lists. */
function common(lists) {
  const [shortest, ...others] = [...lists].sort((a, b) => a.length - b.length);
  const sets = others.map((list) => new Set(list));
  return shortest.filter((place) => sets.every((set) => set.has(place))).length;
}
