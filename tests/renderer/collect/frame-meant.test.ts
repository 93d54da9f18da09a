import { expect, test } from 'vitest';
import { frameMeant } from '../../../src/renderer/collect/frame-meant.ts';

const timesMs = Array.from({ length: 250 }, (_, i) => i * 40);

test.each([
  ['83', 83],
  [' 0 ', 0],
  ['9999', 249],
  ['2s', 50],
  ['2.5 s', 62],
  ['500ms', 12],
  ['00:00:03.040', 76],
  ['0:05', 125],
  ['99s', 249],
])('%j is frame %d', (text, frame) => {
  expect(frameMeant(text, timesMs)).toBe(frame);
});

test.each(['', 'noon', '-3', '1:2:3:4'])('%j is refused in one sentence', text => {
  expect(() => frameMeant(text, timesMs)).toThrow(/wants a time such as/);
});
