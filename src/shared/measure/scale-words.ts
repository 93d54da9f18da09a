import { rulerOf, type ScaleSource } from './scale.ts';

/** "0.25 mm a px ± 1.2 %, from 3 lines": for people. Throws a RangeError for a scale that is none. */
export function scaleInWords(source: ScaleSource): string {
  const { toMm, relativeUncertainty } = rulerOf(source);
  const { x, y } = middleOf(source);
  const [here, right, down] = [toMm({ x, y }), toMm({ x: x + 1, y }), toMm({ x, y: y + 1 })];
  const area = (right.x - here.x) * (down.y - here.y) - (right.y - here.y) * (down.x - here.x);
  const mmPerPx = Number(Math.sqrt(Math.abs(area)).toPrecision(3));
  const share = relativeUncertainty > 0 ? ` ± ${Number((100 * relativeUncertainty).toPrecision(2))} %` : '';
  return `${mmPerPx} mm a px${share}${originOf(source)}`;
}

/** Where a scale that is not the same everywhere is told. */
function middleOf(source: ScaleSource): { x: number; y: number } {
  if (source.kind !== 'rectangle') return { x: 0, y: 0 };
  const mean = (axis: 0 | 1) => source.corners.reduce((sum, corner) => sum + corner[axis], 0) / source.corners.length;
  return { x: mean(0), y: mean(1) };
}

function originOf(source: ScaleSource): string {
  switch (source.kind) {
    case 'lines':
      return source.lines.length === 1 ? ', from one line' : `, from ${source.lines.length} lines`;
    case 'rectangle':
      return `, in the middle of a rectangle of ${source.widthMm} × ${source.heightMm} mm`;
    case 'camera':
      return `, from the camera at ${source.distanceMm} mm`;
    case 'pipe':
      return `, on the wall of a pipe of ${source.diameterMm} mm`;
    case 'given':
      return '';
  }
}
