import { describe, expect, it } from 'vitest';
import { isShown, rowsOf, withoutHiddenFiles } from '../../../src/renderer/train/shown-settings.ts';
import { trainingConfigSchema } from '../../../src/shared/schemas/training.ts';
import { keysOf } from '../../../src/shared/table.ts';
import { OPTIMISER } from '../../../src/shared/training/settings/optimiser.ts';

const config = trainingConfigSchema.parse({});

describe('the form of the settings', () => {
  it('shows a field that means something only with a choice as long as that is chosen', () => {
    expect(isShown('plateauEpochs', config)).toBe(false);
    expect(isShown('plateauEpochs', { ...config, schedule: 'plateau' })).toBe(true);
    expect(isShown('device', { ...config, engine: 'tensorflow' })).toBe(false);
  });

  it('leaves out what has its own place in the window', () => {
    expect(isShown('classes', config)).toBe(false);
  });

  it('gathers the numbers of a section where its first one stands', () => {
    expect(rowsOf(keysOf(OPTIMISER), config)).toEqual([
      { field: 'schedule' },
      { numbers: ['warmup', 'patience', 'weightDecay', 'clipNorm', 'ema', 'accumulate'] },
      { field: 'keep' },
      { field: 'calibration' },
    ]);
  });

  it('forgets a file that is not shown any more, and nothing else', () => {
    const resnet = { ...config, encoder: 'resnet34', encoderWeights: '/weights.pth' } as const;
    expect(withoutHiddenFiles({ encoder: 'plain' }, resnet)).toEqual({ encoder: 'plain', encoderWeights: '' });
    expect(withoutHiddenFiles({ epochs: 5 }, resnet)).toEqual({ epochs: 5 });
    const plateau = { ...config, encoder: 'resnet34', schedule: 'plateau', plateauEpochs: 9 } as const;
    expect(withoutHiddenFiles({ schedule: 'constant' }, plateau)).toEqual({ schedule: 'constant' });
  });
});
