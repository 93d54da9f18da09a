import type { NetworkSpec } from '../../../src/workers/nn/architecture.ts';
import { flatSize, parameterCatalogue } from '../../../src/workers/nn/parameters.ts';
import type { TrainingState } from '../../../src/workers/nn/trainer.ts';

/* The weights and batches of tests/golden/make-engine-golden.py, made again rather than stored. */

/** Numbers in [0, 1) that Python and TypeScript compute alike. */
export function noise(number: number, count: number): Float32Array {
  return Float32Array.from({ length: count }, (_, k) => {
    const v = Math.sin(12.9898 * k + 78.233 * number) * 43758.5453;
    return v - Math.floor(v);
  });
}

export function goldenState(spec: NetworkSpec): TrainingState {
  const size = flatSize(spec, 'trainable');
  const params = new Float32Array(size);
  const running = new Float32Array(flatSize(spec, 'running'));
  const catalogue = parameterCatalogue(spec);
  for (const p of catalogue) if (p.name.endsWith('running_var')) running.fill(1, p.offset, p.offset + p.size);
  catalogue
    .filter(p => p.kind === 'trainable')
    .forEach((p, number) => {
      const bound = Math.fround((p.size / p.shape[0]) ** -0.5);
      if (p.shape.length === 4)
        params.set(
          noise(number, p.size).map(v => Math.fround(v * 2 - 1) * bound),
          p.offset,
        );
      else if (/^(up|out)/.test(p.name)) params.fill(0.05, p.offset, p.offset + p.size);
      else if (p.name.endsWith('.weight')) params.fill(1, p.offset, p.offset + p.size);
    });
  return { params, m: new Float32Array(size), v: new Float32Array(size), running, step: 0 };
}

/** Batch `number`: noise, labelled where it is bright and in one square. x and y are [batch, 1, size, size]. */
export function goldenBatch(number: number, batch: number, size: number): { x: Float32Array; y: Float32Array } {
  const x = noise(1000 + number, batch * size * size);
  const inside = (k: number) => k >= size / 4 && k < size / 2;
  const y = x.map((v, i) => {
    const [row, column] = [Math.floor(i / size) % size, i % size];
    return v > Math.fround(0.9) || (inside(row) && inside(column)) ? 1 : 0;
  });
  return { x, y };
}
