import { mkdirSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeGray } from '../../src/main/images/png.ts';
import { createProject } from '../../src/main/project/project-file.ts';
import { crackPhantom } from '../helpers/crack-phantom.ts';
import { withMarker } from '../helpers/marker-phantom.ts';
import { temporaryFolder } from '../helpers/pictures.ts';
import { openLabel, type Place } from './label-page.ts';
import { chromiumPath, type StudioPage, startStudioPage } from './studio-page.ts';

const crack = crackPhantom({ width: 4, degrees: 0, length: 120, ground: 220, floor: 30 });
const middle = Math.floor(crack.gray.width / 2);
const gray = withMarker(crack.gray, [90, 90], 48);

describe.skipIf(!chromiumPath)('measuring in the Label stage', () => {
  const project = join(temporaryFolder(), 'project');
  let studio: StudioPage;
  let place: Place;

  beforeAll(async () => {
    await createProject(project, 'Wall');
    mkdirSync(join(project, 'data/dl_train/images'), { recursive: true });
    await writeGray(join(project, 'data/dl_train/images/wall.png'), gray);
    studio = await startStudioPage({ project });
    place = await openLabel(studio.page, gray);
  });
  afterAll(async () => {
    await studio?.close();
    await rm(project, { recursive: true, force: true });
  });

  const click = (x: number, y: number) =>
    studio.page.mouse.click(place.left + x * place.scale, place.top + y * place.scale);
  const measured = () => studio.page.getByTestId('measured').innerHTML();
  const json = async (path: string) => JSON.parse(await readFile(join(project, path), 'utf8').catch(() => 'null'));

  it('a label says how long and wide it is, and a line takes its widths from the picture in one step', async () => {
    const { page } = studio;
    await page.keyboard.press('l');
    for (const x of [-50, 0, 50]) await click(middle + x, middle + 1);
    await page.keyboard.press('Enter');
    await page.keyboard.press('v');
    await expect.poll(measured).toMatch(/10\d\.\d ± 0\.\d px long, [34]\.\d ± 0\.3 px wide/);
    await page.keyboard.press('Shift+U');
    const label = async () => (await json('data/dl_train/labels/wall.png.json'))?.labels[0];
    await expect.poll(async () => (await label())?.widths?.length).toBe(3);
    for (const width of (await label()).widths) expect(Math.abs(width - 4)).toBeLessThan(0.3);
    await page.keyboard.press('Control+z');
    await expect.poll(async () => (await label())?.widths).toBeUndefined();
    await page.keyboard.press('Control+y');
    await expect.poll(measured).toMatch(/, (3\.[789]|4\.[0123]) ± 0\.3 px wide/);
  });

  it('the ruler sets the scale from a line of known length, which is kept; then all is in mm', async () => {
    const { page } = studio;
    await page.keyboard.press('u');
    const card = page.getByRole('region', { name: 'Ruler' });
    await card.getByText('There is no scale for the training images').waitFor();
    await click(20, 20);
    await click(120, 20);
    await card.getByText(/^(99|100|101)\.\d ± 0\.7 px$/).waitFor();
    await card.getByRole('textbox', { name: 'Its true length' }).fill('20');
    await card.getByRole('button', { name: 'Set the scale' }).click();
    await card.getByText(/^0\.2 mm a px ± 0\.7\d* %, from one line$/).waitFor();
    expect((await json('scales.json')).images).toMatchObject({ source: { kind: 'lines' }, by: expect.any(String) });
    await page.keyboard.press('v');
    await click(middle, middle);
    await expect.poll(measured).toMatch(/2\d\.\d ± 0\.\d mm long, 0\.\d+ ± 0\.0\d mm wide/);
    await page.keyboard.press('u');
    for (const [x, y] of [
      [20, 20],
      [120, 20],
      [120, 60],
      [20, 60],
    ] as const)
      await click(x, y);
    await card.getByRole('textbox', { name: 'From the first to the second corner' }).fill('50');
    await card.getByRole('textbox', { name: 'From the second to the third' }).fill('20');
    await card.getByRole('button', { name: 'Set the scale' }).click();
    await card.getByText('in the middle of a rectangle of 50 × 20 mm').waitFor();
    expect(studio.problems).toEqual([]);
  });

  it('the scale is set by a printed marker in the picture, by the camera, or by a pipe', async () => {
    const { page } = studio;
    const card = page.getByRole('region', { name: 'Ruler' });
    const knownBy = async (way: string) => {
      await card.getByRole('combobox', { name: 'The scale is known by' }).click();
      await page.getByRole('option', { name: way }).click();
    };
    const fill = (name: string, value: string) => card.getByRole('textbox', { name }).fill(value);
    const set = card.getByRole('button', { name: 'Set the scale' });
    await knownBy('a printed marker');
    await card.getByRole('button', { name: 'Find the marker' }).click();
    await card.getByText('ArUco 4x4, number 7, 48 px wide').waitFor();
    await fill('Side of its black square', '96');
    await set.click();
    await card.getByText(/^(1\.99|2|2\.01) mm a px .* in the middle of a rectangle of 96 × 96 mm$/).waitFor();
    await knownBy('camera and distance');
    await fill('Pixel pitch of the sensor', '3.45');
    await fill('Distance to the surface', '500');
    await fill('Focal length', '25');
    await set.click();
    await card.getByText('0.069 mm a px ± 2 %, from the camera at 500 mm').waitFor();
    await knownBy('the diameter of a pipe');
    await click(middle, middle);
    await click(middle + 50, middle);
    await fill('Diameter of the pipe', '300');
    await set.click();
    await card.getByText(/^3 mm a px .* on the wall of a pipe of 300 mm$/).waitFor();
    expect(studio.problems).toEqual([]);
  });
});
