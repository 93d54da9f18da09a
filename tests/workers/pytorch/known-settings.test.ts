import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { trainingConfigSchema } from '../../../src/shared/schemas/training.ts';
import { SETTING_NAMES } from '../../../src/shared/training/settings/settings.ts';

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

/** By a setting's name the values that it takes, null for any. */
const known: Record<string, unknown[] | null> = constant('KNOWN', '^}');

it('the PyTorch engine knows by name all that a config.json may hold, and nothing else', () => {
  expect(Object.keys(known).toSorted()).toEqual(SETTING_NAMES.toSorted());
  expect(constant('BESIDE', '\\)')).toEqual(['data', 'out', 'started', 'reasons']);
});

it('the PyTorch engine takes every setting as it is when nobody asks otherwise', () => {
  const defaults = trainingConfigSchema.parse({});
  expect(SETTING_NAMES.filter(name => !(known[name]?.includes(defaults[name]) ?? true))).toEqual([]);
});
