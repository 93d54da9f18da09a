import { describe, expect, it } from 'vitest';
import { clahe } from '../../../src/shared/image/clahe.ts';
import { cropGray } from '../../../src/shared/image/gray-image.ts';
import golden from '../../golden/clahe.json' with { type: 'json' };

const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'base64'));

describe('CLAHE', () => {
  it.each(golden)(
    'is OpenCV’s bit for bit at $width x $height with limit $clip',
    ({ width, height, clip, ...rest }) => {
      const image = { width, height, data: bytes(rest.image) };
      const { data } = clahe(image, clip);
      expect(data).toEqual(bytes(rest.equalised));
      const box = { x1: 5, y1: 9, x2: 30, y2: 40 };
      expect(cropGray(clahe(image, clip, box), box)).toEqual(cropGray({ width, height, data }, box));
    },
  );
});
