import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeLabelProject } from '../helpers/label-project.ts';
import { temporaryFolder, writePicture } from '../helpers/pictures.ts';
import { writeRun } from '../helpers/run-folder.ts';
import { openLabel, type Place } from './label-page.ts';
import { chromiumPath, type StudioPage, startStudioPage } from './studio-page.ts';

const [width, height] = [640, 420];

/** The middle of a crack through the picture, px. */
function crackAt(x: number): number {
  return 210 + 90 * Math.sin(x / 90) + 14 * Math.sin(x / 17);
}

describe.skipIf(!chromiumPath)('the crack wire in Chromium', () => {
  const folder = temporaryFolder();
  const project = join(folder, 'project');
  let studio: StudioPage;
  let image: string;
  let place: Place;

  beforeAll(async () => {
    [image] = await makeLabelProject(project, 1);
    await writePicture(join(project, 'data/dl_train/images', image), width, height, i => {
      const [x, y] = [i % width, Math.floor(i / width)];
      return (Math.abs(y - crackAt(x)) < 1.6 ? 95 : 150) - x / 20 + ((i * 7919) % 31) - 15;
    });
    await writeRun(
      join(project, 'dl_models/20260101_000000'),
      join(project, 'data/dl_train'),
      { inputMode: 'tile' },
      { darkness: 0.42 },
    );
    studio = await startStudioPage({ project });
    place = await openLabel(studio.page, { width, height });
  });

  afterAll(async () => {
    await studio?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const onScreen = (x: number) =>
    [place.left + (x + 0.5) * place.scale, place.top + (crackAt(x) + 0.5) * place.scale] as const;
  const labels = () =>
    readFile(join(project, 'data/dl_train/labels', `${image}.json`), 'utf8').then(
      text => JSON.parse(text).labels,
      () => [],
    );

  it('follows a crack along its whole length after two clicks, and lies on its middle', async () => {
    const { page } = studio;
    await page.keyboard.press('w');
    await page.locator('[aria-label="The wire follows"][aria-busy=false]').waitFor();
    await page.mouse.click(...onScreen(20));
    await page.mouse.move(...onScreen(600), { steps: 5 });
    await page.mouse.click(...onScreen(600));
    await page.keyboard.press('Enter');
    await expect.poll(labels).toHaveLength(1);
    const [{ points, shape, widths }] = await labels();
    expect([shape, widths.length]).toEqual(['polyline', points.length]);
    const middling = [...widths].sort((a: number, b: number) => a - b)[Math.floor(widths.length / 2)];
    expect(Math.abs(middling - 3)).toBeLessThan(1);
    const off = points
      .map(([x, y]: [number, number]) => Math.abs(y - 0.5 - crackAt(x - 0.5)))
      .sort((a: number, b: number) => a - b);
    expect(points.length).toBeGreaterThan(20);
    expect(off[Math.floor(off.length / 2)]).toBeLessThan(1.5);
    expect(off.at(-1)).toBeLessThan(5);
  });

  it('draws a line that was set beside the crack to it on a key, as one step', async () => {
    const { page } = studio;
    const [{ points: before }] = await labels();
    const off = (points: [number, number][]) =>
      points.reduce((sum, [x, y]) => sum + Math.abs(y - 0.5 - crackAt(x - 0.5)), 0) / points.length;
    await page.keyboard.press('v');
    await page.keyboard.press('Escape');
    const [x, y] = onScreen(300);
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x, y + 7 * place.scale, { steps: 4 });
    await page.mouse.up();
    await expect.poll(async () => off((await labels())[0].points)).toBeGreaterThan(5);
    await page.keyboard.press('Shift+N');
    await expect.poll(async () => off((await labels())[0].points)).toBeLessThan(1.5);
    await page.keyboard.press('Control+z');
    await page.keyboard.press('Control+z');
    await expect.poll(async () => (await labels())[0].points).toEqual(before);
    await page.keyboard.press('w');
  });

  it('is one step for undo, and follows what the key chooses', async () => {
    const { page } = studio;
    await page.keyboard.press('Control+z');
    await expect.poll(labels).toHaveLength(0);
    await page.keyboard.press('Shift+W');
    await expect
      .poll(() => page.getByRole('combobox', { name: 'The wire follows' }).inputValue())
      .toBe('bright cracks');
    expect(studio.problems).toEqual([]);
  });

  it('gives way to a model, whose labels follow its threshold and count when the image is verified', async () => {
    const { page } = studio;
    await page.keyboard.press('y');
    await page.getByRole('button', { name: /Throw away/ }).waitFor();
    await expect.poll(labels).not.toHaveLength(0);
    for (const label of await labels()) expect(label).toMatchObject({ source: 'predicted', class: 'pitting' });
    await page.keyboard.press('Shift+X');
    await expect.poll(labels).toHaveLength(0);
    await page.getByRole('button', { name: /Label the rest \(1\)/ }).click();
    await expect.poll(labels).not.toHaveLength(0);
    const predicted = await labels();
    await page.keyboard.press('g');
    await expect
      .poll(async () => (await labels()).map(({ source }: { source: string }) => source))
      .toEqual(predicted.map(() => 'drawn'));
    expect(studio.problems).toEqual([]);
  });
});
