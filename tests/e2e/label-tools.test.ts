import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readGray } from '../../src/main/images/png.ts';
import { countSet, maskIn } from '../../src/shared/labels/painted-part.ts';
import type { ImageLabel } from '../../src/shared/schemas/label.ts';
import { makeLabelProject } from '../helpers/label-project.ts';
import { temporaryFolder } from '../helpers/pictures.ts';
import { openLabel, type Place } from './label-page.ts';
import { chromiumPath, type StudioPage, startStudioPage } from './studio-page.ts';

describe.skipIf(!chromiumPath)('the tools of Label in Chromium', () => {
  const folder = temporaryFolder();
  const project = join(folder, 'project');
  let studio: StudioPage;
  let images: string[];
  let place: Place;

  beforeAll(async () => {
    images = await makeLabelProject(project, 2);
    await rm(join(project, 'data/dl_dataset', images[1].split('__')[0], 'previews', preview(images[1])));
    studio = await startStudioPage({ project });
    place = await openLabel(studio.page, await readGray(join(project, 'data/dl_train/images', images[0])));
  });

  afterAll(async () => {
    await studio?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const preview = (image: string) => image.split('__')[1].replace('.png', '_prev.png');
  /** R, G, B of the picture on screen where no label is. */
  const colourAt = (x: number, y: number) =>
    studio.page.evaluate<number[]>(`(() => {
      const canvas = document.querySelector('[data-testid=label-canvas] canvas');
      const { left, top, width } = canvas.getBoundingClientRect();
      const ratio = canvas.width / width;
      const [x, y] = [${place.left + x * place.scale} - left, ${place.top + y * place.scale} - top];
      return Array.from(canvas.getContext('2d').getImageData(x * ratio, y * ratio, 1, 1).data.subarray(0, 3));
    })()`);
  const isColoured = async () => {
    const places = [40, 60, 80, 100, 120, 140].map(x => colourAt(x, 45));
    return (await Promise.all(places)).some(([r, g, b]) => r !== g || g !== b);
  };

  it('shows the colour original on a key, and says where none was kept', async () => {
    const { page } = studio;
    const note = page.getByText('None was kept of this image.');
    await expect.poll(isColoured).toBe(false);
    await page.keyboard.press('Shift+C');
    await expect.poll(isColoured).toBe(true);
    expect(await note.count()).toBe(0);
    await page.keyboard.press('d');
    await note.waitFor();
    await expect.poll(isColoured).toBe(false);
    await page.keyboard.press('a');
    await expect.poll(isColoured).toBe(true);
    await page.keyboard.press('Shift+C');
    await expect.poll(isColoured).toBe(false);
  });

  const onScreen = ([x, y]: readonly [number, number]) =>
    [place.left + x * place.scale, place.top + y * place.scale] as const;
  const click = (...at: [number, number]) => studio.page.mouse.click(...onScreen(at));
  const drag = async (...way: [number, number][]) => {
    await studio.page.mouse.move(...onScreen(way[0]));
    await studio.page.mouse.down();
    for (const at of way.slice(1)) await studio.page.mouse.move(...onScreen(at), { steps: 3 });
    await studio.page.mouse.up();
  };
  const labelsNow = async (): Promise<ImageLabel[]> =>
    JSON.parse(await readFile(join(project, 'data/dl_train/labels', `${images[0]}.json`), 'utf8')).labels;
  const labelsOnDisk = () => expect.poll(() => labelsNow().catch(() => []));

  it('cuts a rectangle and a line, joins the line again, and takes each back in one step', async () => {
    const { page } = studio;
    await page.keyboard.press('q');
    await drag([20, 20], [60, 50]);
    await page.keyboard.press('l');
    await click(80, 30);
    await click(110, 30);
    await click(140, 30);
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    await page.keyboard.press('x');
    await drag([10, 35], [150, 34]);
    await labelsOnDisk().toMatchObject([{ shape: 'polygon' }, { shape: 'polygon' }, { shape: 'polyline' }]);
    await drag([100, 15], [100, 60]);
    await labelsOnDisk().toHaveLength(3);
    await page.keyboard.press('Escape');
    await drag([100, 15], [100, 60]);
    await labelsOnDisk().toMatchObject([{}, {}, { shape: 'polyline' }, { shape: 'polyline' }]);
    await page.keyboard.press('j');
    await labelsOnDisk().toSatisfy(
      labels => labels.length === 3 && labels[2].points.length === 4 && labels[2].width === 3,
    );
    for (let steps = 0; steps < 3; steps++) await page.keyboard.press('Control+z');
    await labelsOnDisk().toMatchObject([{ shape: 'rectangle' }, { shape: 'polyline' }]);
  });

  it('snaps a polygon to the rectangle and to the edge of the picture, and takes a hole out of it', async () => {
    const { page } = studio;
    await page.keyboard.press('n');
    await page.keyboard.press('p');
    for (const [x, y] of [
      [61, 21],
      [1, 1],
      [59, 51],
    ] as const)
      await click(x, y);
    await page.keyboard.press('Enter');
    await labelsOnDisk().toSatisfy(([rectangle, , polygon]) => {
      const { x, y, width, height } = rectangle;
      const corners = [
        [x + width, y],
        [0, 0],
        [x + width, y + height],
      ];
      return JSON.stringify(polygon?.points) === JSON.stringify(corners);
    });
    await page.keyboard.press('n');
    await page.keyboard.press('Shift+E');
    for (const [x, y] of [
      [30, 20],
      [45, 22],
      [45, 32],
    ] as const)
      await click(x, y);
    await page.keyboard.press('Enter');
    await labelsOnDisk().toMatchObject([{ shape: 'rectangle' }, { shape: 'polyline' }, { shape: 'brush' }]);
    await page.keyboard.press('Control+z');
    await labelsOnDisk().toMatchObject([{}, {}, { shape: 'polygon' }]);
  });

  it('simplifies a line by a slider, seen before it is applied', async () => {
    const { page } = studio;
    await page.getByRole('button', { name: /^polyline 2/ }).click();
    const slider = page.getByRole('slider', { name: 'Simplify by' });
    await page.getByText('Simplify 3 vertices').waitFor();
    await slider.focus();
    await page.keyboard.press('ArrowRight');
    await page.getByText('3 → 2 vertices').waitFor();
    await labelsOnDisk().toSatisfy(labels => labels[1].points.length === 3);
    await page.getByRole('button', { name: /^Apply/ }).click();
    await labelsOnDisk().toSatisfy(labels => labels[1].points.length === 2);
    await page.reload();
    await page.getByRole('button', { name: /^polyline 2/ }).waitFor();
  });

  it('floods with the wand as far as a drag says, within the ROI alone, and grows what was flooded by a key', async () => {
    const { page } = studio;
    const sample = images[0].replace('.png', '').split('__');
    const roi = await readGray(join(project, 'data/dl_dataset', sample[0], 'roi_masks', `${sample[1]}_roi.png`));
    const pixels = (label: ImageLabel) => maskIn({ x1: 0, y1: 0, x2: roi.width, y2: roi.height }, [label]).data;
    const isInRoi = (label: ImageLabel) => pixels(label).every((value, i) => value === 0 || roi.data[i] > 0);
    const count = (label: ImageLabel | undefined) => (label ? countSet(pixels(label)) : 0);
    await page.keyboard.press('z');
    await page.locator('[data-testid=label-canvas][data-reads=picture]').waitFor();
    await drag([100, 75], [100, 75 + 80 / place.scale]);
    await labelsOnDisk().toSatisfy(
      labels => labels.at(-1)?.shape === 'brush' && isInRoi(labels.at(-1)) && count(labels.at(-1)) > 200,
    );
    const before = count((await labelsNow()).at(-1));
    await page.keyboard.press('Shift+ArrowUp');
    await labelsOnDisk().toSatisfy(labels => count(labels.at(-1)) > before);
    await page.keyboard.press('Control+z');
    await labelsOnDisk().toSatisfy(labels => count(labels.at(-1)) === before);
  });

  it('writes no error to the console', () => {
    expect(studio.problems).toEqual([]);
  });
});
