import { cpSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, parse } from 'node:path';
import { parseArgs } from 'node:util';
import { chooseDevice } from '../src/main/jobs/devices.ts';
import { forkWorker } from '../src/main/jobs/worker-host.ts';
import { readDataFacts } from '../src/main/training/data-facts.ts';
import { planOn } from '../src/main/training/plan-training.ts';
import { trainModel } from '../src/main/training/train-model.ts';
import { type TrainingConfig, trainingConfigSchema } from '../src/shared/schemas/training.ts';
import { copyQualityData } from './quality-data.ts';
import { judge } from './quality-engines.ts';
import { report, round } from './report.ts';

/** Of the pictures, by name, every so manyth is held out: neither trained nor validated with. */
const HELD_OUT = 4;

type Recipe = TrainingConfig['recipe'];
const RECIPES: readonly Recipe[] = ['auto', 'reference'];

/**
 * `npm run bench -- recipe [--sets tile,crackmap,bsdata] [--minutes 20] [--seeds 1,2,3]`: both recipes for the same time, the
 * reference's stopped where it does not end by itself; F1 at 0.5 of all pixels of the held-out pictures. Prints one JSON line a
 * training and one with the means of each set.
 */
export async function benchRecipe(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      from: { type: 'string', default: '../shared/data' },
      sets: { type: 'string', default: 'tile,crackmap,bsdata' },
      minutes: { type: 'string', default: '20' },
      seeds: { type: 'string', default: '1,2,3' },
    },
  });
  const choice = await chooseDevice(forkWorker);
  for (const set of values.sets.split(',')) {
    const dir = mkdtempSync(join(tmpdir(), 'studio-recipe-'));
    try {
      const folders = await deal(join(values.from, set), dir);
      const scores: Record<Recipe, number[]> = { auto: [], reference: [] };
      for (const seed of values.seeds.split(',').map(Number)) {
        for (const recipe of RECIPES) {
          const minutes = Number(values.minutes);
          const { config: plan } = planOn(choice, await readDataFacts(folders.learn), minutes);
          const own = recipe === 'auto' ? plan : { minutes, device: choice.chosen };
          const config = trainingConfigSchema.parse({ ...own, seed });
          const { f1, epoch } = await trainAndJudge(folders, config);
          scores[recipe].push(f1);
          report({ set, seed, recipe, minutes, f1: round(f1), best_epoch: epoch });
        }
      }
      const mean = (of: readonly number[]) => of.reduce((sum, f1) => sum + f1, 0) / of.length;
      const [auto, reference] = RECIPES.map(recipe => mean(scores[recipe]));
      report({
        summary: 'recipe',
        set,
        auto: round(auto),
        reference: round(reference),
        ahead: round(auto - reference),
      });
    } finally {
      rmSync(dir, { recursive: true });
    }
  }
}

interface Folders {
  /** A training folder. */
  readonly learn: string;
  /** The held-out pictures. */
  readonly test: string;
}

async function deal(from: string, dir: string): Promise<Folders> {
  const folders = { learn: join(dir, 'learn'), test: join(dir, 'test') };
  const parts = { learn: join(dir, 'part-learn'), test: join(dir, 'part-test') };
  for (const part of Object.values(parts))
    for (const of of ['images', 'masks']) mkdirSync(join(part, of), { recursive: true });
  const names = readdirSync(join(from, 'images')).sort();
  const masks = new Map(readdirSync(join(from, 'masks')).map(name => [parse(name).name, name]));
  for (const [i, name] of names.entries()) {
    const part = i % HELD_OUT === HELD_OUT - 1 ? parts.test : parts.learn;
    cpSync(join(from, 'images', name), join(part, 'images', name));
    const mask = masks.get(parse(name).name);
    if (mask) cpSync(join(from, 'masks', mask), join(part, 'masks', mask));
  }
  for (const which of ['learn', 'test'] as const) {
    mkdirSync(folders[which]);
    await copyQualityData(parts[which], folders[which], { valRatio: 0.2 });
  }
  // All of them are judged, whatever they were dealt to.
  renameSync(join(folders.test, 'splits'), join(dir, 'unused'));
  return folders;
}

async function trainAndJudge({ learn, test }: Folders, config: TrainingConfig) {
  const { bestEpoch, runDir } = await trainModel({
    ...{ dataDir: learn, outDir: join(learn, 'dl_models'), config, spawnWorker: forkWorker },
    signal: AbortSignal.timeout(60_000 * config.minutes),
    onEvent() {},
  });
  const { nativeF1 } = await judge(join(runDir, 'model.onnx'), test, { split: 'all' });
  return { f1: nativeF1, epoch: bestEpoch };
}
