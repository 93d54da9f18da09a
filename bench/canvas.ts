import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import type { LabelDocument, Point } from '../src/shared/schemas/label.ts';
import { startStudioPage } from '../tests/e2e/studio-page.ts';
import { makeLabelledProject } from './projects.ts';
import { report, spread } from './report.ts';
import { traceFrames } from './script-time.ts';

/** ms of script a frame: half of what a screen of 60 Hz leaves. */
const BUDGET_MS = 8;
const SIZE = { width: 1920, height: 1080 };

/**
 * `npm run bench -- canvas [--labels 1000 --moves 120]`: script a frame while labels are worked on, on one 3840 x 2160
 * image with polygons of 50 vertices. One JSON line a gesture.
 */
export async function benchCanvas(args: string[]): Promise<void> {
  const options = { labels: { type: 'string', default: '1000' }, moves: { type: 'string', default: '120' } } as const;
  const { values } = parseArgs({ args, options });
  const folder = await mkdtemp(join(tmpdir(), 'studio-bench-'));
  try {
    const document = await makeLabelledProject(join(folder, 'project'), Number(values.labels));
    const studio = await startStudioPage({ project: join(folder, 'project'), size: SIZE });
    try {
      const hand = await openImage(studio.page, document, Number(values.moves));
      for (const [gesture, act] of Object.entries(gestures(hand, document))) {
        const frames = await traceFrames(studio.browser, studio.page, act);
        const script = frames.map(frame => frame.script);
        const over = script.filter(ms => ms > BUDGET_MS).length;
        report({
          bench: 'canvas',
          gesture,
          frames: frames.length,
          script_ms: spread(script),
          budget_ms: BUDGET_MS,
          over,
        });
      }
      if (studio.problems.length > 0) throw new Error(studio.problems.join('\n'));
    } finally {
      await studio.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

type Hand = Awaited<ReturnType<typeof openImage>>;

/** Shows the image as the Label stage fits it; gives what a hand with a mouse does there, in px of the image. */
async function openImage(page: Page, { width, height, labels }: LabelDocument, moves: number) {
  await page.getByRole('navigation', { name: 'Stages' }).getByText('Label').click();
  await page.locator('[data-testid=label-canvas] canvas').first().waitFor();
  await page.getByText(`in progress, ${labels.length}`).waitFor();
  await page.waitForTimeout(1000);
  const box = (await page.getByTestId('label-canvas').boundingBox())!;
  const scale = Math.min(8, (box.width - 32) / width, (box.height - 32) / height);
  const left = box.x + (box.width - width * scale) / 2;
  const top = box.y + (box.height - height * scale) / 2;
  const move = ([x, y]: Point) => page.mouse.move(left + x * scale, top + y * scale);
  return {
    page,
    middle: [width / 2, height / 2] as Point,
    move,
    async click(at: Point) {
      await move(at);
      await page.mouse.down();
      await page.mouse.up();
    },
    /** Around a point, on a circle of so many CSS px. */
    async circle([x, y]: Point, radius: number) {
      for (let i = 1; i <= moves; i++) {
        const angle = (2 * Math.PI * i) / 37;
        await move([x + (radius / scale) * Math.sin(angle), y + (radius / scale) * (1 - Math.cos(angle))]);
      }
    },
  };
}

/** What the hand does, by name, one after the other. */
function gestures(hand: Hand, { labels }: LabelDocument): Record<string, () => Promise<void>> {
  const { page, middle } = hand;
  const small = labels[labels.length - 2];
  const large = labels[labels.length - 1];
  return {
    'drag a vertex': () => dragVertex(hand, small),
    'drag a vertex of a large label': () => dragVertex(hand, large),
    async 'move the pointer'() {
      await hand.move(middle);
      await hand.circle(middle, 200);
    },
    async pan() {
      await hand.move(middle);
      await page.keyboard.down(' ');
      await page.mouse.down();
      await hand.circle(middle, 150);
      await page.mouse.up();
      await page.keyboard.up(' ');
    },
    async zoom() {
      for (let i = 0; i < 60; i++) await page.mouse.wheel(0, i % 20 < 10 ? -100 : 100);
    },
    async 'draw a polyline'() {
      await page.keyboard.press('f');
      await page.keyboard.press('l');
      await hand.move(middle);
      await page.mouse.down();
      await hand.circle(middle, 150);
      await page.mouse.up();
      await page.keyboard.press('Enter');
    },
  };
}

/** Selects a label by a click near its middle, then drags one of its vertices around. */
async function dragVertex(hand: Hand, label: LabelDocument['labels'][number]): Promise<void> {
  if (label.shape === 'brush') return;
  await hand.page.keyboard.press('v');
  await hand.page.keyboard.press('Escape');
  const middle = label.points.reduce<Point>(
    ([x, y], [px, py]) => [x + px / label.points.length, y + py / label.points.length],
    [0, 0],
  );
  await hand.click(middle);
  await hand.move(label.points[0]);
  await hand.page.mouse.down();
  await hand.circle(label.points[0], 30);
  await hand.page.mouse.up();
}
