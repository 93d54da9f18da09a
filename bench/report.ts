/** Prints one result, a JSON object a line. */
export function report(record: Readonly<Record<string, unknown>>): void {
  process.stdout.write(`${JSON.stringify(record)}\n`);
}

export function round(value: number, digits = 3): number {
  return Number(value.toFixed(digits));
}

/** The value below which `part` of all values lie, by the nearest rank; 0 where there are none. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? 0;
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** Median, 95th percentile and maximum. */
export function spread(values: readonly number[], digits = 1) {
  const at = (part: number) => round(quantile(values, part), digits);
  return { median: at(0.5), p95: at(0.95), max: at(1) };
}
