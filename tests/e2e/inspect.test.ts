import { mkdtempSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readGray } from '../../src/main/images/png.ts';
import { openFrameIndex } from '../../src/main/media/frame-index.ts';
import { readFrames } from '../../src/main/media/frames.ts';
import { createDemoProject } from '../../src/main/project/demo-project.ts';
import { placeRoi, type Roi } from '../../src/shared/geometry/roi.ts';
import { gaussianBlur } from '../../src/shared/image/blur.ts';
import { rgbToGray } from '../../src/shared/image/gray.ts';
import { cropGray } from '../../src/shared/image/gray-image.ts';
import type { FrameIndex } from '../../src/shared/schemas/video.ts';
import { STARTER_LABEL } from '../../src/shared/starter.ts';
import { KEY_HEADER } from '../../src/shared/web-addresses.ts';
import { tinyProbability, writeTinyModel } from '../helpers/tiny-model.ts';
import { chromiumPath, inElectron, SESSION_KEY, type StudioPage, startStudioPage } from './studio-page.ts';

const SAMPLE = resolve(import.meta.dirname, '../../assets/sample');
/** What is used here of an HTMLCanvasElement. */
interface Canvas {
  width: number;
  height: number;
  getContext(kind: '2d'): { getImageData(x: number, y: number, width: number, height: number): { data: number[] } };
}

/** And of an HTMLImageElement. */
interface Picture {
  naturalWidth: number;
  naturalHeight: number;
}

/** Gives a page the desktop app's bridge over HTTP: it knows where dropped files lie, and its dialog chooses a model. */
const asDesktop = (folder: string, key: string) => `
  const post = (name, input) => fetch('/api/' + name, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', '${KEY_HEADER}': '${key}' },
    body: JSON.stringify(input),
  });
  window.studio = {
    invoke: async (name, input) =>
      name === 'dialog.openFile'
        ? { ok: true, output: { path: ${JSON.stringify(join(folder, 'other-line/model.onnx'))} } }
        : (await post(name, input)).json(),
    subscribe: () => () => {},
    pathOf: file => ${JSON.stringify(`${folder}/`)} + file.name,
  };`;

/** Drops files of these names on the stage. */
const dropped = (names: readonly string[]) => `
  const dataTransfer = new DataTransfer();
  for (const name of ${JSON.stringify(names)}) dataTransfer.items.add(new File([], name));
  document.querySelector('h1').dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));`;

/** Between two grays, so that no pixel lies on the edge. */
const DARKNESS = 60.5 / 255;
/** Crack for certain, crack at low thresholds only, and none. */
const [DARK, DIM, LIGHT] = [40, 66, 200];
/** Pixels of either of the first two in the photos. */
const QUARTER = 16 * 48;

