import { Command } from 'commander';
import type { CollectRequest, Sample } from '../../main/collect/samples.ts';
import { StudioError } from '../../shared/errors.ts';
import { parseRoi } from '../../shared/geometry/roi.ts';
import { formatTime, parseTime } from '../../shared/time.ts';
import { argumentOrVariable, folderOrVariable, wholeNumber } from '../arguments.ts';
import { interruption } from '../interruption.ts';
import { type Output, outputOf, type Progress } from '../output.ts';

interface Flags {
  readonly out: string;
  readonly roi?: string;
  readonly at?: readonly number[];
  readonly frame?: readonly number[];
  readonly every?: number;
  readonly count?: number;
  readonly start?: number;
  readonly end?: number;
  readonly storedPixels?: boolean;
  readonly toneMap?: boolean;
  readonly tag: string;
  readonly maskOutside?: boolean;
  readonly blur: boolean;
  readonly raw: boolean;
  readonly preview: boolean;
}

/** `studio collect VIDEO`: frames of a video become samples on disk. */
export function collectCommand(): Command {
  const number = wholeNumber('--frame', 0);
  return new Command()
    .description('cut frames out of a video and write them as samples')
    .argument('[video]', 'video file (FMVS_VIDEO_PATH)')
    .addOption(folderOrVariable('--out', 'dataset folder', 'FMVS_DATASET_DIR', './data/dl_dataset'))
    .option('--roi <vertices>', '"x,y x,y x,y …" in pixels of the frame (default: the whole frame)')
    .option('--at <time>', 'the frame shown at this time, 12.5s or 00:00:12.500; may be given again', timesOf('--at'))
    .option('--frame <n>', 'frame n, counted from 0; may be given again', (text, all: readonly number[] = []) => [
      ...all,
      number(text),
    ])
    .option('--every <time>', 'the frame shown every so often, e.g. 2s', positiveTime('--every'))
    .option('--count <k>', 'k frames spread evenly; with --every, at most k', wholeNumber('--count', 1))
    .option('--start <time>', 'where --every and --count begin', text => parseTime('--start', text))
    .option('--end <time>', 'where --every and --count end', text => parseTime('--end', text))
    .option('--stored-pixels', 'leave pixels that are not square as the file stores them, as OpenCV does')
    .option('--tone-map', 'map a high dynamic range to what a screen shows')
    .option('--tag <tag>', 'label tag, part of the names', 'unk')
    .option('--mask-outside', 'set pixels outside the ROI to 0 in images/')
    .option('--no-blur', 'leave out the 5x5 Gaussian blur')
    .option('--no-raw', 'leave out raw_gray/')
    .option('--no-preview', 'leave out previews/')
    .action(async (video: string | undefined, flags: Flags, command: Command) => {
      await collect(argumentOrVariable(video, 'VIDEO', 'FMVS_VIDEO_PATH'), flags, outputOf(command));
    });
}

async function collect(video: string, flags: Flags, output: Output): Promise<void> {
  const roi = flags.roi === undefined ? undefined : parseRoi(flags.roi);
  const { collectSamples } = await import('../../main/collect/samples.ts');
  const { videoNotes } = await import('../../main/media/probe.ts');
  const signal = interruption();
  let bar: Progress | undefined;
  let written = 0;
  const request: CollectRequest = {
    ...{ video, outDir: flags.out, roi, signal },
    frames: {
      ...{ atMs: flags.at, frames: flags.frame, everyMs: flags.every, count: flags.count },
      ...{ startMs: flags.start, endMs: flags.end },
    },
    options: flags,
    form: { squarePixels: !flags.storedPixels, toneMap: flags.toneMap === true },
    onCounting: ({ doneMs, totalMs }) => {
      if (totalMs > 0) bar ??= output.progress('Counting frames (s of video)', Math.round(totalMs / 1000));
      bar?.update(Math.round(doneMs / 1000));
    },
    onVideo: (info, wanted) => {
      bar?.end();
      for (const note of videoNotes(info)) output.note(note);
      bar = output.progress('Collecting', wanted);
    },
    onProgress: (sample, done) => {
      written = done;
      bar?.update(done);
      output.print(recordOf(sample), `${formatTime(sample.timeMs)}  frame ${sample.frame}  ${sample.image}`);
    },
  };
  try {
    await collectSamples(request);
  } catch (error) {
    if (signal.aborted) throw new StudioError(`Stopped; ${written} samples of ${video} are written.`);
    throw error;
  } finally {
    bar?.end();
  }
}

function recordOf({ frame, timeMs, base, image }: Sample): Record<string, unknown> {
  return { frame, pos_ms: timeMs, base, image };
}

function timesOf(flag: string): (text: string, all?: readonly number[]) => number[] {
  return (text, all = []) => [...all, parseTime(flag, text)];
}

function positiveTime(flag: string): (text: string) => number {
  return text => {
    const time = parseTime(flag, text);
    if (time >= 1) return time;
    throw new StudioError(`${flag} wants a time of at least 1 ms, not "${text}".`, 'usage');
  };
}
