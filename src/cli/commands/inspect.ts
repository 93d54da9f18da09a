import { Command, Option } from 'commander';
import { type PredictionMode, predictionModeSchema } from '../../shared/contract-inspect.ts';
import { StudioError, usageError } from '../../shared/errors.ts';
import { MOST_SHARDS, type Shard } from '../../shared/events/shard.ts';
import { parseRoi } from '../../shared/geometry/roi.ts';
import {
  type EventExports,
  type EventsDocument,
  type Every,
  eventExportsSchema,
} from '../../shared/schemas/inspection.ts';
import type { Device } from '../../shared/schemas/training.ts';
import { formatTime, parseTime } from '../../shared/time.ts';
import { folder, number, wholeNumber } from '../arguments.ts';
import { interruption } from '../interruption.ts';
import { type Output, outputOf } from '../output.ts';
import { inspectAsReferenceCommand } from '../reference-inspection.ts';

interface Flags {
  readonly out: string;
  readonly roi?: string;
  readonly start?: number;
  readonly end?: number;
  readonly every: Every;
  readonly threshold?: number;
  readonly mode: PredictionMode;
  readonly device: Device;
  readonly minArea?: number;
  readonly minLength?: number;
  readonly resume?: boolean;
  readonly shard?: Shard;
  readonly join?: boolean;
  readonly pictures: 'peak' | 'none';
  readonly annotate: EventExports['annotate'];
  readonly clips?: boolean;
  readonly coco?: boolean;
  readonly sheet?: boolean;
  readonly reference?: boolean;
  readonly modelFree?: boolean;
}

/** `studio inspect MODEL VIDEO…`: every crack of whole videos once, with its beginning, peak and end. */
export function inspectCommand(): Command {
  const command = new Command()
    .description('find the cracks of whole videos, each once, with its beginning, peak and end')
    .argument('<model>', 'model.onnx of a training run, or starter: the one that the studio brings along')
    .argument('[videos...]', 'video files, one after the other')
    .requiredOption(
      '--out <dir>',
      'gets <video>/<time>/ with events.json, events.csv, frames.jsonl and peaks/',
      folder('--out'),
    )
    .option('--roi <vertices>', '"x,y x,y x,y …" in pixels of the frame (default: the whole frame)')
    .option('--start <time>', 'where to begin, e.g. 12.5s or 00:00:12.500', text => parseTime('--start', text))
    .option('--end <time>', 'where to end', text => parseTime('--end', text))
    .option(
      '--every <how>',
      'auto (five a second), each n-th frame (3), frames a second (5fps), or a time (2s)',
      everyOf,
      'auto' as Every,
    )
    .option(
      '--threshold <p>',
      "a crack has a pixel of at least this probability (default: the model's own)",
      number('--threshold', 0.01, 0.99),
    )
    .addOption(
      new Option('--mode <mode>', 'as the model was trained, or resize, or tile')
        .choices(predictionModeSchema.options)
        .default('trained'),
    )
    .addOption(new Option('--device <name>', 'where to compute').choices(['cpu', 'webgpu']).default('cpu'))
    .option('--min-area <px>', 'smaller ones are no cracks (50)', wholeNumber('--min-area', 1))
    .option('--min-length <px>', 'shorter ones are no cracks (20)', wholeNumber('--min-length', 1))
    .option('--resume', 'go on where an inspection with the same settings was interrupted')
    .option(
      '--shard <i/n>',
      'look at the i-th of n stretches of each video alone, or go on with it: for --join',
      shardOf,
    )
    .option('--join', 'put all shards of each video together: the same as without shards')
    .addOption(
      new Option('--pictures <which>', 'a picture of each crack at its peak, or none')
        .choices(['peak', 'none'])
        .default('peak'),
    )
    .addOption(
      new Option(
        '--annotate <how>',
        'subtitles (events.vtt and events.ass for any player), a video with all drawn into it (annotated.mp4), or none',
      )
        .choices(eventExportsSchema.shape.annotate.unwrap().options)
        .default('none'),
    )
    .option('--clips', 'cut a clip of each crack out of the video, copied as it is, into clips/')
    .option('--coco', 'the frames of the peaks and their masks as a COCO data set, into coco/')
    .option('--sheet', 'pictures of all peaks on sheets, sheet-1.png and so on')
    .option('--reference', 'as fmvs_inspector does, to the bit: its log in logs/ and its pairs of pictures in images/')
    .option('--model-free', 'the same without a model, by black-hats: the first argument is a video as well');
  return command.action(async (model: string, videos: string[], flags: Flags) => {
    if (videos.length === 0 && !flags.modelFree) throw usageError('Name at least one video behind the model.');
    if (flags.shard && (flags.join || flags.resume))
      throw usageError(
        'A shard goes on by itself and is joined when all are done: name --shard without --join and --resume.',
      );
    if (flags.reference || flags.modelFree) return inspectAsReferenceCommand(command, [model, ...videos], flags);
    const { openPredictor } = await import('../../main/jobs/predictor.ts');
    const { forkWorker } = await import('../../main/jobs/worker-host.ts');
    const output = outputOf(command);
    const signal = interruption();
    const predictor = await openPredictor({ model, device: flags.device, spawnWorker: forkWorker, signal });
    let failed = 0;
    try {
      for (const video of videos) {
        await inspectOne({ video, model, predictor, flags, signal, output }).catch(error => {
          // Of several videos one that cannot be read does not end the others.
          if (signal.aborted || videos.length === 1 || !(error instanceof StudioError)) throw error;
          failed++;
          output.note(`error: ${error.message}`);
        });
      }
    } finally {
      predictor.close();
    }
    if (failed > 0)
      throw new StudioError(`${failed} of ${videos.length} videos could not be inspected; see the lines above.`);
  });
}

