import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readGray, readSize } from '../../src/main/images/png.ts';
import { fittedPlace } from './label-page.ts';
import { chromiumPath, type StudioPage, startStudioPage } from './studio-page.ts';

/** Where the sample's frames stand that are collected: it shows one every two seconds, pitted from the second minute on. */
const TIMES = ['00:00:20.000', '00:01:40.000', '00:02:12.000'] as const;
/** Around the part that wears, px of the frame. */
const ROI = [
  [420, 246],
  [600, 196],
  [600, 280],
  [420, 330],
] as const;

/** The time of its last frame. */
const LAST_S = 134;

type Point = readonly [number, number];

describe.skipIf(!chromiumPath)('an inspector’s first hour, on the real sample, in Chromium', () => {
  let studio: StudioPage;
  let page: Page;
  let project: string;

  beforeAll(async () => {
    studio = await startStudioPage();
    page = studio.page;
    project = join(studio.home, 'Crack Studio', 'Demo');
  });

  afterAll(() => studio?.close());

  it('opens the demo project from the welcome page, and its video', async () => {
    await page.getByRole('tab', { name: 'Demo project' }).click();
    await page.getByRole('button', { name: 'Open the demo' }).click();
    await page.getByRole('button', { name: /ball-screw\.mp4/ }).click();
    await page.getByAltText('Frame 0').waitFor();
  });

  it('draws the ROI with the mouse', async () => {
    await page.keyboard.press('Shift+C');
    await page.getByText('ROI: the whole frame').waitFor();
    const box = (await page.locator('video').boundingBox())!;
    const scale = box.width / 1120;
    for (const [x, y] of ROI) await page.mouse.click(box.x + (x + 0.5) * scale, box.y + (y + 0.5) * scale);
    await page.keyboard.press('Enter');
    await page.getByText('ROI of 4 vertices').waitFor();
    await expect.poll(() => savedRoi().length).toBe(4);
    // A pixel of the screen is more than one of the frame.
    for (const [i, point] of savedRoi().entries()) expect(distance(point, ROI[i]!)).toBeLessThan(2);
  });

  it('collects three frames at known times', async () => {
    for (const [i, time] of TIMES.entries()) {
      await goTo(time);
      await page.keyboard.press('s');
      await expect
        .poll(() => page.getByRole('list', { name: 'Saved frames' }).getByRole('listitem').count())
        .toBe(i + 1);
    }
    // Saved frames are counted at the key, and written behind it.
    await expect.poll(() => images().length).toBe(3);
    const names = TIMES.map(time => time.replace(/\D/g, ''));
    for (const [i, image] of images().entries()) expect(image).toContain(names[i]);
  });

  it('labels the pitting with polygon, polyline and brush, and verifies every image', async () => {
    await stage('Label');
    await state('unlabelled');
    // The first shows none: verified without a label.
    await page.keyboard.press('g');
    await state('unlabelled');
    const polygon: Point[] = [
      [70, 60],
      [130, 45],
      [135, 75],
      [75, 90],
    ];
    await page.keyboard.press('p');
    for (const point of [...polygon, polygon[0]!]) await page.mouse.click(...(await onCanvas(images()[1]!, point)));
    await state('in progress');
    await page.keyboard.press('g');
    await state('unlabelled');
    await page.keyboard.press('l');
    for (const point of [
      [60, 70],
      [90, 62],
      [120, 60],
    ] as const)
      await page.mouse.click(...(await onCanvas(images()[2]!, point)));
    await page.keyboard.press('Enter');
    await page.keyboard.press('b');
    await page.mouse.move(...(await onCanvas(images()[2]!, [140, 60])));
    await page.mouse.down();
    await page.mouse.move(...(await onCanvas(images()[2]!, [160, 55])), { steps: 5 });
    await page.mouse.up();
    await page.keyboard.press('g');
    await expect.poll(() => labels(2).state).toBe('verified');
    expect(labels(1).labels).toMatchObject([{ shape: 'polygon' }]);
    expect(labels(2).labels).toMatchObject([{ shape: 'polyline' }, { shape: 'brush' }]);
    const painted = async (i: number, [x, y]: Point) => {
      const { data, width } = await readGray(join(project, 'data/dl_train/masks', images()[i]!));
      return data[y * width + x];
    };
    // The masks follow the labels.
    const all = async () => [await painted(0, [100, 70]), await painted(1, [100, 68]), await painted(2, [90, 62])];
    await expect.poll(all).toEqual([0, 255, 255]);
  });

  it('prepares, and trains two epochs at 64 px', async () => {
    await stage('Dataset');
    await page.getByRole('button', { name: 'Prepare', exact: true }).click();
    await page.getByRole('button', { name: 'Go on to Train' }).click();
    await page.getByText(/a test step/).waitFor();
    await page.getByRole('button', { name: 'Advanced settings' }).click();
    for (const [name, value] of Object.entries({ Epochs: '2', 'Input size': '64', Base: '4', Batch: '1' })) {
      await page.getByLabel(name, { exact: true }).fill(value);
    }
    await page.getByRole('main').getByRole('button', { name: 'Train', exact: true }).click();
    await page.getByText('Training complete').waitFor();
    await curve(2);
  });

  it('shows what the model sees', async () => {
    await stage('Inspect');
    await page.getByRole('img', { name: 'Prediction' }).waitFor();
    await page.getByRole('slider', { name: 'Threshold' }).focus();
    await page.keyboard.press('Home');
    const { width, height } = await readSize(join(project, 'data/dl_train/images', images()[0]!));
    // Two epochs teach little, but a probability of more than 0.01 everywhere.
    await expect.poll(overlayPixels).toBeGreaterThan(0.5 * width * height);
  });

  it('finds everything there after the page is reloaded', async () => {
    await page.reload();
    await page.getByRole('img', { name: 'Prediction' }).waitFor();
    await stage('Train');
    await curve(2);
    await stage('Dataset');
    await page.getByText('By video:').first().waitFor();
    await stage('Label');
    await page.getByRole('complementary', { name: 'Images' }).getByText('verified, 2').waitFor();
    await stage('Collect');
    await page.getByText('ROI of 4 vertices').waitFor();
    await expect.poll(() => page.getByRole('list', { name: 'Saved frames' }).getByRole('listitem').count()).toBe(3);
    expect(studio.problems).toEqual([]);
  });

  async function stage(name: string) {
    await page.getByRole('navigation', { name: 'Stages' }).getByRole('button', { name }).click();
  }

  /** A click on the timeline, then single frames. */
  async function goTo(time: string) {
    const shown = () => page.getByTestId('time').innerText();
    const line = (await page.getByRole('slider', { name: 'Timeline' }).boundingBox())!;
    await page.mouse.click(line.x + (secondsOf(time) / LAST_S) * line.width, line.y + line.height / 2);
    await expect.poll(async () => Math.abs(secondsOf(await shown()) - secondsOf(time))).toBeLessThanOrEqual(4);
    while ((await shown()) !== time) {
      const before = await shown();
      await page.keyboard.press(before < time ? '.' : ',');
      await expect.poll(shown).not.toBe(before);
    }
  }

  async function state(name: string) {
    await page.getByTestId('image-state').getByText(name).waitFor();
    await page.locator('[data-testid=label-canvas] canvas').first().waitFor();
  }

  async function curve(epochs: number) {
    const figure = page.getByRole('figure', { name: 'Dice and IoU on val by epoch' });
    await figure.and(page.locator(`[data-points="${epochs}"]`)).waitFor();
  }

  /** Where a pixel of the image lies on the page. */
  async function onCanvas(image: string, [x, y]: Point) {
    const { left, top, scale } = await fittedPlace(page, await readSize(join(project, 'data/dl_train/images', image)));
    return [left + x * scale, top + y * scale] as const;
  }

  async function overlayPixels() {
    return Number((await page.locator('dt:text-is("Crack pixels") + dd').innerText()).replaceAll(',', ''));
  }

  function images() {
    return readdirSync(join(project, 'data/dl_train/images')).sort();
  }

  function labels(i: number) {
    return JSON.parse(readFileSync(join(project, 'data/dl_train/labels', `${images()[i]}.json`), 'utf8'));
  }

  function savedRoi(): Point[] {
    return JSON.parse(readFileSync(join(project, 'studio.json'), 'utf8')).settings.rois['ball-screw.mp4'] ?? [];
  }
});

function secondsOf(time: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = time.split(':').map(Number);
  return (hours * 60 + minutes) * 60 + seconds;
}

function distance([ax, ay]: Point, [bx, by]: Point): number {
  return Math.max(Math.abs(ax - bx), Math.abs(ay - by));
}
