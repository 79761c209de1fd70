// What the engine answered, as the app reads it (src/decode.rs): one call for each value, and what is missing or of another shape is
// nothing. Not here: what is read.

/** What an object has by a name. */
export const get = (object, name) => object?.[name];

/** The same, if it is a text. */
export function text(object, name) {
  const found = object?.[name];
  return typeof found === 'string' ? found : undefined;
}

/** The same, if it is a number. */
export function number(object, name) {
  const found = object?.[name];
  return typeof found === 'number' ? found : undefined;
}

/** Names and values in turn. */
export const entries = (object) => Object.entries(object ?? {}).flat();
