import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { projectLayout } from '../src/main/layout/project-layout.ts';
import { shapeOf } from '../src/shared/labels/shapes/shapes.ts';
import type { LabelDocument, Point } from '../src/shared/schemas/label.ts';
import type { StudioPage } from '../tests/e2e/studio-page.ts';
import { LABELLED_IMAGE, makeLabelledProject } from './projects.ts';
import { report } from './report.ts';
import { scriptOf, traceFrames } from './script-time.ts';
import { goTo, inFolder, inStudio } from './studio.ts';

/**
 * `npm run bench -- canvas [--labels 1000 --moves 120]`: script a frame while labels are worked on, on one 3840 x 2160
 * image with polygons of 50 vertices. One JSON line a gesture.
 */
export async function benchCanvas(args: string[]): Promise<void> {
  const options = { labels: { type: 'string', default: '1000' }, moves: { type: 'string', default: '120' } } as const;
  const { values } = parseArgs({ args, options });
  await inFolder(async folder => {
    const project = join(folder, 'project');
    const document = await makeLabelledProject(project, Number(values.labels));
    await inStudio(project, async studio => {
      const hand = await openImage(studio, document, Number(values.moves));
      for (const [gesture, act] of Object.entries(gestures(hand, document))) {
        const frames = await traceFrames(studio, act);
        report({ bench: 'canvas', gesture, ...scriptOf(frames) });
      }
      await studio.page.getByText(`in progress, ${document.labels.length + 1}`).waitFor();
      await studio.page.getByText('On disk since').waitFor();
    });
    await checkEdits(project, document);
  });
}

type Hand = Awaited<ReturnType<typeof openImage>>;

/** Shows the image as the Label stage fits it; gives what a hand with a mouse does there, in px of the image. */
async function openImage(studio: StudioPage, { width, height, labels }: LabelDocument, moves: number) {
  const { page } = studio;
  await goTo(studio, 'Label');
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
    /** Around on a circle of so many CSS px, from its topmost point. */
    async circle([x, y]: Point, radius: number) {
      for (let i = 1; i <= moves; i++) {
        // Not a whole number of rounds: a vertex must not end where it was.
        const angle = (2 * Math.PI * i) / 37;
        await move([x + (radius / scale) * Math.sin(angle), y + (radius / scale) * (1 - Math.cos(angle))]);
      }
    },
  };
}

/** What the hand does, by name, one after the other; three of them are edits. */
function gestures(hand: Hand, { labels }: LabelDocument): Record<string, () => Promise<void>> {
  const { page, middle } = hand;
  return {
    'drag a vertex': () => dragVertex(hand, labels[labels.length - 2]),
    'drag a vertex of a large label': () => dragVertex(hand, labels[labels.length - 1]),
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

/** Selects a label by a click on its middle, then drags one of its vertices around. */
async function dragVertex(hand: Hand, label: LabelDocument['labels'][number]): Promise<void> {
  const points = shapeOf(label).vertices?.of(label);
  if (!points) return;
  const mean = (axis: 0 | 1) => points.reduce((sum, point) => sum + point[axis], 0) / points.length;
  await hand.page.keyboard.press('v');
  await hand.click([mean(0), mean(1)]);
  await hand.move(points[0]);
  await hand.page.mouse.down();
  await hand.circle(points[0], 30);
  await hand.page.mouse.up();
}

/** A bench whose hand missed has measured nothing. */
async function checkEdits(project: string, before: LabelDocument): Promise<void> {
  const file = await readFile(projectLayout(project).label(LABELLED_IMAGE).path, 'utf8');
  const { labels } = JSON.parse(file) as LabelDocument;
  const changed = labels.filter((label, i) => JSON.stringify(label) !== JSON.stringify(before.labels[i])).length;
  if (changed !== 3) throw new Error(`${changed} labels were changed, not 3: the hand missed.`);
}
