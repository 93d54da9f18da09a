/** Degrees by which ffmpeg takes a turn for a quarter one. */
const TOLERANCE = 1;

/** Whether players follow a turn of so many degrees: to the next quarter, and no other. */
export function isQuarterTurn(rotation: number): boolean {
  return Math.abs(rotation - 90 * Math.round(rotation / 90)) <= TOLERANCE;
}

/** The input options that make ffmpeg turn frames as players do. By itself it lays others askew, which nobody wants to see. */
export function turning(rotation: number): string[] {
  return isQuarterTurn(rotation) ? [] : ['-noautorotate'];
}
