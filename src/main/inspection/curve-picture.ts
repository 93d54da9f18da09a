import type { CurvePoint } from '../../shared/metrics/precision-recall.ts';

/** A point to mark on the curve. */
export interface CurveMark {
  readonly name: string;
  readonly colour: string;
  readonly precision: number;
  readonly recall: number;
}

/** Lengths, px. */
const SIDE = 400;
const LEFT = 64;
const TOP = 48;
const WIDTH = LEFT + SIDE + 32;
const LINE = 22;
const INK = '#1f2733';
const FAINT = '#dde2e9';

const x = (recall: number) => (LEFT + recall * SIDE).toFixed(1);
const y = (precision: number) => (TOP + (1 - precision) * SIDE).toFixed(1);

/** The precision-recall curve as an SVG for people, with marks and their legend below. */
export function drawCurve(curve: readonly CurvePoint[], marks: readonly CurveMark[]): string {
  const bottom = TOP + SIDE;
  const height = bottom + 64 + marks.length * LINE;
  // Where a threshold leaves nothing predicted there is no precision, and a line down to 0 would be a lie.
  const line = curve.filter(({ precision, recall }) => precision > 0 || recall > 0);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" font-family="Inter, sans-serif" font-size="13" fill="${INK}">`,
    `<rect width="${WIDTH}" height="${height}" fill="#fff"/>`,
    words(LEFT, 28, 'Precision and recall of crack pixels, by threshold', 'font-size="15" font-weight="600"'),
    ...[0, 0.25, 0.5, 0.75, 1].flatMap(gridLines),
    words(LEFT + SIDE / 2, bottom + 40, 'recall', 'text-anchor="middle"'),
    words(18, TOP + SIDE / 2, 'precision', `text-anchor="middle" transform="rotate(-90 18 ${TOP + SIDE / 2})"`),
    `<polyline fill="none" stroke="#2f6fed" stroke-width="2" points="${line.map(point => `${x(point.recall)},${y(point.precision)}`).join(' ')}"/>`,
    ...marks.flatMap((mark, i) => markWithName(mark, bottom + 64 + i * LINE)),
    '</svg>\n',
  ].join('\n');
}

function gridLines(share: number): string[] {
  const line = (from: [string, string], to: [string, string]) =>
    `<line x1="${from[0]}" y1="${from[1]}" x2="${to[0]}" y2="${to[1]}" stroke="${FAINT}"/>`;
  return [
    line([x(share), y(0)], [x(share), y(1)]),
    line([x(0), y(share)], [x(1), y(share)]),
    words(x(share), TOP + SIDE + 18, String(share), 'text-anchor="middle"'),
    words(LEFT - 8, Number(y(share)) + 4, String(share), 'text-anchor="end"'),
  ];
}

function markWithName({ name, colour, precision, recall }: CurveMark, legend: number): string[] {
  return [
    `<circle cx="${x(recall)}" cy="${y(precision)}" r="5" fill="${colour}" stroke="#fff" stroke-width="1.5"/>`,
    `<circle cx="${LEFT + 5}" cy="${legend - 4}" r="5" fill="${colour}"/>`,
    words(LEFT + 18, legend, name),
  ];
}

function words(left: number | string, baseline: number, text: string, style = ''): string {
  const safe = text.replace(/[&<>]/g, sign => `&#${sign.charCodeAt(0)};`);
  return `<text x="${left}" y="${baseline}" ${style}>${safe}</text>`;
}
