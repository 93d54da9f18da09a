import { describe, expect, it } from 'vitest';
import { trainingConfigSchema } from '../../../src/shared/schemas/training.ts';
import type { Setting } from '../../../src/shared/training/settings/setting.ts';
import {
  SETTING_GROUPS,
  SETTING_NAMES,
  SETTINGS,
  type SettingName,
} from '../../../src/shared/training/settings/settings.ts';

const settings: [SettingName, Setting][] = SETTING_NAMES.map(name => [name, SETTINGS[name]]);
const defaults = trainingConfigSchema.parse({});

describe('the settings of a training', () => {
  it('stand under one heading each', () => {
    expect(SETTING_GROUPS.flatMap(({ names }) => names).toSorted()).toEqual([...SETTING_NAMES].sort());
  });

  it('mean something only with a choice that there is', () => {
    for (const [name, { onlyWith }] of settings) {
      if (!onlyWith) continue;
      const [other, value] = onlyWith;
      const choice = settings.find(([each]) => each === other)?.[1];
      expect(choice?.kind === 'choice' && Object.keys(choice.options), name).toContain(value);
    }
  });

  it.each(settings)('%s takes its default, and what its description says', (name, setting) => {
    expect(setting.schema.parse(undefined)).toEqual(defaults[name]);
    expect(setting.schema.description).toMatch(/^(a |at most |the |\w+(, \w+)* or \w+$)/);
  });

  it.each(settings.flatMap(([name, setting]) => (setting.kind === 'number' ? [[name, setting] as const] : [])))(
    '%s is bounded alike in file, flag and window',
    (_, { schema, min, max, digits }) => {
      const isAllowed = (value: number) => schema.safeParse(value).success;
      const nearest = 10 ** -digits;
      expect([min, max].map(isAllowed)).toEqual([true, true]);
      expect([min - nearest, max + nearest, min + nearest / 2].map(isAllowed)).toEqual([false, false, digits > 0]);
    },
  );

  it('read a run of before a setting came as what it was', () => {
    const { epochs, batch, size, base, lr, seed, device, workers } = defaults;
    const first = { epochs, batch, size, base, lr, seed, device, workers };
    expect(trainingConfigSchema.parse(first)).toEqual({
      ...first,
      ...{
        encoder: 'plain',
        classes: [],
        encoderWeights: '',
        from: '',
        engine: 'onnx',
        recipe: 'reference',
        minutes: 0,
        steps: 0,
      },
      ...{
        schedule: 'constant',
        warmup: 0,
        plateauEpochs: 5,
        plateauFactor: 0.5,
        patience: 0,
        keep: 'dice',
        calibration: 'none',
      },
      ...{
        weightDecay: 0,
        clipNorm: 0,
        ema: 0,
        accumulate: 1,
        dice: 'image',
        lossBce: 1,
        lossDice: 1,
        lossFocal: 0,
        lossTversky: 0,
      },
      ...{ focalGamma: 2, tverskyAlpha: 0.3, tverskyBeta: 0.7 },
      ...{ flip: 0.5, contrast: 0.2, brightness: 0.2, blur: 0.1, rotation: 0, elastic: 0 },
      ...{ scale: 0, quarterTurn: 0, gamma: 0, noise: 0, lowResolution: 0, crackCrops: 0.5 },
      ...{ input: 'resize', maskReduction: 'nearest' },
    });
  });
});
