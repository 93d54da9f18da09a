import { readdir, rm, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { collectSamples } from '../main/collect/samples.ts';
import { importDemoLabels } from '../main/dataset/demo-labels.ts';
import { prepare } from '../main/dataset/prepare.ts';
import { evaluateSet } from '../main/inspection/evaluate.ts';
import { writeSetContactSheet } from '../main/inspection/set-contact-sheet.ts';
import { openPredictor } from '../main/jobs/predictor.ts';
import { forkWorker } from '../main/jobs/worker-host.ts';
import { DEMO_FOLDER, readDemoData } from '../main/project/demo-data.ts';
import { trainModel } from '../main/training/train-model.ts';
import { makeFolder } from '../node/folders.ts';
import { fileError, StudioError, usageError } from '../shared/errors.ts';
import { trainingConfigSchema } from '../shared/schemas/training.ts';
import { type Output, plainTable } from './output.ts';
import { trainingPrinter } from './training-printer.ts';

/** Sized for two cores and a few minutes; the crop around the ROI, 200 x 154 px, loses little by it. */
const SETTINGS = { size: 128, base: 16, batch: 4 };

export interface Demo {
  dir: string;
  epochs: number;
  output: Output;
  signal: AbortSignal;
}

/** Goes the whole way on the demo, in the order in which an inspector does it, and ends with a table of the steps. */
export async function runDemo({ dir, epochs, output, signal }: Demo): Promise<void> {
  const demo = await readDemoData(DEMO_FOLDER);
  await clearWorkplace(dir);
  const dataset = join(dir, 'data', 'dl_dataset');
  const dataDir = join(dir, 'data', 'dl_train');
  const outDir = join(dir, 'dl_models');
  const sheet = resolve(dir, 'contact-sheet.png');
  const steps = new Steps(output, 6);

  await steps.run('Collect', async () => {
    const { video } = demo;
    const roi = demo.roi.map(([x, y]) => ({ x, y }));
    const samples = await collectSamples({ video, roi, outDir: dataset, frames: { everyMs: 2000 }, signal });
    return { result: `${samples.length} frames of ${basename(video)}, cropped to the ROI` };
  });

  await steps.run('Label', async () => {
    const samplesDir = join(dataset, demo.name);
    const { images, positives } = await importDemoLabels({
      samplesDir,
      labels: demo.labels,
      outDir: dataDir,
      signal,
    });
    return { result: `${images} masks from the demo's polygons, ${positives} with ${demo.class}` };
  });

  await steps.run('Prepare', async () => {
    const split = await prepare({ dir: dataDir, valRatio: 0.1, minValPos: 10, seed: 42, signal });
    const sides = `train ${split.train} (${split.train_positives} positive), val ${split.val} (${split.val_positives} positive)`;
    return { result: `${sides}, ${split.left_out} time neighbours left out` };
  });

  const run = await steps.run('Train', async () => {
    const printer = trainingPrinter(output, epochs);
    const config = trainingConfigSchema.parse({ ...SETTINGS, epochs });
    const options = { dataDir, outDir, config, spawnWorker: forkWorker, signal, onEvent: printer.event };
    const outcome = await trainModel(options).finally(printer.end);
    if (outcome.bestEpoch === 0) throw new StudioError('Stopped before anything was learned.');
    const best = `validation Dice ${outcome.bestDice.toFixed(4)} in epoch ${outcome.bestEpoch} of ${epochs}`;
    return { value: outcome, result: outcome.stopped ? `${best} (stopped)` : best };
  });

  const predictor = await openPredictor({
    model: join(run.runDir, 'model.onnx'),
    device: 'cpu',
    spawnWorker: forkWorker,
  });
  try {
    const scored = { predictor, dir: dataDir, threshold: 0.5, mode: 'trained' } as const;
    const { images, pooled } = await steps.run('Evaluate', async () => {
      const evaluation = await evaluateSet({ ...scored, split: 'val' });
      const { f1, precision, recall } = evaluation.pooled;
      const result = `val, at native resolution: F1 ${f1.toFixed(3)} (precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)})`;
      return { value: evaluation, result };
    });

    await steps.run('Contact sheet', async () => {
      const subtitle = `${demo.name}: validation Dice ${run.bestDice.toFixed(3)}, pooled F1 ${pooled.f1.toFixed(3)}`;
      await writeSetContactSheet({ ...scored, scores: images, out: sheet, subtitle });
      return { result: 'frame, label and prediction of val images, best to worst' };
    });
  } finally {
    predictor.close();
  }

  steps.printTable();
  output.print(
    { run: run.runDir, val_dice: run.bestDice, contact_sheet: sheet },
    `Model: ${run.runDir}\nLook:  ${sheet}`,
  );
}

/** Runs the steps in turn, says what each gave, and remembers it for the table. */
class Steps {
  readonly #output: Output;
  readonly #count: number;
  readonly #done: { step: string; result: string; seconds: number }[] = [];

  constructor(output: Output, count: number) {
    this.#output = output;
    this.#count = count;
  }

  async run<T>(step: string, work: () => Promise<{ value?: T; result: string }>): Promise<T> {
    const label = `[${this.#done.length + 1}/${this.#count}] ${step}`;
    this.#output.note(`${label} …`);
    const started = performance.now();
    const { value, result } = await work();
    const seconds = (performance.now() - started) / 1000;
    this.#done.push({ step, result, seconds });
    this.#output.print({ step, result, seconds }, `${label}: ${result}`);
    return value as T;
  }

  printTable(): void {
    const table = plainTable(['Step', 'Result', 'Seconds']);
    for (const { step, result, seconds } of this.#done) table.push([step, result, seconds.toFixed(1)]);
    this.#output.note(table.toString());
  }
}

/** Says that a folder is a demo's, so that the next one may empty it. */
const MARKER = '.crack-studio-demo';

/** Makes `dir`, or empties what an earlier demo left there; a folder with anything else in it is not touched. */
async function clearWorkplace(dir: string): Promise<void> {
  try {
    await makeFolder(dir);
    const found = await readdir(dir);
    if (found.length > 0 && !found.includes(MARKER)) {
      throw usageError(`${dir} holds other files: name an empty folder with --dir.`);
    }
    for (const name of ['data', 'dl_models', 'contact-sheet.png'])
      await rm(join(dir, name), { recursive: true, force: true });
    await writeFile(join(dir, MARKER), '');
  } catch (error) {
    throw fileError('write', dir, error);
  }
}
