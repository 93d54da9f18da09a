/** Speeds of play; negative is backwards, 0 stands still. */
const FASTEST = 8;

/** What J and L make of the speed: the other way it starts at 1, the same way it doubles. */
export function shuttled(rate: number, key: 'J' | 'L'): number {
  const way = key === 'L' ? 1 : -1;
  return Math.sign(rate) === way ? way * Math.min(FASTEST, Math.abs(rate) * 2) : way;
}

/** "2× backwards" for the display; nothing at the usual speed. */
export function rateText(rate: number): string {
  if (rate === 0 || rate === 1) return '';
  return rate < 0 ? `${-rate}× backwards` : `${rate}×`;
}
