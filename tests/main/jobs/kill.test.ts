import { mkdtempSync, readdirSync, rmSync, watch } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { forkWorker, type SpawnWorker } from '../../../src/main/jobs/worker-host.ts';
import { trainModel } from '../../../src/main/training/train-model.ts';
import { Random } from '../../../src/shared/random.ts';
import { trainingConfigSchema } from '../../../src/shared/schemas/training.ts';
import { studio } from '../../helpers/studio.ts';
import { makeTrainingFolder } from '../../helpers/training-folder.ts';
import { learnedIn, onlyRunIn } from './learned.ts';

/** Each costs a second or two. Whoever changes the training asks for more: `STUDIO_KILLS=30 npx vitest run kill`. */
const KILLS = Number(process.env.STUDIO_KILLS ?? 9);
const dir = mkdtempSync(join(tmpdir(), 'studio-'));
const data = join(dir, 'data');
afterAll(() => rmSync(dir, { recursive: true }));

/** Epochs of twelve steps, so many that no death comes after the end: a death lets the training do one or two. */
const config = trainingConfigSchema.parse({
  ...{ size: 32, base: 2, batch: 1, epochs: 30, device: 'cpu', workers: 0 },
});

interface Death {
  /** After so many steps of this process, */
  steps: number;
  /** or while the snapshot is written, whichever comes first. */
  writing: boolean;
}

/** Trains, or goes on, until it is killed; says whether a file was left half written. */
async function trainUntil(out: string, resume: string | undefined, death?: Death): Promise<boolean> {
  let kill = () => {};
  const spawnWorker: SpawnWorker = kind => {
    const worker = forkWorker(kind);
    kill = worker.kill;
    return worker;
  };
  let watcher: ReturnType<typeof watch> | undefined;
  let steps = 0;
  const training = trainModel({
    ...{ dataDir: data, outDir: out, config, resume, spawnWorker, signal: new AbortController().signal },
    onEvent(event) {
      if (event.kind === 'started' && death?.writing) {
        watcher = watch(event.runDir, (_, name) => name?.startsWith('state.safetensors.') && kill());
      }
      if (event.kind === 'step' && ++steps === death?.steps) kill();
    },
  });
  try {
    if (!death) await training;
    else await expect(training).rejects.toThrow('The training process was ended');
  } finally {
    watcher?.close();
  }
  return readdirSync(join(out, onlyRunIn(out))).some(name => /^state.*tmp$/.test(name));
}

it(`a training that is killed ${KILLS} times, also while it writes its snapshot, learns what it had learned without`, async () => {
  await makeTrainingFolder(data);
  const [whole, killed] = [join(dir, 'whole'), join(dir, 'killed')];
  await trainUntil(whole, undefined);
  const random = new Random(30);
  let halfWritten = 0;
  for (let kills = 0; kills < KILLS; kills++) {
    const writing = kills % 3 === 2;
    const resume = kills === 0 ? undefined : onlyRunIn(killed);
    if (await trainUntil(killed, resume, { steps: writing ? 36 : 1 + random.below(16), writing })) halfWritten++;
  }
  // Whether a death meets the writing is chance: of ten that aim at it, some do.
  if (KILLS >= 30) expect(halfWritten).toBeGreaterThan(0);
  const { stdout, stderr } = await studio(['train', '--resume', join(killed, onlyRunIn(killed)), '--device', 'cpu']);
  expect(stdout, stderr).toMatch(/\[DONE\] Training complete\.$/);
  expect(learnedIn(killed)).toEqual(learnedIn(whole));
});
