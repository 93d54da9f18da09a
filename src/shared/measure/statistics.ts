/** The mean; NaN of nothing. */
export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The value below which `share` (0 to 1) of the values lie, between two of them in proportion; NaN of nothing. */
export function quantileOf(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const rank = share * (sorted.length - 1);
  const low = Math.floor(rank);
  return low === rank ? sorted[low] : sorted[low] + (rank - low) * (sorted[low + 1] - sorted[low]);
}

/** A middle value that single wild ones do not move. */
export function medianOf(values: readonly number[]): number {
  return quantileOf(values, 0.5);
}
