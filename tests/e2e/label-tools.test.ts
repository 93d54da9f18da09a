import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readGray } from '../../src/main/images/png.ts';
import { makeLabelProject } from '../helpers/label-project.ts';
import { temporaryFolder } from '../helpers/pictures.ts';
import { chromiumPath, type StudioPage, startStudioPage } from './studio-page.ts';

describe.skipIf(!chromiumPath)('the tools of Label in Chromium', () => {
  const folder = temporaryFolder();
  const project = join(folder, 'project');
  let studio: StudioPage;
  let images: string[];
  /** CSS px of the picture's upper left corner and of a pixel of it, as `F` fits it. */
  let place: { left: number; top: number; scale: number };

  beforeAll(async () => {
    images = await makeLabelProject(project, 2);
    await rm(join(project, 'data/dl_dataset', images[1].split('__')[0], 'previews', preview(images[1])));
    studio = await startStudioPage({ project });
    await studio.page.getByRole('navigation', { name: 'Stages' }).getByText('Label').click();
    await studio.page.locator('[data-testid=label-canvas] canvas').first().waitFor();
    const { width, height } = await readGray(join(project, 'data/dl_train/images', images[0]));
    const box = (await studio.page.getByTestId('label-canvas').boundingBox())!;
    const scale = Math.min(8, (box.width - 32) / width, (box.height - 32) / height);
    place = {
      left: box.x + (box.width - width * scale) / 2,
      top: box.y + (box.height - height * scale) / 2,
      scale,
    };
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

  it('writes no error to the console', () => {
    expect(studio.problems).toEqual([]);
  });
});