interface One {
  readonly video: string;
  readonly model: string;
  readonly predictor: Awaited<ReturnType<typeof import('../../main/jobs/predictor.ts').openPredictor>>;
  readonly flags: Flags;
  readonly signal: AbortSignal;
  readonly output: Output;
}

async function inspectOne({ video, model, predictor, flags, signal, output }: One): Promise<void> {
  const { openFrameIndex } = await import('../../main/media/frame-index.ts');
  const { videoNotes } = await import('../../main/media/probe.ts');
  const { startInspection, startShard } = await import('../../main/inspection/videos/start-inspection.ts');
  const index = await openFrameIndex(video, { signal });
  for (const note of videoNotes(index.info)) output.note(note);
  const bar = output.progress('Inspecting (s of video)', Math.max(1, Math.round(index.info.durationMs / 1000)));
  try {
    const choices = {
      ...{ index, model, predictor, out: flags.out, roi: flags.roi === undefined ? undefined : parseRoi(flags.roi) },
      ...{ startMs: flags.start, endMs: flags.end, every: flags.every, threshold: flags.threshold, mode: flags.mode },
      ...{
        minAreaPx: flags.minArea,
        minLengthPx: flags.minLength,
        resume: flags.resume,
        join: flags.join,
        pictures: flags.pictures === 'peak',
        exports: flags,
      },
      ...{ signal, onProgress: ({ ms }: { ms: number }) => bar.update(Math.round(ms / 1000)) },
    };
    if (flags.shard) {
      const { folder, looks } = await startShard(choices, flags.shard);
      bar.end();
      return output.note(`${flags.shard.number}/${flags.shard.of} of ${video}, ${looks} frames looked at: ${folder}`);
    }
    const { folder, document, wasFinished } = await startInspection(choices);
    bar.end();
    say(video, folder, document, output);
    if (wasFinished) output.note(`${folder} was finished before: there was nothing to go on with`);
  } finally {
    bar.end();
  }
}

function say(video: string, folder: string, { events, frames_looked_at }: EventsDocument, output: Output): void {
  for (const { mask: _, ...event } of events) {
    const { id, begin, peak, end } = event;
    const text = `crack ${id}: ${formatTime(begin.ms)} to ${formatTime(end.ms)}, best at ${formatTime(peak.ms)} (frame ${peak.frame}, p ${peak.score}), ${event.length_px} px long, ${event.width_mean_px} px wide`;
    output.print({ video, ...event }, text);
  }
  const count = events.length === 1 ? '1 crack' : `${events.length} cracks`;
  output.note(`${count} in ${video}, ${frames_looked_at} frames looked at: ${folder}`);
}

function shardOf(text: string): Shard {
  const [number, of] = (/^(\d+)\/(\d+)$/.exec(text)?.slice(1) ?? []).map(Number);
  if (number >= 1 && number <= of && of <= MOST_SHARDS) return { number, of };
  throw usageError(`--shard wants which of how many stretches, e.g. 2/4, not "${text}".`);
}

function everyOf(text: string): Every {
  if (text === 'auto') return 'auto';
  const rate = /^(\d+(?:\.\d+)?)fps$/.exec(text);
  if (rate && Number(rate[1]) > 0) return { ms: 1000 / Number(rate[1]) };
  if (/^\d+$/.test(text) && Number(text) > 0) return { frames: Number(text) };
  if (/s$|:/.test(text)) {
    const ms = parseTime('--every', text);
    if (ms > 0) return { ms };
  }
  throw usageError(`--every wants auto, a number of frames, 5fps or a time such as 2s, not "${text}".`);
}
