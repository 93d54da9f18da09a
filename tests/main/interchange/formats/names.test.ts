import { describe, expect, it } from 'vitest';
import {
  byCodePoint,
  isBackgroundName,
  sideOf,
  splitExtension,
  stemsOf,
  textLines,
} from '../../../../src/main/interchange/formats/names.ts';
import { VOC_COLOURS, vocIndexOf } from '../../../../src/main/interchange/formats/voc/voc-colours.ts';

it("VOC's colours are those of its development kit", () => {
  expect(VOC_COLOURS.slice(0, 10)).toEqual([
    [0, 0, 0],
    [128, 0, 0],
    [0, 128, 0],
    [128, 128, 0],
    [0, 0, 128],
    [128, 0, 128],
    [0, 128, 128],
    [128, 128, 128],
    [64, 0, 0],
    [192, 0, 0],
  ]);
  expect(VOC_COLOURS[255]).toEqual([224, 224, 192]);
  expect(VOC_COLOURS.map(([r, g, b]) => vocIndexOf(r * 65536 + g * 256 + b))).toEqual(VOC_COLOURS.map((_, i) => i));
});

it('lines are read whatever ends them', () => {
  expect(textLines('\uFEFFa\r\n\r\n b \rc\n')).toEqual(['a', 'b', 'c']);
});

it('names are sorted by code point, as Python does', () => {
  expect(['crack', '\u{1F600}', 'background', '\uFFFD', 'Cat', 'cracks'].sort(byCodePoint)).toEqual([
    'Cat',
    'background',
    'crack',
    'cracks',
    '\uFFFD',
    '\u{1F600}',
  ]);
});

it.each([
  ['background', true],
  ['BackGround', true],
  ['_background_', true],
  ['backgrounds', false],
  ['crack', false],
])('%s is a background: %s', (name, is) => {
  expect(isBackgroundName(name)).toBe(is);
});

it.each([
  ['Train', 'train'],
  ['VALIDATION', 'val'],
  ['valid', 'val'],
  ['test', 'test'],
  ['default', null],
  ['trainval', null],
])('%s is the side %s', (name, side) => {
  expect(sideOf(name)).toBe(side);
});

it.each([
  ['a.b.png', 'a.b', '.png'],
  ['x.y/a', 'x.y/a', ''],
  ['.hidden', '.hidden', ''],
  ['d/.hidden', 'd/.hidden', ''],
])('%s is %s and %s', (name, stem, extension) => {
  expect(splitExtension(name)).toEqual([stem, extension]);
});

describe('stems', () => {
  it('are whole names where two share one, and never meet', () => {
    const names = ['a.jpg', 'A.png', 'b.png', 'a.jpg.png', 'c', 'c.png'];
    const stems = stemsOf(names);
    expect(Object.fromEntries(stems)).toEqual({
      'a.jpg': 'a.jpg',
      'A.png': 'A.png',
      'b.png': 'b',
      'a.jpg.png': 'a.jpg.png',
      c: 'c',
      'c.png': 'c.png',
    });
    expect(new Set([...stems.values()].map(stem => stem.toLowerCase())).size).toBe(names.length);
  });
});
