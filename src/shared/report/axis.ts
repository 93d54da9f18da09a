/** Round values from 0 to at least `largest`, in about `count` steps of 1, 2 or 5 times a power of ten. */
export function ticksTo(largest: number, count = 5): number[] {
  if (!(largest > 0) || !Number.isFinite(largest)) return [0, 1];
  const rough = largest / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find(times => times * power >= rough * 0.999) ?? 10);
  const steps = Math.ceil(largest / step - 1e-9);
  return Array.from({ length: steps + 1 }, (_, i) => Number((i * step).toPrecision(12)));
}

/** Steps of an axis of time, s: as clocks go. */
const TIME_STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 21_600, 43_200, 86_400];

/** The same for seconds, in steps of whole seconds, minutes or hours. */
export function timeTicksTo(seconds: number, count = 5): number[] {
  const step = TIME_STEPS.find(each => each * count >= seconds);
  if (step === undefined) return ticksTo(seconds / 86_400, count).map(days => Math.round(days * 86_400));
  return Array.from({ length: Math.max(1, Math.ceil(seconds / step)) + 1 }, (_, i) => i * step);
}

/** The largest of any number of values, and no less than `least`. */
export function largestOf(values: readonly number[], least: number): number {
  return values.reduce((most, value) => Math.max(most, value), least);
}

/** How many values lie from one tick to the next; the last one belongs to the last bin. */
export function binsOf(values: readonly number[], ticks: readonly number[]): number[] {
  const bins = ticks.slice(1).map(() => 0);
  for (const value of values) {
    const bin = ticks.findLastIndex(tick => tick <= value);
    if (bin >= 0) bins[Math.min(bin, bins.length - 1)]++;
  }
  return bins;
}