describe.skipIf(!chromiumPath)('the Inspect stage in Chromium', () => {
  let home: string;
  let photos: string;
  let index: FrameIndex;
  let roi: Roi;
  /** Pixels of a frame's crop, as it would be saved, that the tiny model calls crack. */
  const expected = new Map<number, number>();
  let studio: StudioPage;
  let page: Page;

  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'studio-inspect-'));
    const project = join(home, 'project');
    const { settings } = await createDemoProject(project, SAMPLE);
    index = await openFrameIndex(join(project, 'videos/ball-screw.mp4'));
    const vertices = settings.rois['ball-screw.mp4']?.map(([x, y]) => ({ x, y }));
    roi = placeRoi(vertices, index.info.width, index.info.height);
    for await (const { frame, image } of readFrames(index, [0, 1, 4, 5, 6, 9, index.info.frames - 1])) {
      const gray = cropGray(gaussianBlur(rgbToGray(image), 5), roi.box);
      const isCrack = (value: number) => Math.round(255 * tinyProbability(value, DARKNESS)) > 127.5;
      expected.set(frame, gray.data.filter(isCrack).length);
    }
    // Else an overlay of another frame would do as well.
    expect(new Set(expected.values()).size).toBe(expected.size);
    photos = join(home, 'photos');
    await mkdir(join(home, 'other-line'));
    await mkdir(photos);
    await writeTinyModel(join(home, 'other-line/model.onnx'), {
      darkness: DARKNESS,
      metadata: { input_size: '32', epoch: '7', val_dice: '0.8125' },
    });
    await writeFile(join(home, 'notes.onnx'), 'this is text');
    await writePhotos();
    studio = await startStudioPage({ project, home });
    page = studio.page;
    await stage('Inspect').click();
  });

  afterAll(async () => {
    await studio?.close();
    await rm(home, { recursive: true, force: true });
  });

  /** Dark, dim and light from left to right; one lies on its side, and only EXIF says so. */
  async function writePhotos() {
    const columns = [DARK, DIM, LIGHT, LIGHT].flatMap(gray => Array.from({ length: 16 * 3 }, () => gray));
    const data = Uint8Array.from({ length: 64 * 48 * 3 }, (_, i) => columns[i % columns.length]);
    const photo = sharp(data, { raw: { width: 64, height: 48, channels: 3 } });
    await photo.clone().png().toFile(join(photos, 'a.png'));
    await photo.clone().withMetadata({ orientation: 6 }).jpeg({ quality: 100 }).toFile(join(photos, 'b.jpg'));
    await writeFile(join(home, 'broken.png'), 'this is text');
  }

  it('looks with the starting model while none is trained, and says what to do without images', async () => {
    await page.getByRole('combobox', { name: 'Model' }).waitFor();
    expect(await page.getByRole('combobox', { name: 'Model' }).inputValue()).toBe(STARTER_LABEL);
    await page.getByText('There are no images yet: open some from disk, or collect frames of a video.').waitFor();
  });

  it('refuses what is no model in one sentence, and opens one of another place by its path', async () => {
    await open('Open a model', 'Path of a model.onnx', join(home, 'notes.onnx'));
    await page.getByText(/notes\.onnx is not an ONNX model; give the model\.onnx that a training wrote\./).waitFor();
    await page.keyboard.press('Escape');
    await open('Open a model', 'Path of a model.onnx', `"${join(home, 'other-line/model.onnx')}"`);
    await page.getByText('Epoch 7 · val Dice 0.813 · trained at 32 px').waitFor();
    expect(await model().inputValue()).toBe('model.onnx · other-line');
  });

  it('opens images by path, refuses what is none, and shows what the model sees', async () => {
    await open('Open images', 'Path of an image', join(home, 'broken.png'));
    await page.getByText(/broken\.png: it is damaged or not a picture/).waitFor();
    await page.keyboard.press('Escape');
    await open('Open images', 'Path of an image', photos);
    await page.getByRole('img', { name: join(photos, 'a.png') }).waitFor();
    await page.getByText('Tiles', { exact: true }).click();
    await expect.poll(() => fact('Crack pixels')).toBe(String(QUARTER));
    expect(await overlay()).toEqual({ width: 64, height: 48, opaque: QUARTER });
  });

  it('predicts all pictures of a folder to files', async () => {
    const out = join(home, 'seen');
    await page.getByRole('button', { name: 'Predict a folder …' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Pictures').fill(photos);
    await dialog.getByRole('textbox', { name: 'To' }).fill(out);
    await dialog.getByRole('button', { name: 'Predict' }).click();
    await dialog.getByText(`2 pictures are predicted; masks, probabilities and overlays are in ${out}.`).waitFor();
    const { data } = await readGray(join(out, 'masks/a.png'));
    expect(data.filter(value => value === 255).length).toBe(QUARTER);
    await dialog.getByRole('button', { name: 'Close', exact: true }).last().click();
    await dialog.waitFor({ state: 'hidden' });
  });

  it('turns a picture as its EXIF says', async () => {
    await page.keyboard.press('d');
    await page.getByRole('img', { name: join(photos, 'b.jpg') }).waitFor();
    await expect.poll(overlay).toMatchObject({ width: 48, height: 64 });
    // What lay on the left is on top, in the picture and in the overlay.
    expect((await overlay()).opaque).toBe(QUARTER);
    const rows = await columnOfOverlay();
    expect([rows[2], rows[60]]).toEqual([true, false]);
    await page.keyboard.press('a');
    await page.getByRole('img', { name: join(photos, 'a.png') }).waitFor();
  });

  it('follows the threshold without asking the model again', async () => {
    const asked: string[] = [];
    page.on('request', request => asked.push(request.url()));
    const slider = page.getByRole('slider', { name: 'Threshold' });
    await slider.focus();
    await page.keyboard.press('End');
    await page.getByText('0.99', { exact: true }).waitFor();
    expect((await overlay()).opaque).toBe(0);
    await page.keyboard.press('Home');
    await page.getByText('0.01', { exact: true }).waitFor();
    expect((await overlay()).opaque).toBe(2 * QUARTER);
    expect(await fact('Crack pixels')).toBe(String(2 * QUARTER));
    expect(asked.filter(url => url.includes('/api/'))).toEqual([]);
    for (let i = 0; i < 49; i++) await page.keyboard.press(']');
    await page.getByText('0.50', { exact: true }).waitFor();
  });

  it('shows the picture, or what the model sees of it: gray, and squeezed where it squeezes', async () => {
    const seen = page.getByRole('img', { name: 'What the model sees' });
    const size = () => seen.evaluate((image: Picture) => [image.naturalWidth, image.naturalHeight]);
    expect(await seen.count()).toBe(0);
    await page.keyboard.press('n');
    await seen.waitFor();
    expect(await page.getByRole('switch', { name: 'What the model sees' }).isChecked()).toBe(true);
    await expect.poll(size).toEqual([64, 48]);
    await page.keyboard.press('t');
    await expect.poll(size).toEqual([32, 32]);
    await page.keyboard.press('t');
    await page.getByRole('switch', { name: 'What the model sees' }).click();
    await seen.waitFor({ state: 'detached' });
  });

  it.skipIf(inElectron)('dims what was said before while the model is asked again', async () => {
    let answer = () => {};
    const held = new Promise<void>(resolve => {
      answer = resolve;
    });
    await page.route('**/api/inspect.predict', async route => {
      await held;
      await route.continue();
    });
    const figures = page.locator('[data-stale] dl');
    await expect.poll(() => figures.count()).toBe(0);
    await page.keyboard.press('t');
    await figures.waitFor();
    answer();
    await figures.waitFor({ state: 'detached' });
    await page.unrouteAll({ behavior: 'wait' });
    await page.keyboard.press('t');
    await expect.poll(() => fact('Crack pixels')).toBe(String(QUARTER));
  });

  it('finds model, images and settings again after another stage and a reload', async () => {
    await stage('Dataset').click();
    await page.getByRole('heading', { name: 'Dataset' }).waitFor();
    await stage('Inspect').click();
    for (const again of [async () => {}, () => page.reload()]) {
      await again();
      await page.getByText('Epoch 7 · val Dice 0.813 · trained at 32 px').waitFor();
      expect(await model().inputValue()).toBe('model.onnx · other-line');
      await page.getByRole('img', { name: join(photos, 'a.png') }).waitFor();
      await expect.poll(() => fact('Crack pixels')).toBe(String(QUARTER));
    }
  });

  it('inspects the frame at which the player stands, as it would be saved, at its place in the frame', async () => {
    await page.keyboard.press('v');
    await page.getByText('No video is open: open one in Collect, and press I at a frame.').waitFor();
    await page.getByRole('button', { name: 'Go to Collect' }).click();
    await page.getByRole('button', { name: /ball-screw\.mp4/ }).click();
    await page.getByText('ROI of 4 vertices').waitFor();
    for (let i = 0; i < 5; i++) await page.keyboard.press('.');
    await expect.poll(() => page.getByTestId('frame').innerText()).toMatch(/^Frame 5 /);
    await page.keyboard.press('i');
    await page.getByRole('main', { name: 'Inspect' }).waitFor();
    await showsFrame(5);
    const frame = (await page.getByRole('img', { name: 'Frame 5' }).boundingBox())!;
    const { box } = roi;
    const place = (await page.getByRole('img', { name: 'Prediction' }).boundingBox())!;
    const scale = frame.width / index.info.width;
    expect(Math.abs(place.x - (frame.x + box.x1 * scale))).toBeLessThan(1);
    expect(Math.abs(place.y - (frame.y + box.y1 * scale))).toBeLessThan(1);
    expect(Math.abs(place.width - (box.x2 - box.x1) * scale)).toBeLessThan(1);
    await page.getByRole('img', { name: 'ROI' }).waitFor();
  });

  it('steps through frames as the player does, and the player goes along', async () => {
    await page.keyboard.press('.');
    await showsFrame(6);
    await page.keyboard.press(',');
    await page.keyboard.press(',');
    await showsFrame(4);
    await page.keyboard.press('Shift+ArrowRight');
    await showsFrame(9);
    // Faster than any model answers.
    for (let i = 0; i < 3; i++) await page.keyboard.press(',');
    await showsFrame(6);
    await page.keyboard.press('End');
    await showsFrame(index.info.frames - 1);
    await page.keyboard.press('Home');
    await showsFrame(0);
    await page.keyboard.press('.');
    await page.getByRole('button', { name: 'Show in Collect' }).click();
    await page.getByText('ROI of 4 vertices').waitFor();
    await expect.poll(() => page.getByTestId('frame').innerText()).toMatch(/^Frame 1 /);
    await page.getByRole('button', { name: 'Inspect this frame' }).click();
    await showsFrame(1);
  });

  it.skipIf(inElectron)('opens what is dropped, and by the dialog, where there is one', async () => {
    const context = await studio.browser.newContext();
    await context.addCookies(await page.context().cookies());
    const desktop = await context.newPage();
    await desktop.addInitScript(asDesktop(home, await page.evaluate(SESSION_KEY)));
    await desktop.goto(new URL('/#/inspect', page.url()).href);
    await desktop.getByText('There are no images yet').waitFor();
    await desktop.evaluate(dropped(['photos/b.jpg', 'notes.onnx', 'photos/a.png']));
    await desktop.getByText(/notes\.onnx is not an ONNX model/).waitFor();
    await desktop.getByRole('img', { name: join(photos, 'b.jpg') }).waitFor();
    expect(await desktop.getByRole('navigation', { name: 'Images' }).getByRole('button').count()).toBe(2);
    await desktop.getByRole('button', { name: 'Open a model …' }).click();
    await desktop.getByText('Epoch 7 · val Dice 0.813').waitFor();
    await desktop.getByRole('img', { name: 'Prediction' }).waitFor();
    await context.close();
  });

  it('writes no error to the console', () => {
    expect(studio.problems).toEqual([]);
  });

  const stage = (name: string) => page.getByRole('navigation', { name: 'Stages' }).getByRole('button', { name });
  const model = () => page.getByRole('combobox', { name: 'Model' });
  const fact = async (name: string) =>
    (await page.locator(`dt:text-is("${name}") + dd`).innerText()).replaceAll(',', '');

  async function open(verb: string, label: string, path: string) {
    await page.getByRole('button', { name: verb }).click();
    await page.getByLabel(label).fill(path);
    await page.keyboard.press('Enter');
  }

  /** The frame is on the screen, and the overlay is what the tiny model says of its crop. */
  async function showsFrame(frame: number) {
    const opaque = expected.get(frame);
    await page.getByRole('img', { name: `Frame ${frame}`, exact: true }).waitFor();
    expect(await page.getByTestId('frame').innerText()).toMatch(new RegExp(`^Frame ${frame} `));
    const { x1, y1, x2, y2 } = roi.box;
    await expect.poll(overlay).toEqual({ width: x2 - x1, height: y2 - y1, opaque });
    expect(await fact('Crack pixels')).toBe(String(opaque));
  }

  function overlay() {
    return page.getByRole('img', { name: 'Prediction' }).evaluate((canvas: Canvas) => {
      const { width, height } = canvas;
      const { data } = canvas.getContext('2d').getImageData(0, 0, width, height);
      return { width, height, opaque: data.filter((value, i) => i % 4 === 3 && value > 0).length };
    });
  }

  /** Whether there is overlay in each row of its middle column. */
  function columnOfOverlay() {
    return page.getByRole('img', { name: 'Prediction' }).evaluate((canvas: Canvas) => {
      const { width, height } = canvas;
      const { data } = canvas.getContext('2d').getImageData(width >> 1, 0, 1, height);
      return Array.from({ length: height }, (_, y) => data[4 * y + 3] > 0);
    });
  }
});
