/** The speeds that are offered. */
export const SPEEDS = [0.25, 0.5, 1, 2, 4, 8] as const;
/** Speeds of play; negative is backwards, 0 stands still. */
const FASTEST = 8;

/** What J and L make of the speed: the other way it starts at 1, the same way it doubles. */
export function shuttled(rate: number, key: 'J' | 'L'): number {
  const way = key === 'L' ? 1 : -1;
  return Math.sign(rate) === way ? way * Math.min(FASTEST, Math.abs(rate) * 2) : way;
}

/** "2× backwards" for the display. */
export function rateText(rate: number): string {
  return rate < 0 ? `${-rate}× backwards` : `${rate}×`;
}
