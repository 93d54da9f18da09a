import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { crc32 } from 'node:zlib';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFrameIndex } from '../../src/main/media/frame-index.ts';
import { readFrame } from '../../src/main/media/frames.ts';
import { createDemoProject } from '../../src/main/project/demo-project.ts';
import type { FrameIndex } from '../../src/shared/schemas/video.ts';
import { formatTime } from '../../src/shared/time.ts';
import { chromiumPath, type StudioPage, startStudioPage } from './studio-page.ts';

const SAMPLE = resolve(import.meta.dirname, '../../assets/sample');

describe.skipIf(!chromiumPath)('the Collect stage in Chromium', () => {
  let folder: string;
  let studio: StudioPage;
  let page: Page;
  let index: FrameIndex;
  const videoWidth = async () => (await page.locator('video').boundingBox())?.width;

  beforeAll(async () => {
    folder = join(await mkdtemp(join(tmpdir(), 'studio-collect-')), 'project');
    await createDemoProject(folder, SAMPLE);
    index = await openFrameIndex(join(SAMPLE, 'ball-screw.mp4'));
    studio = await startStudioPage({ project: folder });
    page = studio.page;
  });

  afterAll(async () => {
    await studio?.close();
    await rm(join(folder, '..'), { recursive: true, force: true });
  });

  it('opens the project’s video with the ROI that is remembered for it', async () => {
    await page.getByRole('navigation', { name: 'Stages' }).getByText('Collect').click();
    await page.getByRole('button', { name: /ball-screw\.mp4/ }).click();
    await page.getByText('ROI of 4 vertices').waitFor();
    await shows(0);
  });

  it('draws the ROI with the mouse, to the pixel', async () => {
    await page.keyboard.press('Shift+C');
    await page.getByText('ROI: the whole frame').waitFor();
    await page.getByAltText('Frame 0').waitFor();
    // Wide enough that a pixel of the frame is more than one of the screen.
    await page.setViewportSize({ width: 1700, height: 1000 });
    await expect.poll(videoWidth).toBeGreaterThan(900);
    await page.waitForTimeout(200);
    const drawn = [
      [100, 60],
      [500, 90],
      [480, 300],
      [120, 280],
    ] as const;
    for (const point of drawn) await click(point);
    await click([300, 200]);
    await page.keyboard.press('z');
    const close = await place([300, 200]);
    await page.mouse.click(close.x, close.y, { button: 'right' });
    await page.getByText('ROI of 4 vertices').waitFor();
    await expect.poll(savedRoi).toEqual(drawn);
  });

  it('keeps it on the frame’s pixels in a window of another size, and drags a vertex of it', async () => {
    await page.setViewportSize({ width: 1280, height: 720 });
    await expect.poll(videoWidth).toBeLessThan(900);
    await page.waitForTimeout(200);
    const from = await place([500, 90]);
    const to = await place([520, 70]);
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move(to.x, to.y, { steps: 3 });
    await page.mouse.up();
    // Here a pixel of the screen is more than one of the frame.
    const distance = async () => {
      const [x = 0, y = 0] = (await savedRoi())?.[1] ?? [];
      return Math.max(Math.abs(x - 520), Math.abs(y - 70));
    };
    await expect.poll(distance).toBeLessThanOrEqual(1);
  });

  it('adds a vertex to the ROI on its outline, takes it away with a right click, moves all of it, and undoes that', async () => {
    const before = await savedRoi();
    const [a, b] = [before![0]!, before![1]!];
    const middle = [Math.round((a[0]! + b[0]!) / 2), Math.round((a[1]! + b[1]!) / 2)] as const;
    await click(middle);
    await page.getByText('ROI of 5 vertices').waitFor();
    const { x, y } = await place(middle);
    await page.mouse.click(x, y, { button: 'right' });
    await page.getByText('ROI of 4 vertices').waitFor();
    const inside = await place([300, 180]);
    await page.mouse.move(inside.x, inside.y);
    await page.mouse.down();
    await page.mouse.move(inside.x + 30, inside.y + 12, { steps: 4 });
    await page.mouse.up();
    await expect.poll(async () => (await savedRoi())?.[0]?.[0]).toBeGreaterThan(before![0]![0]! + 5);
    await page.keyboard.press('Shift+C');
    await page.getByText('ROI: the whole frame').waitFor();
    for (const _ of ['cleared', 'moved', 'taken', 'added']) await page.keyboard.press('Control+z');
    await expect.poll(savedRoi).toEqual(before);
  });

  it('steps one frame exactly, to both sides, and jumps', async () => {
    await page.keyboard.press('.');
    await page.keyboard.press('.');
    await page.keyboard.press('.');
    await shows(3);
    await page.keyboard.press(',');
    await shows(2);
    await page.keyboard.press('ArrowRight');
    // The sample shows a frame every two seconds: a jump of one second is the next frame.
    await shows(3);
    await page.getByAltText('Frame 3').waitFor();
  });

  it('goes to a time or frame that is typed, and shows what is under the pointer on the timeline', async () => {
    await page.keyboard.press('g');
    await page.getByLabel('Go to', { exact: true }).fill('7');
    await page.keyboard.press('Enter');
    await shows(7);
    await page.getByRole('button', { name: 'Go to a time or frame' }).click();
    await page.getByLabel('Go to', { exact: true }).fill('4s');
    await page.keyboard.press('Enter');
    await shows(2);
    const line = (await page.getByRole('slider', { name: 'Timeline' }).boundingBox())!;
    await page.mouse.move(line.x + line.width / 2, line.y + line.height / 2);
    await page.getByText(/^00:\d\d:\d\d\.\d{3} · frame \d+$/).waitFor();
    expect(await page.locator('video').count()).toBe(2);
    await page.mouse.move(600, 300);
    await expect.poll(() => page.locator('video').count()).toBe(1);
  });

  it('saves the frame shown with "s", paused, and marks it on the timeline', async () => {
    const frames = [5, Math.floor(index.info.frames / 2), index.info.frames - 1];
    await page.keyboard.press('Home');
    for (let i = 0; i < 5; i++) await page.keyboard.press('.');
    await save(frames[0]!, 1);
    const line = (await page.getByRole('slider', { name: 'Timeline' }).boundingBox())!;
    const share = (index.timesMs[frames[1]!]! + 1 - index.timesMs[0]!) / (index.timesMs.at(-1)! - index.timesMs[0]!);
    await page.mouse.click(line.x + share * line.width, line.y + line.height / 2);
    await page.mouse.move(600, 300);
    const reached = await shownFrame();
    expect(Math.abs(reached - frames[1]!)).toBeLessThanOrEqual(1);
    for (let i = reached; i < frames[1]!; i++) await page.keyboard.press('.');
    for (let i = reached; i > frames[1]!; i--) await page.keyboard.press(',');
    await save(frames[1]!, 2);
    await page.keyboard.press('End');
    await save(frames[2]!, 3);
    expect(metadata().map(({ frame_index, pos_ms }) => [frame_index, pos_ms])).toEqual(
      frames.map(frame => [frame, index.timesMs[frame]]),
    );
    for (const { roi_poly_full, frame_crc32, frame_index } of metadata()) {
      expect(roi_poly_full).toEqual(await savedRoi());
      expect(Number.parseInt(frame_crc32, 16)).toBe(crc32((await readFrame(index, frame_index)).data));
    }
    expect(readdirSync(join(folder, 'data/dl_train/images'))).toHaveLength(3);
    expect(await page.getByTestId('mark').count()).toBe(3);
  });

  it('does not save the same frame twice', async () => {
    await page.keyboard.press('s');
    await page.getByText(`Frame ${index.info.frames - 1} is saved already.`).waitFor();
  });

  it('plays and pauses with Space, and what is saved is the frame it stopped at', async () => {
    await page.keyboard.press('Home');
    await shows(0);
    // The sample shows a frame every two seconds; each L doubles the speed.
    for (const key of ['Space', 'l', 'l', 'l']) await page.keyboard.press(key);
    await expect.poll(shownFrame).toBeGreaterThan(5);
    await page.keyboard.press('Space');
    await page.getByRole('button', { name: 'Play', exact: true }).waitFor();
    await page.waitForTimeout(300);
    const stopped = await shownFrame();
    const seconds = await page.locator('video').evaluate((video: { currentTime: number }) => video.currentTime);
    expect(Math.abs(index.timesMs[stopped]! - seconds * 1000)).toBeLessThanOrEqual(1000 / index.info.averageFps);
    await page.getByAltText(`Frame ${stopped}`).waitFor();
  });

  it('finds ROI, strip and place again after a reload', async () => {
    const stopped = await shownFrame();
    await page.reload();
    await page.getByText('ROI of 4 vertices').waitFor();
    await expect.poll(() => page.getByRole('list', { name: 'Saved frames' }).getByRole('listitem').count()).toBe(3);
    await shows(stopped);
  });

  it('goes to a saved frame on a click, deletes it with Delete and brings it back with Ctrl+Z', async () => {
    await page.getByRole('list', { name: 'Saved frames' }).getByRole('listitem').first().click();
    await shows(5);
    await page.keyboard.press('Delete');
    await expect.poll(() => page.getByRole('list', { name: 'Saved frames' }).getByRole('listitem').count()).toBe(2);
    expect(readdirSync(join(folder, 'data/dl_train/images'))).toHaveLength(2);
    await page.keyboard.press('Control+z');
    await expect.poll(() => page.getByRole('list', { name: 'Saved frames' }).getByRole('listitem').count()).toBe(3);
    expect(metadata()).toHaveLength(3);
  });

  it('saves a frame every so often, kept aside, and adds these to the training set on demand', async () => {
    const panel = page.getByRole('complementary', { name: 'Samples' });
    await panel.getByLabel('Add to the training set, for the Label stage').uncheck();
    await panel.getByRole('button', { name: 'Save a frame every …' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Every').fill('4');
    await dialog.getByLabel('At most').fill('2');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText('2 frames are saved.').waitFor();
    await dialog.getByRole('button', { name: 'Close', exact: true }).last().click();
    await expect.poll(() => page.getByRole('list', { name: 'Saved frames' }).getByRole('listitem').count()).toBe(5);
    expect(readdirSync(join(folder, 'data/dl_train/images'))).toHaveLength(3);
    const add = panel.getByRole('button', { name: 'Add the 2 kept aside to the training set' });
    await add.click();
    await add.waitFor({ state: 'hidden' });
    expect(readdirSync(join(folder, 'data/dl_train/images'))).toHaveLength(5);
  });

  it('leaves with "q"', async () => {
    await page.keyboard.press('q');
    await page.getByRole('main', { name: 'Projects' }).waitFor();
  });

  it('writes no error to the console', () => {
    expect(studio.problems).toEqual([]);
  });

  async function shows(frame: number) {
    await expect.poll(shownFrame).toBe(frame);
    await expect.poll(() => page.getByTestId('time').innerText()).toBe(formatTime(index.timesMs[frame]!));
  }

  async function shownFrame() {
    return Number(/Frame (\d+)/.exec(await page.getByTestId('frame').innerText())?.[1]);
  }

  async function save(frame: number, count: number) {
    await shows(frame);
    await page.keyboard.press('s');
    await expect.poll(() => page.getByRole('list', { name: 'Saved frames' }).getByRole('listitem').count()).toBe(count);
  }

  /** Where the middle of a pixel of the frame lies on the page. */
  async function place([x, y]: readonly [number, number]) {
    const box = (await page.locator('video').boundingBox())!;
    const { width, height } = index.info;
    const middle = { x: box.x + ((x + 0.5) / width) * box.width, y: box.y + ((y + 0.5) / height) * box.height };
    return { x: Math.round(middle.x), y: Math.round(middle.y) };
  }

  async function click(point: readonly [number, number]) {
    const { x, y } = await place(point);
    await page.mouse.click(x, y);
  }

  async function savedRoi(): Promise<number[][] | undefined> {
    return JSON.parse(readFileSync(join(folder, 'studio.json'), 'utf8')).settings.rois['ball-screw.mp4'];
  }

  function metadata() {
    const meta = join(folder, 'data/dl_dataset/ball-screw/meta');
    if (!existsSync(meta)) return [];
    const names = readdirSync(meta).filter(name => name.endsWith('.json'));
    return names.sort().map(name => JSON.parse(readFileSync(join(meta, name), 'utf8')));
  }
});
