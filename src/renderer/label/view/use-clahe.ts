import { useMemo } from 'react';
import { clahe } from '../../../shared/image/clahe.ts';
import { rgbToGray } from '../../../shared/image/gray.ts';

/** The picture with its local contrast raised, as a canvas; the picture itself when that is not wanted. */
export function useClahe(picture: HTMLImageElement, wanted: boolean): HTMLImageElement | HTMLCanvasElement {
  return useMemo(() => (wanted ? equalised(picture) : picture), [picture, wanted]);
}

function equalised(picture: HTMLImageElement): HTMLCanvasElement {
  const { naturalWidth: width, naturalHeight: height } = picture;
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  const pen = canvas.getContext('2d');
  if (!pen) return canvas;
  pen.drawImage(picture, 0, 0);
  const shown = pen.getImageData(0, 0, width, height);
  const rgb = new Uint8Array(width * height * 3);
  for (let i = 0; i < width * height; i++) rgb.set(shown.data.subarray(i * 4, i * 4 + 3), i * 3);
  const { data } = clahe(rgbToGray({ width, height, data: rgb }));
  data.forEach((value, i) => {
    shown.data.fill(value, i * 4, i * 4 + 3);
  });
  pen.putImageData(shown, 0, 0);
  return canvas;
}
