// Orama's settings. Facets are enums, as its documentation says for texts that are filtered by and not searched.

export const schema = { title: 'string', summary: 'string', description: 'string', section: 'enum', priority: 'enum' };

/**
 * One slip is forgiven (`tolerance`), as in its documentation: with two, questions take some seven times as long and records
 * are found less often by their own words. `threshold` is left as it is for the same reason; the searched properties
 * are the three texts.
 */
export const search = { properties: ['title', 'summary', 'description'], boost: { title: 3, summary: 1.5, description: 1 }, tolerance: 1 };
