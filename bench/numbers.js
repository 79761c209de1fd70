// Medians and percentiles.

/** The value below which `share` of the sorted values lie (nearest rank); nothing of nothing. */
export function percentile(values, share) {
  if (values.length === 0) return undefined;
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))];
}

/** The middle value, or the mean of the two in the middle. */
export function median(values) {
  if (values.length === 0) return undefined;
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

/** `value` to `digits` places after the point. */
export function rounded(value, digits = 0) {
  return value === undefined || value === null ? value : Number(value.toFixed(digits));
}
