import type { Place } from './grid.ts';
import type { CrackMeasurement } from './measure-crack.ts';

/** A crack that was measured in a crop, in px of the picture, where the crop's corner lies at (dx, dy). */
export function shiftedBy(crack: CrackMeasurement, dx: number, dy: number): CrackMeasurement {
  const moved = <T extends Place>(place: T): T => ({ ...place, x: place.x + dx, y: place.y + dy });
  const { box, width, centreLines, sections } = crack;
  return {
    ...crack,
    box: { x1: box.x1 + dx, y1: box.y1 + dy, x2: box.x2 + dx, y2: box.y2 + dy },
    width: { ...width, maxAt: moved(width.maxAt) },
    centreLines: centreLines.map(line => line.map(moved)),
    sections: sections.map(moved),
  };
}
