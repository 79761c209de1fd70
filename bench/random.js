// A random generator with a seed, so that every run asks the same questions of the same records.
// Not for secrets.

/**
 * Numbers in [0, 1) by mulberry32, a generator with 32 bits of state that passes PractRand to 256 MB: plenty for
 * drawing samples.
 */
export function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A whole number in [0, below). */
export function below(next, limit) {
  return Math.floor(next() * limit);
}

/** One of a list that is not empty. */
export function pick(next, list) {
  return list[below(next, list.length)];
}

/** The list in another order, each as likely as the next (Fisher and Yates). */
export function shuffled(next, list) {
  const out = [...list];
  for (let at = out.length - 1; at > 0; at -= 1) {
    const other = below(next, at + 1);
    [out[at], out[other]] = [out[other], out[at]];
  }
  return out;
}
