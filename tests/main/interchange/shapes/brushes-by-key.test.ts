import fc from 'fast-check';
import { expect, it } from 'vitest';
import { brushesByKey } from '../../../../src/main/interchange/shapes/brushes-by-key.ts';
import { paintLabel } from '../../../../src/shared/labels/rasterize.ts';
import { labelSchema } from '../../../../src/shared/schemas/label.ts';

it('brushes painted one after the other are the picture again, each in its smallest box', () => {
  const picture = fc.integer({ min: 1, max: 9 }).chain(width =>
    fc.record({
      width: fc.constant(width),
      values: fc
        .array(fc.nat(3), { minLength: width, maxLength: 8 * width })
        .map(values => values.slice(0, Math.floor(values.length / width) * width)),
    }),
  );
  fc.assert(
    fc.property(picture, ({ width, values }) => {
      const height = values.length / width;
      const painted = { width, height, data: new Uint8Array(values.length) };
      const brushes = brushesByKey(Uint32Array.from(values), width, height);
      for (const { key, brush, pixels } of brushes) {
        paintLabel(painted, labelSchema.parse({ ...brush, class: 'crack' }), key);
        expect(pixels).toBe(values.filter(value => value === key).length);
        expect(brush.runs.slice(1)).not.toContain(0);
        const xs = values.flatMap((value, i) => (value === key ? [i % width] : []));
        expect([brush.x, brush.width]).toEqual([Math.min(...xs), Math.max(...xs) - Math.min(...xs) + 1]);
      }
      expect([...painted.data]).toEqual(values);
      expect(brushes.map(({ key }) => key)).toEqual([...new Set(values)].filter(value => value > 0).sort());
    }),
  );
});
