import { cp, readdir, readFile, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { readMask } from '../src/main/images/masks.ts';
import { projectLayout } from '../src/main/layout/project-layout.ts';
import { DEMO_FOLDER, readDemoData } from '../src/main/project/demo-data.ts';
import { shift } from '../src/shared/geometry/affine.ts';
import { countSet, maskIn } from '../src/shared/labels/painted-part.ts';
import { mapped, shapeOf, simplified } from '../src/shared/labels/shapes/shapes.ts';
import { meanOf } from '../src/shared/measure/statistics.ts';
import { countAtThreshold, pooledScores } from '../src/shared/metrics/confusion.ts';
import type { Label, Point } from '../src/shared/schemas/label.ts';
import { openLabel } from '../tests/e2e/label-page.ts';
import type { StudioPage } from '../tests/e2e/studio-page.ts';
import { makeLabelProject } from '../tests/helpers/label-project.ts';
import { report, round } from './report.ts';
import { inFolder, inStudio } from './studio.ts';

/** A hand draws an outline with as few vertices as give this IoU with the demo's. */
const DRAWN = 0.9;
const TOLERANCES = [8, 6, 5, 4, 3, 2.5, 2, 1.5, 1, 0.75, 0.5, 0.25];
const FRAMES = 68;
/** What a person tries where the model found too little or too much at 0.5. */
const THRESHOLDS = [0.25, 0.75];
/** Documents follow the journal after a moment. */
const ON_DISK_MS = 3000;
/** Of the demo's crops, px. */
const SIZE = { width: 201, height: 155 };
const WHOLE = { x1: 0, y1: 0, x2: SIZE.width, y2: SIZE.height };

/** A frame, and what a person finds in it. */
interface Frame {
  readonly name: string;
  readonly truth: Uint8Array;
  /** The corners that a hand clicks, px of the image. */
  readonly outlines: readonly (readonly Point[])[];
}

/**
 * `npm run bench -- prelabel [--run demo/dl_models/RUN --least 0.5]`: verifies the second half of the demo's frames in Chromium, once drawing every label and
 * once with those that the demo's model makes ahead, and counts clicks and keys. Of an image the model's labels are kept where their IoU with the demo's is
 * at least `--least`, if need be after its threshold was moved, or those were deleted that lie beside it; else all are thrown away and drawn. The demo's training has seen most of these frames.
 */
export async function benchPrelabel(args: string[]): Promise<void> {
  const options = { run: { type: 'string' }, least: { type: 'string', default: '0.5' } } as const;
  const { values } = parseArgs({ args, options });
  const run = values.run ?? (await demoRun('demo/dl_models'));
  await inFolder(async folder => {
    const counts: number[] = [];
    for (const way of ['drawn', 'pre-labelled'] as const) {
      const project = join(folder, way);
      const frames = await secondHalf(project);
      if (way === 'pre-labelled') await cp(run, join(project, 'dl_models', basename(run)), { recursive: true });
      const done = { kept: 0, drawn: 0 };
      await inStudio(project, async studio => {
        const hand = await handOn(studio);
        if (way === 'pre-labelled') await hand.labelAhead();
        for (const frame of frames) {
          await hand.reach(frame);
          const wrong = way === 'drawn' ? null : await looked(hand, frame, project, Number(values.least));
          done[wrong ? 'kept' : 'drawn']++;
          if (wrong) await hand.remove(wrong);
          else await hand.draw(frame);
          await hand.press('g');
        }
        await studio.page.getByText('All images are verified').waitFor();
        counts.push(hand.count());
      });
      const ious = await Promise.all(frames.map(async ({ name, truth }) => iouOf(truth, await maskOf(project, name))));
      const mean_iou = round(meanOf(ious));
      report({ bench: 'prelabel', way, frames: frames.length, ...done, clicks_and_keys: counts.at(-1), mean_iou });
    }
    report({ bench: 'prelabel', share: round(counts[1] / counts[0]) });
  });
}

async function demoRun(models: string): Promise<string> {
  const runs = await readdir(models, { withFileTypes: true }).catch(() => []);
  const latest = runs
    .filter(run => run.isDirectory())
    .map(({ name }) => name)
    .sort()
    .at(-1);
  if (!latest)
    throw new Error(`There is no run in ${models}: make the demo first (npm run demo), or name one with --run.`);
  return join(models, latest);
}

/** A project with the second half of the demo's frames, unlabelled. */
async function secondHalf(project: string): Promise<Frame[]> {
  const images = await makeLabelProject(project, FRAMES);
  const { labels } = await readDemoData(DEMO_FOLDER);
  const layout = projectLayout(project);
  await Promise.all(images.slice(0, FRAMES / 2).map(name => rm(layout.image(name).path)));
  return Promise.all(
    images.slice(FRAMES / 2).map(async (name, i) => {
      const [video, base] = name.replace('.png', '').split('__');
      const meta = JSON.parse(await readFile(join(layout.dataset.path, video, 'meta', `${base}.json`), 'utf8'));
      const [x, y] = meta.bbox_xyxy;
      const found = (labels.frames.find(({ frame }) => frame === FRAMES / 2 + i)?.labels ?? []).flatMap(
        label => mapped(label, shift(-x, -y)) ?? [],
      );
      return { name, truth: maskIn(WHOLE, found).data, outlines: found.map(outlineOf) };
    }),
  );
}

function outlineOf(label: Label): readonly Point[] {
  const truth = maskIn(WHOLE, [label]).data;
  const drawn = TOLERANCES.map(tolerance => simplified(label, tolerance));
  const enough = drawn.find(each => iouOf(truth, maskIn(WHOLE, [each]).data) >= DRAWN) ?? label;
  return shapeOf(enough).vertices?.of(enough) ?? [];
}

type Hand = Awaited<ReturnType<typeof handOn>>;

/** What a hand does in Label, each click and key counted. */
async function handOn({ page }: StudioPage) {
  const place = await openLabel(page, SIZE);
  let count = 0;
  let hasPolygon = false;
  const press = async (key: string) => {
    count++;
    await page.keyboard.press(key);
  };
  return {
    count: () => count,
    press,
    /** Waits until an image is shown, with its labels. */
    async reach({ name }: Frame) {
      await page.locator(`button[title="${name}"][aria-current=true]`).waitFor();
      await page.getByTestId('image-state').waitFor();
      await page.locator('[data-testid=label-canvas] canvas').first().waitFor();
    },
    async labelAhead() {
      count++;
      await page.getByRole('button', { name: /^Label the rest/ }).click();
      await page.getByText(/^The model made/).waitFor({ timeout: 300_000 });
      await page.waitForTimeout(ON_DISK_MS);
    },
    async ask() {
      await press('y');
      await page
        .getByText('Predicting')
        .waitFor({ timeout: 5000 })
        .catch(() => {});
      await page.getByText('Predicting').waitFor({ state: 'hidden' });
    },
    async moveThreshold(to: number) {
      count++;
      const slider = page.getByRole('slider', { name: 'Threshold of the model' });
      const box = (await page.locator('.mantine-Slider-root').filter({ has: slider }).boundingBox())!;
      await page.mouse.click(box.x + (box.width * (to - 0.05)) / 0.9, box.y + box.height / 2);
      await page.waitForTimeout(ON_DISK_MS);
    },
    async remove(names: readonly string[]) {
      for (const name of names) {
        count++;
        await page.getByRole('button', { name: `Delete ${name}`, exact: true }).click();
      }
    },
    /** Throws away what a model found, if it did, and draws. */
    async draw({ outlines }: Frame) {
      const throwAway = page.getByRole('button', { name: /^Throw away/ });
      if (await throwAway.isVisible()) await press('Shift+X');
      for (const outline of outlines) {
        if (!hasPolygon) await press('p');
        hasPolygon = true;
        for (const [x, y] of outline) {
          count++;
          await page.mouse.click(place.left + x * place.scale, place.top + y * place.scale);
        }
        await press('Enter');
      }
    },
  };
}

/** What a person who looks at what the model found deletes (`wrongOf`), if need be after moving its threshold. */
async function looked(hand: Hand, frame: Frame, project: string, least: number): Promise<string[] | null> {
  const wrong = async () => wrongOf(frame, await labelsOf(project, frame), least);
  let found = await wrong();
  // The model is asked anew only where there is something to be found.
  if (found || !frame.truth.includes(1)) return found;
  await hand.ask();
  for (const threshold of THRESHOLDS) {
    if (found) break;
    await hand.moveThreshold(threshold);
    found = await wrong();
  }
  return found;
}

/** The labels on the disk of a frame, in the order of painting. */
async function labelsOf(project: string, { name }: Frame): Promise<Label[]> {
  return JSON.parse(await readFile(projectLayout(project).label(name).path, 'utf8').catch(() => '{"labels":[]}'))
    .labels;
}

/** The labels that a person deletes so that the rest can stay, as the list of labels names them, the last first; null where it is better to draw. */
function wrongOf({ truth }: Frame, labels: readonly Label[], least: number): string[] | null {
  const isRight = (label: Label) => {
    const own = maskIn(WHOLE, [label]).data;
    const inside = own.filter((value, i) => value > 0 && truth[i] > 0).length;
    return inside * 2 >= countSet(own);
  };
  const right = labels.filter(isRight);
  if (iouOf(truth, maskIn(WHOLE, labels).data) >= least) return [];
  if (iouOf(truth, maskIn(WHOLE, right).data) < least) return null;
  return labels.flatMap((label, i) => (right.includes(label) ? [] : [`${label.shape} ${i + 1}`])).reverse();
}

async function maskOf(project: string, name: string): Promise<Uint8Array> {
  return (await readMask(projectLayout(project).mask(name))).data;
}

/** 1 where both are empty. */
function iouOf(a: Uint8Array, b: Uint8Array): number {
  return pooledScores(countAtThreshold(a, b, 0)).iou;
}
