import { describe, expect, it } from 'vitest';
import { clahe } from '../../../src/renderer/canvas/clahe.ts';
import golden from '../../golden/clahe.json' with { type: 'json' };

const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'base64'));

describe('CLAHE', () => {
  it.each(golden)(
    'is OpenCV’s within a grey level at $width x $height with limit $clip',
    ({ width, height, clip, ...rest }) => {
      const { data } = clahe({ width, height, data: bytes(rest.image) }, clip);
      const expected = bytes(rest.equalised);
      const differences = data.map((value, i) => Math.abs(value - expected[i]));
      expect(Math.max(...differences)).toBeLessThanOrEqual(1);
      expect(differences.filter(difference => difference > 0).length).toBeLessThan(data.length / 50);
    },
  );
});
