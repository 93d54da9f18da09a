import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Command } from 'commander';
import { parseTrainingFlags, withTrainingFlags } from '../src/cli/training-flags.ts';
import type { TrainingConfig } from '../src/shared/schemas/training.ts';
import { copyQualityData } from './quality-data.ts';
import { type Quality, trainOurs, trainTorch } from './quality-engines.ts';
import { report, round } from './report.ts';

/** A recipe of the studio's, by the flags of `studio train` that differ from the reference's. */
interface Variant {
  readonly name: string;
  readonly flags: string;
}

/** What both sides are told alike. */
const SHARED = ['size', 'base', 'batch', 'epochs'] as const;

function parse(args: string[]) {
  const { values } = parseArgs({
    args,
    options: {
      data: { type: 'string' },
      torch: { type: 'string' },
      python: { type: 'string', default: '/usr/bin/python3' },
      size: { type: 'string', default: '256' },
      base: { type: 'string', default: '16' },
      batch: { type: 'string', default: '4' },
      epochs: { type: 'string', default: '15' },
      seeds: { type: 'string', default: '1,2,3' },
      studio: { type: 'string', multiple: true, default: [] },
      'val-ratio': { type: 'string', default: '0.1' },
      'min-val-pos': { type: 'string' },
    },
  });
  if (!values.data) throw new Error('--data DIR is missing: a folder with images/ and masks/.');
  return { ...values, data: values.data };
}
type Values = ReturnType<typeof parse>;

/**
 * `npm run bench -- quality --data DIR [--torch SCRIPT] [--studio "NAME=FLAGS"]…`: what our engine and PyTorch's learn on the
 * same split, for several seeds; our engine by the reference recipe ("plain") and by every recipe that `--studio` names with
 * flags of `studio train`. Prints one JSON line a training and one with the means of each.
 */
export async function benchQuality(args: string[]): Promise<void> {
  const values = parse(args);
  const variants = [{ name: 'plain', flags: '' }, ...values.studio.map(variantOf)];
  // Flags that cannot be are refused before anything is trained.
  for (const variant of variants) configOf(values, variant, 1);
  const dataDir = mkdtempSync(join(tmpdir(), 'studio-quality-'));
  try {
    const minValPos = values['min-val-pos'];
    const split = { valRatio: Number(values['val-ratio']), minValPos: minValPos ? Number(minValPos) : undefined };
    await copyQualityData(values.data, dataDir, split);
    const results = new Map<string, Quality[]>();
    const note = (name: string, seed: number, quality: Quality) => {
      results.set(name, [...(results.get(name) ?? []), quality]);
      report({ trained: name, seed, ...rounded(quality) });
    };
    for (const seed of values.seeds.split(',').map(Number)) {
      for (const variant of variants) {
        note(variant.name, seed, await trainOurs(dataDir, configOf(values, variant, seed)));
      }
      if (values.torch)
        note(
          'pytorch',
          seed,
          await trainTorch({ ...values, script: values.torch }, dataDir, sharedFlags(values), seed),
        );
    }
    for (const [name, qualities] of results) summarise(name, qualities, results.get('pytorch'), variants);
  } finally {
    rmSync(dataDir, { recursive: true });
  }
}

/** `NAME=FLAGS`, or flags alone, which are then its name. */
function variantOf(text: string): Variant {
  const [, name, flags] = /^([^-\s=][^\s=]*)=(.*)$/.exec(text) ?? [null, text, text];
  return { name, flags };
}

function sharedFlags(values: Values): string[] {
  return SHARED.flatMap(flag => [`--${flag}`, values[flag]]);
}

function configOf(values: Values, { flags }: Variant, seed: number): TrainingConfig {
  const words = [
    ...sharedFlags(values),
    '--device',
    'cpu',
    ...flags.split(/\s+/).filter(Boolean),
    '--seed',
    String(seed),
  ];
  return parseTrainingFlags(withTrainingFlags(new Command()).parse(words, { from: 'user' }).opts());
}

function summarise(
  name: string,
  qualities: readonly Quality[],
  peer: readonly Quality[] | undefined,
  variants: readonly Variant[],
): void {
  const mean = meanOf(qualities);
  const ahead =
    peer && name !== 'pytorch' ? { native_dice_ahead: round(mean.nativeDice - meanOf(peer).nativeDice) } : {};
  const flags = variants.find(variant => variant.name === name)?.flags;
  report({
    summary: 'quality',
    of: name,
    ...(flags && { flags }),
    seeds: qualities.length,
    ...rounded(mean),
    ...ahead,
  });
}

function meanOf(qualities: readonly Quality[]): Quality {
  const mean = (key: keyof Quality) => qualities.reduce((sum, quality) => sum + quality[key], 0) / qualities.length;
  return { bestDice: mean('bestDice'), nativeDice: mean('nativeDice'), nativeF1: mean('nativeF1') };
}

function rounded({ bestDice, nativeDice, nativeF1 }: Quality) {
  return { best_val_dice: round(bestDice), native_dice: round(nativeDice), native_f1: round(nativeF1) };
}
