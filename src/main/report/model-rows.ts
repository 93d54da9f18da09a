import { createHash } from 'node:crypto';
import * as z from 'zod';
import { namesIn } from '../../node/folders.ts';
import { type FilePath, type ProjectPath, pathOf } from '../../node/project-path.ts';
import { StudioError } from '../../shared/errors.ts';
import type { Row } from '../../shared/report/report-data.ts';
import type { InspectionSettings } from '../../shared/schemas/inspection.ts';
import { type ModelCard, modelCardSchema } from '../../shared/schemas/model-card.ts';
import { readIfThere } from '../files/read.ts';
import { isPlainName } from '../files/resolve-inside.ts';

const MOST_BYTES = 64 * 2 ** 20;
const share = z.number().min(0).max(1);
/** What a report takes of an `evaluation.json`. */
const evaluationSchema = z.object({
  split: z.string(),
  images: z.int(),
  threshold: share,
  precision: share,
  recall: share,
  f1: share,
  mean_dice: share,
});

/**
 * What is known of the model that inspected: its hash, and the figures of the run in `models` whose model has this hash, from its
 * `model-card.json` and `evaluation.json` (or from `evaluation`, which somebody named). Throws a StudioError.
 */
export async function modelRows(
  { name, sha256 }: InspectionSettings['model'],
  models: ProjectPath | null,
  evaluation: FilePath | null,
): Promise<Row[]> {
  const run = models && (await runOf(sha256, models));
  const card = run && (await readAs(modelCardSchema, run.join('model-card.json')));
  const tested = evaluation ?? run?.join('evaluation.json') ?? null;
  const figures = tested && (await readAs(evaluationSchema, tested));
  if (evaluation && !figures) throw unreadable(evaluation);
  return [
    ['File', name],
    ['SHA-256', sha256],
    ...(card ? cardRows(card) : []),
    ['Test figures', figures ? testText(figures) : 'none: this model was not evaluated'],
  ];
}

function testText({ images, split, threshold, precision, recall, f1, mean_dice }: z.infer<typeof evaluationSchema>) {
  const figures = `precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}, F1 ${f1.toFixed(3)}, mean Dice ${mean_dice.toFixed(3)}`;
  return `${figures}; ${images} images (split ${split}), threshold ${threshold}`;
}

function cardRows({ run, best, data, time }: ModelCard): Row[] {
  const validated = best && `Dice ${best.va_dice.toFixed(3)}, IoU ${best.va_iou.toFixed(3)}`;
  return [
    ['Run', `${run}, trained until ${time.ended.slice(0, 10)} on ${data.train.images} images`],
    ['Validation', validated ? `${validated}; ${data.val.images} images, epoch ${best.epoch}` : 'none'],
  ];
}

async function runOf(sha256: string, models: ProjectPath): Promise<ProjectPath | null> {
  for (const name of (await namesIn(models)).filter(isPlainName)) {
    const bytes = await readIfThere(models.join(name, 'model.onnx')).catch(() => null);
    if (bytes && createHash('sha256').update(bytes).digest('hex') === sha256) return models.join(name);
  }
  return null;
}

/** Null where there is no such file. */
async function readAs<T>(schema: z.ZodType<T>, path: FilePath): Promise<T | null> {
  const bytes = await readIfThere(path, MOST_BYTES);
  if (!bytes) return null;
  try {
    return schema.parse(JSON.parse(bytes.toString('utf8')));
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

function unreadable(path: FilePath, cause?: unknown): StudioError {
  return new StudioError(
    `${pathOf(path)} is not there or not of the studio, so its figures cannot be reported: evaluate the model again.`,
    'failure',
    { cause },
  );
}
