import { constants, setPriority } from 'node:os';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { execa } from 'execa';
import { isBannerLine } from './banner.ts';
import { decoders, LEAVES_THE_CORES, type Need } from './decoders.ts';
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

/** A running ffmpeg. Its outputs must be read to the end, or `stop` called. */
export interface FfmpegProcess {
  readonly stdout: Readable;
  /** What it writes to `pipe:3` and `pipe:4`. */
  readonly extra: readonly [Readable, Readable];
  /** Aborted when it is killed because nobody waits for it any more, or for a more urgent one. */
  readonly signal: AbortSignal;
  /** What it has said so far. */
  readonly log: FfmpegLog;
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
  /** The lines of its description of input and output that matter, see `isBannerLine`. */
  readonly banner: readonly string[];
  readonly firstError: string | undefined;
}

/** Lets everything else go before a process. */
export function leaveTheCores(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // It has ended already, or the system does not let us: then it runs as it is.
  }
}

/** An error, after the part of ffmpeg that has it; not what only a title of the file says. */
const PROBLEM = /^(?:\[\S+ @ \S+\] )*\[(?:error|fatal|panic)\] (.*)/;
/** More streams than any file has. */
const BANNER_LINES = 5000;

export interface FfmpegOptions {
  readonly need: Need;
  /** Aborting it kills ffmpeg. */
  readonly signal?: AbortSignal | undefined;
  /** ms for which it may stay silent before it counts as hung; only for output that is read without pause. */
  readonly stall?: number;
}

/**
 * Starts ffmpeg on a file, the one way in which the studio does: in its turn, guarded, without standard input, at the
 * priority of its need. Throws the reason why it is aborted before.
 */
export async function startFfmpeg(ffmpeg: Ffmpeg, work: FfmpegWork, options: FfmpegOptions): Promise<FfmpegProcess> {
  const slot = await decoders.slot(options.need, options.signal);
  const signal = AbortSignal.any([slot.signal, ...(options.signal ? [options.signal] : [])]);
  try {
    const process = spawn(ffmpeg, work, signal, options);
    void process.ended.then(slot.release);
    return process;
  } catch (error) {
    slot.release();
    throw error;
  }
}

function spawn(
  ffmpeg: Ffmpeg,
  { input, inputOptions, output }: FfmpegWork,
  signal: AbortSignal,
  { need, stall }: FfmpegOptions,
): FfmpegProcess {
  signal.throwIfAborted();
  const quiet = ['-hide_banner', '-nostdin', '-loglevel', 'level+info', '-nostats'];
  const child = execa(ffmpeg.path, [...quiet, ...guardedInput(input, inputOptions), ...output], {
    stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'pipe'],
    encoding: 'buffer',
    buffer: false,
    reject: false,
    killSignal: 'SIGKILL',
    cancelSignal: signal,
  });
  if (LEAVES_THE_CORES[need.urgency]) leaveTheCores(child.pid);
  const { stdout, stderr } = child;
  const extra = [readableOf(child.stdio[3]), readableOf(child.stdio[4])] as const;
  const log = { banner: [] as string[], firstError: undefined as string | undefined };
  const said = collectLog(stderr, log);
  const watchdog = stall === undefined ? undefined : watch([stdout, stderr, ...extra], stall, () => child.kill());
  const ended = child.then(async ({ exitCode }) => {
    clearInterval(watchdog);
    await said;
    return { exitCode, log };
  });
  return {
    ...{ stdout, extra, log, ended, signal },
    async stop() {
      child.kill();
      stdout.destroy();
      for (const pipe of extra) pipe.destroy();
      await ended;
    },
  };
}

function readableOf(pipe: unknown): Readable {
  return pipe instanceof Readable ? pipe : Readable.from([]);
}

async function collectLog(stderr: Readable, log: { banner: string[]; firstError: string | undefined }): Promise<void> {
  for await (const said of createInterface({ input: stderr })) {
    const problem = PROBLEM.exec(said);
    if (problem) log.firstError ??= problem[1];
    const line = said.replace(/^\[info\] /, '');
    if (isBannerLine(line) && log.banner.length < BANNER_LINES) log.banner.push(line);
  }
}

function watch(streams: readonly Readable[], stall: number, hung: () => void): NodeJS.Timeout {
  let last = Date.now();
  const alive = () => {
    last = Date.now();
  };
  for (const stream of streams) stream.on('data', alive);
  return setInterval(() => {
    if (Date.now() - last > stall) hung();
  }, 1000).unref();
}
