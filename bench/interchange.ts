import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { execa } from 'execa';
import { projectLayout } from '../src/main/layout/project-layout.ts';
import { INTERCHANGE_FORMATS } from '../src/shared/interchange/formats.ts';
import { Random } from '../src/shared/random.ts';
import type { LabelDocument, Point } from '../src/shared/schemas/label.ts';
import { studioProgram } from '../tests/helpers/studio.ts';
import { makeLongProject } from './projects.ts';
import { report, round } from './report.ts';

const [WIDTH, HEIGHT] = [640, 360];

/**
 * `npm run bench -- interchange [--images 10000] [--polygons 10] [--formats coco,masks]`: checks and exports a project, imports what
 * was exported into a project with the same images and no labels, and takes the import back, by the command line; one JSON line a step.
 */
export async function benchInterchange(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      images: { type: 'string', default: '10000' },
      polygons: { type: 'string', default: '10' },
      formats: { type: 'string', default: 'coco,cvat-masks' },
    },
  });
  const [images, polygons] = [Number(values.images), Number(values.polygons)];
  const formats = values.formats === 'all' ? INTERCHANGE_FORMATS : values.formats.split(',');
  const folder = await mkdtemp(join(tmpdir(), 'studio-bench-'));
  try {
    const labelled = join(folder, 'labelled');
    const bare = join(folder, 'bare');
    await makeLongProject(labelled, images, 0);
    await mkdir(bare);
    for (const part of ['studio.json', 'data']) await cp(join(labelled, part), join(bare, part), { recursive: true });
    await labelAll(labelled, images, polygons);
    report({ bench: 'interchange', of: 'check', images, ...(await timed(['check', labelled])) });
    for (const format of formats) {
      const out = join(folder, format);
      const measured = { bench: 'interchange', format, images, polygons: images * polygons };
      report({
        ...measured,
        of: 'export',
        ...(await timed(['export-labels', labelled, '--format', format, '--out', out])),
      });
      report({ ...measured, of: 'import', ...(await timed(['import', out, '--into', bare])) });
      report({ ...measured, of: 'undo', ...(await timed(['import', '--undo', '--into', bare])) });
      await rm(out, { recursive: true, force: true });
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Tells the peak of the process's memory, KiB, when it ends. */
const TELL_PEAK = `process.on('exit', () => process.stderr.write('peak ' + process.resourceUsage().maxRSS))`;

async function timed(args: string[]): Promise<Record<string, unknown>> {
  const began = performance.now();
  const preload = `data:text/javascript,${encodeURIComponent(TELL_PEAK)}`;
  const { stdout, stderr, exitCode } = await execa(
    process.execPath,
    ['--import', preload, studioProgram, ...args, '--json'],
    { reject: false },
  );
  const seconds = round((performance.now() - began) / 1000, 1);
  const peak = Number(/peak (\d+)/.exec(stderr)?.[1]);
  if (exitCode !== 0) return { seconds, failed: stderr };
  const { pixels, images, restored, findings } = JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
  const labelled = images?.labelled;
  return {
    seconds,
    peak_mib: round(peak / 1024, 0),
    ...(pixels && { labelled, before: pixels.before, after: pixels.after + pixels.uncompared }),
    ...(restored && { restored }),
    ...(findings !== undefined && { findings }),
  };
}

/** Polygons of 12 vertices as an annotator draws cracks: long and thin. */
export async function labelAll(folder: string, images: number, polygons: number): Promise<void> {
  const layout = projectLayout(folder);
  await mkdir(layout.labels.path, { recursive: true });
  const random = new Random(1);
  const names = (await readdir(layout.images.path)).sort().slice(0, images);
  for (const image of names) {
    const document: LabelDocument = {
      ...{ version: 1, image, width: WIDTH, height: HEIGHT, revision: 1, state: 'verified' },
      labels: Array.from({ length: polygons }, (_, i) => ({
        ...{ id: `label-${i}`, shape: 'polygon', class: 'crack', source: 'drawn' },
        points: crack(random),
      })),
      changed: { at: new Date(0).toISOString(), by: 'bench' },
    };
    await writeFile(layout.label(image).path, `${JSON.stringify(document)}\n`);
  }
}

function crack(random: Random): Point[] {
  const [x, y] = [random.uniform(0, WIDTH - 120), random.uniform(20, HEIGHT - 20)];
  const along = Array.from({ length: 6 }, (_, i): Point => [x + 24 * i, y + random.uniform(-12, 12)]);
  const back = along.toReversed().map(([px, py]): Point => [px, py + random.uniform(2, 6)]);
  return [...along, ...back].map(([px, py]): Point => [Math.round(px * 100) / 100, Math.round(py * 100) / 100]);
}
