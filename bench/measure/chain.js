// How many requests had to wait for one another.

/**
 * The longest run of requests that each began after the one before had ended: the round trips that no width of the line
 * saves. `requests` have `started` and `ended`; one that has not ended lasts for ever.
 */
export function chain(requests) {
  const byEnd = requests.map(({ started, ended = Infinity }) => ({ started, ended })).sort((a, b) => a.ended - b.ended);
  // Taking whatever ends first leaves the most room for others.
  let [length, until] = [0, -Infinity];
  for (const { started, ended } of byEnd) {
    if (started < until) continue;
    length += 1;
    until = ended;
  }
  return length;
}
