// Counting facets where an engine does not: what a page with such an engine does over all hits.

export const FACETS = ['section', 'priority'];

/** How many of `documents` have each value of both facets. */
export function counted(documents) {
  const counts = Object.fromEntries(FACETS.map((facet) => [facet, {}]));
  for (const document of documents) {
    for (const facet of FACETS) counts[facet][document[facet]] = (counts[facet][document[facet]] ?? 0) + 1;
  }
  return counts;
}
