import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { execa } from 'execa';
import { readMask } from '../src/main/images/masks.ts';
import { readGray } from '../src/main/images/png.ts';
import { traceLine } from '../src/shared/geometry/line.ts';
import type { GrayImage } from '../src/shared/image/gray-image.ts';
import { measureMask } from '../src/shared/measure/measure-mask.ts';
import { squaredDistances } from '../src/shared/metrics/distance-transform.ts';
import { type Followed, stepCosts } from '../src/shared/wire/step-costs.ts';
import { type Pixel, traceWire } from '../src/shared/wire/trace-wire.ts';
import { median, report, round, spread } from './report.ts';

/** A labelled image, the longest crack of it, and where it is clicked. */
interface Task {
  readonly path: string;
  readonly gray: GrayImage;
  readonly mask: GrayImage;
  readonly truth: Uint8Array;
  readonly clicks: { readonly two: readonly Pixel[]; readonly each100px: readonly Pixel[] };
}

type Path = readonly Pixel[];
const FOLLOWED: readonly Followed[] = ['dark', 'dark ridge'];

/**
 * `npm run bench -- wire --data DIR` (images/ and masks/): the longest crack of every labelled image traced with two clicks and with one each
 * 100 px, beside OpenCV's scissors and a straight line: median distance of the path to the true centre line, px, the share of it within 4 px, and the share inside the
 * mask. `--speed` times pointer to wire in a box of 400 px on a picture of 4K.
 */
export async function benchWire(argv: string[]): Promise<void> {
  const { values } = parseArgs({
    args: argv,
    options: {
      data: { type: 'string', multiple: true },
      python: { type: 'string', default: existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3' },
    },
  });
  for (const dir of values.data ?? []) await compare(dir, values.python);
  benchSpeed();
}

async function compare(dir: string, python: string): Promise<void> {
  const names = (await readdir(join(dir, 'masks'))).filter(name => name.endsWith('.png')).sort();
  const tasks = (await Promise.all(names.map(name => taskOf(dir, name)))).filter(task => task !== null);
  for (const kind of ['two', 'each100px'] as const) {
    const clicks = tasks.map(task => task.clicks[kind]);
    const line = clicks.map(places => along(places, straight));
    summarise(dir, kind, 'straight', tasks, line);
    for (const followed of FOLLOWED) {
      const traced = tasks.map((task, i) => along(clicks[i], (from, to) => wire(task.gray, followed, from, to)));
      summarise(dir, kind, followed, tasks, traced);
    }
    for (const flags of [[], ['--cvat']]) {
      const scissors = await scissorsOf(python, flags, tasks, clicks).catch(() => null);
      if (scissors) summarise(dir, kind, ['scissors', ...flags].join(' '), tasks, scissors);
    }
  }
}

async function taskOf(dir: string, name: string): Promise<Task | null> {
  const mask = await readMask(join(dir, 'masks', name));
  const path = await imageOf(dir, parse(name).name);
  const gray = await readGray(path);
  if (gray.width !== mask.width || gray.height !== mask.height) return null;
  const [crack] = measureMask(mask);
  const line = crack?.centreLines[0].slice(2, -2).map(({ x, y }) => ({ x: Math.round(x), y: Math.round(y) }));
  if (!line || line.length < 20) return null;
  const truth = new Uint8Array(mask.data.length);
  for (const { x, y } of line) truth[y * mask.width + x] = 1;
  const parts = Math.max(1, Math.round(line.length / 100));
  const each100px = Array.from({ length: parts + 1 }, (_, i) => line[Math.round((i * (line.length - 1)) / parts)]);
  return { path, gray, mask, truth, clicks: { two: [line[0], line[line.length - 1]], each100px } };
}

async function imageOf(dir: string, stem: string): Promise<string> {
  const names = await readdir(join(dir, 'images'));
  return join(dir, 'images', names.find(name => parse(name).name === stem) ?? `${stem}.png`);
}

function along(clicks: readonly Pixel[], trace: (from: Pixel, to: Pixel) => Path): Path {
  return clicks.slice(1).flatMap((to, i) => trace(clicks[i], to));
}

function straight(from: Pixel, to: Pixel): Path {
  const path: Pixel[] = [];
  traceLine(from, to, (x, y) => path.push({ x, y }));
  return path;
}

function wire(gray: GrayImage, followed: Followed, from: Pixel, to: Pixel): Path {
  const box = { x1: 0, y1: 0, x2: gray.width, y2: gray.height };
  return traceWire(stepCosts(gray, box, followed), from, to);
}

async function scissorsOf(
  python: string,
  flags: string[],
  tasks: readonly Task[],
  clicks: readonly Path[],
): Promise<Path[]> {
  const script = fileURLToPath(new URL('./scissors.py', import.meta.url));
  const input = tasks.map(({ path }, i) =>
    JSON.stringify({ image: path, clicks: clicks[i].map(({ x, y }) => [x, y]) }),
  );
  const { stdout } = await execa(python, [script, ...flags], { input: input.join('\n') });
  return stdout.split('\n').map(line => JSON.parse(line).map(([x, y]: [number, number]) => ({ x, y })));
}

/** The medians over images of the median distance and the shares along each path. */
function summarise(data: string, clicks: string, tool: string, tasks: readonly Task[], paths: readonly Path[]): void {
  const each = tasks.map(({ truth, mask: { width, height, data: mask } }, i) => {
    const squared = squaredDistances(truth, width, height);
    const distances = paths[i].map(({ x, y }) => Math.sqrt(squared[y * width + x]));
    const share = (holds: (place: Pixel, k: number) => boolean) => paths[i].filter(holds).length / paths[i].length;
    return {
      distance: median(distances),
      within4: share((_, k) => distances[k] <= 4),
      inMask: share(({ x, y }) => mask[y * width + x] !== 0),
    };
  });
  const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
  report({
    ...{ bench: 'wire', data, clicks, tool, images: tasks.length },
    median_px: round(median(each.map(({ distance }) => distance)), 2),
    mean_px: round(mean(each.map(({ distance }) => distance)), 2),
    within_4px: round(mean(each.map(({ within4 }) => within4))),
    in_mask: round(mean(each.map(({ inMask }) => inMask))),
  });
}

/** From a pointer that moved to the new wire: the first one of a click makes the costs of its box. */
function benchSpeed(): void {
  const [width, height, half] = [3840, 2160, 200];
  const data = Uint8Array.from({ length: width * height }, (_, i) => 120 + 60 * Math.sin(i / 97) + ((i * 7919) % 23));
  const gray = { width, height, data };
  const [click, moves]: [number[], number[]] = [[], []];
  for (let round = 0; round < 20; round++) {
    const seed = { x: 300 + 150 * round, y: 1000 };
    const box = { x1: seed.x - half, y1: seed.y - half, x2: seed.x + half, y2: seed.y + half };
    let started = performance.now();
    const costs = stepCosts(gray, box, 'dark');
    click.push(performance.now() - started);
    for (let step = 1; step < 20; step++) {
      started = performance.now();
      traceWire(costs, seed, { x: seed.x + 9 * step, y: seed.y - 7 * step });
      moves.push(performance.now() - started);
    }
  }
  report({ bench: 'wire', box: 2 * half, click_ms: spread(click), pointer_to_wire_ms: spread(moves) });
}
