import { constants, setPriority } from 'node:os';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { execa } from 'execa';
import { StudioError } from '../../shared/errors.ts';
import type { Ffmpeg } from './ffmpeg-path.ts';
import { guardedInput } from './guarded-input.ts';

/** What an ffmpeg is to do with one file of the user's. */
export interface FfmpegWork {
  /** The file's path. */
  readonly input: string;
  /** What stands before it, e.g. `-ss`. */
  readonly inputOptions?: readonly string[];
  /** What stands behind it: what is made of it, and where that goes. */
  readonly output: readonly string[];
}

/** A running ffmpeg. Its output must be read to the end, or `stop` called. */
export interface FfmpegProcess {
  readonly stdout: Readable;
  /** Resolves when it has ended, however it ended; never rejects. */
  readonly ended: Promise<FfmpegEnd>;
  /** Kills it; resolves when it is gone. */
  stop(): Promise<void>;
}

export interface FfmpegEnd {
  /** undefined when it was killed. */
  readonly exitCode: number | undefined;
  readonly log: FfmpegLog;
}

/** What ffmpeg said, without what it said too often. */
export interface FfmpegLog {
  /** The first lines: its description of input and output. */
  readonly banner: readonly string[];
  readonly firstError: string | undefined;
  readonly errorCount: number;
}

/** ffmpeg takes every core it gets: below normal, a video goes on playing while frames of it are saved. */
function yieldToTheWindow(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // It has ended already, or the system does not let us: then it runs as it is.
  }
}

const BANNER_LINES = 400;

/**
 * Starts ffmpeg on a file, the one way in which the studio does: guarded, without standard input, below normal priority.
 * Aborting the signal kills it. `stall` is how many ms it may stay silent on both streams before it counts as hung (only
 * for output that is read without pause).
 */
export function startFfmpeg(
  ffmpeg: Ffmpeg,
  { input, inputOptions, output }: FfmpegWork,
  { signal, stall }: { signal?: AbortSignal | undefined; stall?: number } = {},
): FfmpegProcess {
  signal?.throwIfAborted();
  const quiet = ['-hide_banner', '-nostdin', '-loglevel', 'level+info', '-nostats'];
  const child = execa(ffmpeg.path, [...quiet, ...guardedInput(input, inputOptions), ...output], {
    stdin: 'ignore',
    encoding: 'buffer',
    buffer: false,
    reject: false,
    killSignal: 'SIGKILL',
    ...(signal && { cancelSignal: signal }),
  });
  yieldToTheWindow(child.pid);
  const log = collectLog(child.stderr);
  const watchdog = stall === undefined ? undefined : watch(child.stdout, child.stderr, stall, () => child.kill());
  const ended = child.then(async ({ exitCode }) => {
    clearInterval(watchdog);
    return { exitCode, log: await log };
  });
  return {
    stdout: child.stdout,
    ended,
    async stop() {
      child.kill();
      child.stdout.destroy();
      await ended;
    },
  };
}

async function collectLog(stderr: Readable): Promise<FfmpegLog> {
  const log = { banner: [] as string[], firstError: undefined as string | undefined, errorCount: 0 };
  for await (const line of createInterface({ input: stderr })) {
    const problem = /\[(?:error|fatal|panic)\] (.*)/.exec(line);
    if (problem) {
      log.firstError ??= problem[1];
      log.errorCount++;
    } else if (log.banner.length < BANNER_LINES) log.banner.push(line.replace(/^\[info\] /, ''));
  }
  return log;
}

function watch(stdout: Readable, stderr: Readable, stall: number, hung: () => void): NodeJS.Timeout {
  let last = Date.now();
  const alive = () => {
    last = Date.now();
  };
  stdout.on('data', alive);
  stderr.on('data', alive);
  return setInterval(() => {
    if (Date.now() - last > stall) hung();
  }, 1000).unref();
}

/**
 * The frames that ffmpeg makes of a file as rgb24, one at a time: [height, width, 3] bytes each. Ends
 * early without harm: leaving the loop kills ffmpeg. A last frame that is cut short is dropped.
 */
export async function* rawFrames(
  ffmpeg: Ffmpeg,
  work: FfmpegWork,
  frameBytes: number,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const output = [...work.output, '-pix_fmt', 'rgb24', '-f', 'rawvideo', '-'];
  const child = startFfmpeg(ffmpeg, { ...work, output }, { signal });
  try {
    let frame = new Uint8Array(frameBytes);
    let filled = 0;
    for await (const chunk of child.stdout as AsyncIterable<Uint8Array>) {
      for (let read = 0; read < chunk.length; ) {
        const part = chunk.subarray(read, read + frameBytes - filled);
        frame.set(part, filled);
        read += part.length;
        filled += part.length;
        if (filled < frameBytes) continue;
        yield frame;
        frame = new Uint8Array(frameBytes);
        filled = 0;
      }
    }
    const { exitCode } = await child.ended;
    if (exitCode === undefined && !signal?.aborted)
      throw new StudioError('ffmpeg was ended from outside; run it again.');
    signal?.throwIfAborted();
  } finally {
    await child.stop();
  }
}
