import { createHash } from 'node:crypto';
import type { FilePath } from '../../node/project-path.ts';
import type { DatasetHealth } from '../../shared/contract-dataset.ts';
import { classFindings, countClasses } from '../../shared/dataset/health/class-findings.ts';
import { disagreement } from '../../shared/dataset/health/disagreement.ts';
import { bySuspicion, type Finding, ofEveryKind } from '../../shared/dataset/health/findings.ts';
import { type ImageFacts, imageFindings, type SideOf } from '../../shared/dataset/health/image-findings.ts';
import { labelAreas, labelFindings } from '../../shared/dataset/health/label-findings.ts';
import { scoreImage } from '../../shared/metrics/image-score.ts';
import type { LabelDocument } from '../../shared/schemas/label.ts';
import { readSplits } from '../dataset/read-splits.ts';
import { mapConcurrently } from '../files/concurrency.ts';
import type { FileMemory } from '../files/file-memory.ts';
import { exists } from '../files/listing.ts';
import { readBytes } from '../files/read.ts';
import { readMask } from '../images/masks.ts';
import { type ScoreOptions, scoreImages } from '../inspection/score-images.ts';
import type { JobContext } from '../jobs/jobs.ts';
import { trainingLayout } from '../layout/training-layout.ts';

export interface CheckOptions extends JobContext {
  /** The training folder. */
  readonly dir: FilePath;
  /** The images to check, by name. */
  readonly names: readonly string[];
  readonly classes: readonly string[];
  /** The labels of an image. */
  readonly labelsOf: (name: string) => Promise<LabelDocument>;
  readonly facts: FileMemory<Omit<ImageFacts, 'name' | 'mask'>>;
  /** A model whose opinion is asked. */
  readonly model?: Omit<ScoreOptions, 'onFailure'> | undefined;
  /** The training folder of another annotator of the same images. */
  readonly against?: FilePath | undefined;
}

/** Looks for everything in the data that could spoil a training, the most suspicious first. Throws a StudioError. */
export async function checkDataset(options: CheckOptions): Promise<DatasetHealth> {
  const { names, classes } = options;
  const images = await readFacts(options);
  const labelled = await checkLabels(options);
  const counted = countClasses(classes, labelled.areas);
  const found = ofEveryKind([
    ...imageFindings(images, await sides(options.dir)),
    ...labelled.findings,
    ...classFindings(counted),
    ...(options.model ? await checkAgainstModel(options, options.model) : []),
    ...(options.against !== undefined ? await checkAgainstAnnotator(options, options.against) : []),
  ]);
  return { images: names.length, classes: counted, findings: bySuspicion(found) };
}

async function readFacts({ dir, names, facts, signal, progress }: CheckOptions): Promise<ImageFacts[]> {
  const layout = trainingLayout(dir);
  const onProgress = (done: number) => progress(done, names.length, 'Reading images');
  const found = await facts.ofAll(names.map(layout.image), { signal, onProgress });
  const masks = await mapConcurrently(names, name => digestOf(layout.mask(name)));
  return found.map((fact, i) => ({ ...fact, name: names[i], mask: masks[i] }));
}

/** Two files of the same bytes hold the same mask; two encodings of one mask pass for different ones. */
async function digestOf(path: FilePath): Promise<string> {
  return (await exists(path))
    ? createHash('sha256')
        .update(await readBytes(path))
        .digest('base64')
    : '';
}

async function checkLabels({ names, labelsOf, signal, progress }: CheckOptions) {
  let done = 0;
  const checked = await mapConcurrently(names, async name => {
    signal.throwIfAborted();
    const document = await labelsOf(name);
    const areas = labelAreas(document);
    progress(++done, names.length, 'Checking labels');
    return { areas, findings: labelFindings(document, areas) };
  });
  return { areas: checked.map(({ areas }) => areas), findings: checked.flatMap(({ findings }) => findings) };
}

/** Lists that are missing, or make no sense, leak nothing that could be named. */
async function sides(dir: FilePath): Promise<SideOf> {
  const splits = await readSplits(dir).catch(() => ({ train: [], val: [] }));
  const side = new Map<string, 'train' | 'val'>();
  for (const name of splits.train) side.set(name, 'train');
  for (const name of splits.val) side.set(name, 'val');
  return name => side.get(name);
}

async function checkAgainstModel(
  { dir, names, signal, progress }: CheckOptions,
  model: ScoreOptions,
): Promise<Finding<'model-disagrees'>[]> {
  const findings: Finding<'model-disagrees'>[] = [];
  let done = 0;
  const masked = await withMasks(dir, names);
  for await (const { score } of scoreImages(
    masked.map(name => ({ dir, name })),
    { ...model, onFailure: () => {} },
  )) {
    signal.throwIfAborted();
    findings.push(...disagreement('model-disagrees', score));
    progress(++done, masked.length, 'Asking the model');
  }
  return findings;
}

async function checkAgainstAnnotator(
  options: CheckOptions,
  other: FilePath,
): Promise<Finding<'annotators-disagree'>[]> {
  const { dir, signal, progress } = options;
  const names = await withMasks(other, await withMasks(dir, options.names));
  const findings: Finding<'annotators-disagree'>[] = [];
  for (const [i, name] of names.entries()) {
    signal.throwIfAborted();
    const [ours, theirs] = [
      await readMask(trainingLayout(dir).mask(name)),
      await readMask(trainingLayout(other).mask(name)),
    ];
    progress(i + 1, names.length, 'Comparing annotators');
    if (ours.width !== theirs.width || ours.height !== theirs.height) continue;
    const probability = Float32Array.from(theirs.data, value => (value > 0 ? 1 : 0));
    findings.push(...disagreement('annotators-disagree', scoreImage(name, probability, ours, 0.5)));
  }
  return findings;
}

async function withMasks(dir: FilePath, names: readonly string[]): Promise<string[]> {
  const there = await mapConcurrently(names, name => exists(trainingLayout(dir).mask(name)));
  return names.filter((_, i) => there[i]);
}
