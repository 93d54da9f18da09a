import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TrainingConfig } from '../../../src/shared/schemas/training.ts';
import { makeTrainingFolder } from '../../helpers/training-folder.ts';
import { BARS, makeTwoClassFolder } from '../../helpers/two-class-folder.ts';
import type { GoldenGradient } from '../nn/beside-pytorch.ts';
import { inOnnx, lossesInPytorch, program, taskOn, torch } from './studio-train.ts';

const dir = mkdtempSync(join(tmpdir(), 'studio-'));
const [cracks, several] = [join(dir, 'cracks'), join(dir, 'classes')];

beforeAll(async () => {
  await makeTrainingFolder(cracks, { count: 54, size: 48 });
  await makeTwoClassFolder(several);
});
afterAll(() => rmSync(dir, { recursive: true }));

const golden: { loss: number; gradients: Record<string, GoldenGradient> } = JSON.parse(
  readFileSync(new URL('../../golden/resnet34.json', import.meta.url), 'utf8'),
);

/** Recipes that between them use every setting that is known there. */
const RECIPES: Record<string, Partial<TrainingConfig>> = {
  "the reference's": {},
  'crops, turned and deformed': { input: 'tile', rotation: 15, elastic: 4, warmup: 1, schedule: 'cosine', batch: 5 },
  'whole images, turned': { rotation: 10, elastic: 2, weightDecay: 0.1, accumulate: 2, maskReduction: 'cover' },
  'a newer recipe': {
    ...{ input: 'tile', rotation: 180, scale: 0.4, quarterTurn: 0.5, gamma: 0.5, noise: 0.05, crackCrops: 0.3 },
    ...{ dice: 'batch', clipNorm: 1, ema: 0.99, steps: 6, accumulate: 2, lossTversky: 1 },
  },
  'other losses': { lossBce: 0.5, lossDice: 0, lossFocal: 1, lossTversky: 2, schedule: 'plateau', plateauEpochs: 1 },
  'several classes': { classes: BARS, epochs: 5 },
};

describe.skipIf(!torch)('the PyTorch engine beside the own one', () => {
  it('has the same losses from seed to end', async () => {
    const recipes = Object.entries(RECIPES);
    const tasks = await Promise.all(
      recipes.map(([, { classes = [], ...recipe }]) =>
        taskOn(classes.length > 0 ? several : cracks, { epochs: 2, ...recipe, classes }),
      ),
    );
    const found = await lossesInPytorch(tasks);
    for (const [i, [name]] of recipes.entries()) {
      const own = await inOnnx(tasks[i]);
      expect(found[i], name).toHaveLength(own.length);
      for (const [step, loss] of found[i].slice(0, 20).entries()) {
        const difference = Math.abs(loss - own[step]);
        expect(difference, `${name}, step ${step + 1}: ${loss}, ${own[step]}`).toBeLessThan(1e-3 * own[step]);
      }
    }
  });
});

describe.skipIf(!torch)('the residual network of the PyTorch engine', () => {
  it('has the loss and the gradients of the own engine', async () => {
    const { stdout } = await execa(torch!, [join(import.meta.dirname, 'residual-gradients.py'), program]);
    const found: { loss: number; gradients: Record<string, GoldenGradient> } = JSON.parse(stdout);
    expect(Math.abs(found.loss - golden.loss)).toBeLessThan(1e-5);
    expect(Object.keys(found.gradients)).toEqual(Object.keys(golden.gradients));
    const whole = Math.hypot(...Object.values(golden.gradients).map(({ norm }) => norm));
    for (const [name, { norm }] of Object.entries(found.gradients)) {
      expect(Math.abs(norm - golden.gradients[name].norm), name).toBeLessThan(1e-4 * whole);
    }
  });
});
