import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { execa } from 'execa';
import { theFfmpeg } from '../src/main/media/ffmpeg-path.ts';
import { startStudio } from '../tests/helpers/studio.ts';
import { writeTinyModel } from '../tests/helpers/tiny-model.ts';
import { report, round } from './report.ts';

/** How often the memory of all processes is added up, ms. */
const LOOK_MS = 100;

/**
 * `npm run bench -- inspect-memory [--minutes 2,120 --video V --roi R --every auto --model M]`: the peak of what `studio inspect`, its model's process and ffmpeg have in memory
 * together, MiB, for a short video and a long one: V, again and again. Without a model one that takes what is dark for cracks. On Linux, which
 * says what a process holds.
 */
export async function benchInspectMemory(argv: string[]): Promise<void> {
  const { values } = parseArgs({
    args: argv,
    options: {
      minutes: { type: 'string', default: '2,120' },
      video: { type: 'string', default: fileURLToPath(new URL('../assets/sample/ball-screw.mp4', import.meta.url)) },
      roi: { type: 'string', default: '420,246 600,196 600,280 420,330' },
      every: { type: 'string', default: 'auto' },
      model: { type: 'string' },
    },
  });
  const dir = await mkdtemp(join(tmpdir(), 'studio-memory-'));
  try {
    const tiny = () => writeTinyModel(join(dir, 'model.onnx'), { darkness: 0.3, metadata: { input_size: '256' } });
    const model = values.model ?? (await tiny());
    const peaks: number[] = [];
    for (const minutes of values.minutes.split(',').map(Number)) {
      const video = await longVideo(values.video, dir, minutes);
      const begun = performance.now();
      const how = ['--mode', 'tile', '--every', values.every, '--roi', values.roi];
      const peak = await peakOf(['inspect', model, video, '--out', dir, ...how]);
      const took = { took_s: round((performance.now() - begun) / 1000, 0) };
      report({ bench: 'inspect-memory', minutes, peak_mib: mebibytes(peak.all), of: peak.each, ...took });
      peaks.push(peak.all);
    }
    report({ summary: 'inspect-memory', longest_to_shortest: round(peaks[peaks.length - 1] / peaks[0], 3) });
  } finally {
    await rm(dir, { recursive: true });
  }
}

/** A video put behind itself until it lasts so long. */
async function longVideo(video: string, dir: string, minutes: number): Promise<string> {
  const { path: ffmpeg } = await theFfmpeg();
  const long = join(dir, `${minutes}-minutes.mp4`);
  const input = ['-stream_loop', '-1', '-i', video, '-t', String(60 * minutes)];
  await execa(ffmpeg, ['-v', 'error', '-y', ...input, '-map', '0:V:0', '-c', 'copy', long]);
  return long;
}

/** The most that a command and all it started had in memory at one time, and each kind of process, bytes. */
async function peakOf(args: readonly string[]) {
  const going = startStudio(args, { limitMs: 0 });
  const peak = { all: 0, each: {} as Record<string, number> };
  let running = true;
  const ended = going.finally(() => {
    running = false;
  });
  while (running) {
    const processes = await withChildren(going.pid!);
    peak.all = Math.max(peak.all, sum(processes.map(({ bytes }) => bytes)));
    for (const name of new Set(processes.map(each => each.name))) {
      const own = sum(processes.filter(each => each.name === name).map(({ bytes }) => bytes));
      peak.each[name] = Math.max(peak.each[name] ?? 0, mebibytes(own));
    }
    await new Promise(resolve => setTimeout(resolve, LOOK_MS));
  }
  const { exitCode, stderr } = await ended;
  if (exitCode !== 0) throw new Error(stderr);
  return peak;
}

/** What a process and its descendants hold, but for what they share; none of those that have just ended. */
async function withChildren(pid: number): Promise<{ name: string; bytes: number }[]> {
  try {
    const status = await readFile(`/proc/${pid}/status`, 'utf8');
    const held = (key: string) => 1024 * Number(new RegExp(`^${key}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);
    const command = (await readFile(`/proc/${pid}/cmdline`, 'utf8')).split('\0');
    const name = command.find(part => /inference|ffmpeg/.test(part))?.replace(/.*\//, '') ?? 'studio';
    const children: number[] = [];
    for (const task of await readdir(`/proc/${pid}/task`)) {
      const text = await readFile(`/proc/${pid}/task/${task}/children`, 'utf8');
      children.push(...text.trim().split(' ').filter(Boolean).map(Number));
    }
    const below = await Promise.all(children.map(withChildren));
    return [{ name, bytes: held('RssAnon') }, ...below.flat()];
  } catch {
    return [];
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function mebibytes(bytes: number): number {
  return round(bytes / 2 ** 20, 1);
}
