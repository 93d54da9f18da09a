import { type Colour, colourKey } from '../../../../shared/image/colour.ts';

/**
 * The colour of an index, 0 to 255, in the Pascal VOC palette: from bit 7 of the channels down, three bits of the index
 * each go to red, green and blue (VOC development kit, `VOClabelcolormap.m`).
 */
function vocColour(index: number): Colour {
  const colour: [number, number, number] = [0, 0, 0];
  for (let bit = 7, rest = index; rest > 0; bit--, rest >>= 3) {
    for (let channel = 0; channel < 3; channel++) colour[channel] |= ((rest >> channel) & 1) << bit;
  }
  return colour;
}

/** The 256 colours of the Pascal VOC palette; 0 is black, 255 is the cream that VOC uses for void. */
export const VOC_COLOURS: readonly Colour[] = Array.from({ length: 256 }, (_, index) => vocColour(index));

const indices = new Map(VOC_COLOURS.map((colour, index) => [colourKey(colour), index]));

/** The index of a colour (`0xRRGGBB`) in the Pascal VOC palette. */
export function vocIndexOf(key: number): number | undefined {
  return indices.get(key);
}

/** The classes of the Pascal VOC challenge, from index 1 on. */
export const VOC_CLASSES: readonly string[] = [
  ...['aeroplane', 'bicycle', 'bird', 'boat', 'bottle', 'bus', 'car', 'cat', 'chair', 'cow', 'diningtable', 'dog'],
  ...['horse', 'motorbike', 'person', 'pottedplant', 'sheep', 'sofa', 'train', 'tvmonitor'],
];
