import type { Command } from 'commander';
import { StudioError, usageError } from '../shared/errors.ts';
import { parseRoi } from '../shared/geometry/roi.ts';
import type { Device } from '../shared/schemas/training.ts';
import { interruption } from './interruption.ts';
import { type Output, outputOf } from './output.ts';

export interface ReferenceFlags {
  readonly out: string;
  readonly roi?: string;
  readonly start?: number;
  readonly end?: number;
  readonly threshold?: number;
  readonly device: Device;
  readonly pictures: 'peak' | 'none';
  readonly modelFree?: boolean;
}

/** What the reference has no like of. */
const OTHERS = [
  'every',
  'mode',
  'minArea',
  'minLength',
  'resume',
  'shard',
  'join',
  'annotate',
  'clips',
  'coco',
  'sheet',
];

/** `studio inspect --reference MODEL VIDEO…`, or `--model-free VIDEO…`: as fmvs_inspector does, one video after the other. */
export async function inspectAsReferenceCommand(
  command: Command,
  named: readonly string[],
  flags: ReferenceFlags,
): Promise<void> {
  const other = OTHERS.find(name => command.getOptionValueSource(name) === 'cli');
  const flag = command.options.find(option => option.attributeName() === other)?.long;
  if (flag) throw usageError(`The reference knows no ${flag}: leave it out, or inspect without --reference.`);
  const [model, videos] = flags.modelFree ? [null, named] : [named[0], named.slice(1)];
  const { openPredictor } = await import('../main/jobs/predictor.ts');
  const { forkWorker } = await import('../main/jobs/worker-host.ts');
  const output = outputOf(command);
  const signal = interruption();
  const predictor = model
    ? await openPredictor({ model, device: flags.device, spawnWorker: forkWorker, signal })
    : null;
  let failed = 0;
  try {
    for (const video of videos) {
      await inspectOne(video, predictor, flags, signal, output).catch(error => {
        if (signal.aborted || videos.length === 1 || !(error instanceof StudioError)) throw error;
        failed++;
        output.note(`error: ${error.message}`);
      });
    }
  } finally {
    predictor?.close();
  }
  if (failed > 0)
    throw new StudioError(`${failed} of ${videos.length} videos could not be inspected; see the lines above.`);
}

type Predictor = Awaited<ReturnType<typeof import('../main/jobs/predictor.ts').openPredictor>>;

async function inspectOne(
  video: string,
  predictor: Predictor | null,
  { roi, start, end, threshold, pictures, out }: ReferenceFlags,
  signal: AbortSignal,
  output: Output,
): Promise<void> {
  const { openFrameIndex } = await import('../main/media/frame-index.ts');
  const { videoNotes } = await import('../main/media/probe.ts');
  const { inspectAsReference } = await import('../main/inspection/reference/inspect-as-reference.ts');
  const { REFERENCE_FORM } = await import('../main/inspection/reference/reference-frames.ts');
  const index = await openFrameIndex(video, { form: REFERENCE_FORM, signal });
  for (const note of videoNotes(index.info)) output.note(note);
  const bar = output.progress('Inspecting (s of video)', Math.max(1, Math.round(index.info.durationMs / 1000)));
  try {
    const { log, frames, lines } = await inspectAsReference({
      ...{ index, predictor, out, startMs: start, endMs: end, threshold, signal },
      ...{ roi: roi === undefined ? undefined : parseRoi(roi), pictures: pictures !== 'none' },
      onFrame({ frame, ms, boxes }, line) {
        if (line !== null) output.print({ video, frame, ms, count: boxes.length, boxes }, line);
      },
      onProgress: ({ ms }) => bar.update(Math.round(ms / 1000)),
    });
    bar.end();
    output.note(`${lines} of ${frames} frames of ${video} show a crack: ${log}`);
  } finally {
    bar.end();
  }
}
