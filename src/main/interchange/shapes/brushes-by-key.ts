import type { BrushShape } from '../../../shared/labels/brush-mask.ts';

/** The pixels of one key: as a brush mask in the smallest box, and how many. */
export interface KeyedBrush {
  readonly key: number;
  readonly brush: BrushShape;
  readonly pixels: number;
}

/** Row by row, where a key's pixels lie: y, first x, x after the last. */
interface Spans {
  x1: number;
  x2: number;
  readonly list: number[];
}

/**
 * The pixels of each key but 0, by key; `keys` is [height, width]. One pass over the picture, however many keys there are.
 */
export function brushesByKey(keys: Uint32Array | Uint8Array, width: number, height: number): KeyedBrush[] {
  const found = new Map<number, Spans>();
  for (let y = 0; y < height; y++) {
    for (let from = 0; from < width; ) {
      const key = keys[y * width + from];
      let to = from + 1;
      while (to < width && keys[y * width + to] === key) to++;
      if (key !== 0) addSpan(found, key, y, from, to);
      from = to;
    }
  }
  return [...found].sort(([a], [b]) => a - b).map(([key, spans]) => ({ key, ...brushOfSpans(spans) }));
}

function addSpan(found: Map<number, Spans>, key: number, y: number, from: number, to: number): void {
  const spans = found.get(key);
  if (!spans) {
    found.set(key, { x1: from, x2: to, list: [y, from, to] });
    return;
  }
  spans.x1 = Math.min(spans.x1, from);
  spans.x2 = Math.max(spans.x2, to);
  spans.list.push(y, from, to);
}

function brushOfSpans({ x1, x2, list }: Spans): Omit<KeyedBrush, 'key'> {
  const [y, width] = [list[0], x2 - x1];
  const height = list[list.length - 3] - y + 1;
  const runs: number[] = [];
  let pixels = 0;
  let end = 0;
  for (let i = 0; i < list.length; i += 3) {
    const start = (list[i] - y) * width + list[i + 1] - x1;
    const length = list[i + 2] - list[i + 1];
    // A run goes on over the end of a row.
    if (start === end && runs.length > 0) runs[runs.length - 1] += length;
    else runs.push(start - end, length);
    end = start + length;
    pixels += length;
  }
  if (end < width * height) runs.push(width * height - end);
  return { brush: { shape: 'brush', x: x1, y, width, height, runs }, pixels };
}
