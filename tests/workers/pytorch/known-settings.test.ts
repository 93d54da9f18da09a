import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { trainingConfigSchema } from '../../../src/shared/schemas/training.ts';
import { PYTORCH_KNOWS, pytorchObjection } from '../../../src/shared/training/pytorch.ts';

const program = new URL('../../../assets/pytorch/studio_train.py', import.meta.url);

/** A constant of the PyTorch engine, from its file; `end` is what closes it at the end of a line. */
function constant(name: string, end: string) {
  const [, python] = new RegExp(`^${name} = (.*?${end})$`, 'ms').exec(readFileSync(program, 'utf8'))!;
  const json = python
    .replace(/#.*$/gm, '')
    .replaceAll('None', 'null')
    .replace(/[()]/g, bracket => (bracket === '(' ? '[' : ']'))
    .replace(/,(?=\s*[\]}])/g, '');
  return JSON.parse(json);
}

it('the PyTorch engine knows of each setting what the studio says that it knows, and what it passes over', () => {
  expect(constant('KNOWN', '^}')).toEqual(PYTORCH_KNOWS);
  expect(constant('BESIDE', '\\)')).toEqual(['data', 'out', 'started', 'reasons', 'set']);
});

it('the PyTorch engine takes every setting as it is when nobody asks otherwise, and names the one that it does not know', () => {
  const defaults = trainingConfigSchema.parse({});
  expect(pytorchObjection(defaults)).toBeUndefined();
  expect(pytorchObjection({ ...defaults, lowResolution: 0.5 })).toMatch(/does not know Low resolution 0\.5: /);
});
