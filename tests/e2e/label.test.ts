import { copyFile, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readGray } from '../../src/main/images/png.ts';
import { makeLabelProject } from '../helpers/label-project.ts';
import { temporaryFolder } from '../helpers/pictures.ts';
import { openLabel, type Place } from './label-page.ts';
import { chromiumPath, inElectron, type StudioPage, startStudioPage } from './studio-page.ts';

describe.skipIf(!chromiumPath)('labelling in Chromium', () => {
  const folder = temporaryFolder();
  const project = join(folder, 'project');
  let studio: StudioPage;
  let images: string[];
  let place: Place;

  beforeAll(async () => {
    images = await makeLabelProject(project, 3);
    studio = await startStudioPage({ project });
    place = await openLabel(studio.page, await readGray(join(project, 'data/dl_train/images', images[0])));
  });

  afterAll(async () => {
    await studio?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const onScreen = ([x, y]: readonly [number, number]) =>
    [place.left + x * place.scale, place.top + y * place.scale] as const;
  const click = (...at: [number, number]) => studio.page.mouse.click(...onScreen(at));
  async function stateOf(name: RegExp) {
    await studio.page.getByTestId('image-state').getByText(name).waitFor();
    await studio.page.locator('[data-testid=label-canvas] canvas').first().waitFor();
  }
  const onDisk = async (image: string) =>
    JSON.parse(await readFile(join(project, 'data/dl_train/labels', `${image}.json`), 'utf8'));
  const labelsOnDisk = (image: string) => expect.poll(() => onDisk(image).catch(() => null));

  it('has all that stands above the picture in sight at 1024 px, whatever the tool', async () => {
    const { page } = studio;
    await page.setViewportSize({ width: 1024, height: 720 });
    await page.keyboard.press('l');
    await page.getByRole('textbox', { name: 'Width' }).waitFor();
    const bar = (await page.getByRole('toolbar', { name: 'Labelling' }).boundingBox())!;
    const last = (await page.getByRole('button', { name: /Verified, go on/ }).boundingBox())!;
    await page.setViewportSize({ width: 1280, height: 720 });
    await page.keyboard.press('v');
    // With room for the longest word of a state.
    expect(last.x + last.width).toBeLessThanOrEqual(bar.x + bar.width - 6);
  });

  it('draws a polygon and a freehand polyline with the mouse', async () => {
    const { page } = studio;
    await stateOf(/unlabelled/);
    await page.keyboard.press('p');
    for (const at of [
      [20, 20],
      [60, 20],
      [60, 50],
      [20, 50],
      [20, 20],
    ] as const)
      await click(at[0], at[1]);
    await stateOf(/in progress/);
    await page.keyboard.press('l');
    await page.mouse.move(...onScreen([70, 30]));
    await page.mouse.down();
    for (let x = 70; x <= 130; x += 2) await page.mouse.move(...onScreen([x, 30 + (x - 70) / 2]));
    await page.mouse.up();
    await page.mouse.wheel(0, -100);
    await page.mouse.click(...onScreen([140, 60]));
    await page.keyboard.press('Enter');
    await labelsOnDisk(images[0]).toMatchObject({ labels: [{ shape: 'polygon' }, { shape: 'polyline', width: 3.5 }] });
    const [polygon, polyline] = (await onDisk(images[0])).labels;
    for (const [i, corner] of [
      [20, 20],
      [60, 20],
      [60, 50],
      [20, 50],
    ].entries()) {
      // A hundredth of a px is kept; half a CSS px may be lost on the screen.
      for (const axis of [0, 1]) expect(polygon.points[i][axis]).toBeCloseTo(corner[axis], 0);
    }
    expect(polyline.points.length).toBeLessThan(12);
    expect(polyline.points.at(-1)[0]).toBeCloseTo(140, 0);
  });

  it('drags a vertex, undoes it, zooms and pans without changing anything', async () => {
    const { page } = studio;
    await page.keyboard.press('v');
    await click(40, 35);
    await page.mouse.move(...onScreen([60, 50]));
    await page.mouse.down();
    await page.mouse.move(...onScreen([64, 54]), { steps: 4 });
    await page.mouse.up();
    await labelsOnDisk(images[0]).toSatisfy(document => Math.abs(document.labels[0].points[2][0] - 64) < 0.5);
    await page.keyboard.press('Control+z');
    await labelsOnDisk(images[0]).toSatisfy(document => Math.abs(document.labels[0].points[2][0] - 60) < 0.5);
    const { revision } = await onDisk(images[0]);
    await page.mouse.wheel(0, -300);
    await page.keyboard.down(' ');
    await page.mouse.down();
    await page.mouse.move(...onScreen([80, 70]), { steps: 3 });
    await page.mouse.up();
    await page.keyboard.up(' ');
    await page.keyboard.press('f');
    await page.waitForTimeout(700);
    expect((await onDisk(images[0])).revision).toBe(revision);
  });

  it('verifies, goes on, and paints the next image with the brush', async () => {
    const { page } = studio;
    await page.keyboard.press('g');
    await stateOf(/unlabelled/);
    await page.keyboard.press('b');
    await page.mouse.move(...onScreen([30, 30]));
    await page.mouse.down();
    await page.mouse.move(...onScreen([60, 30]), { steps: 6 });
    await page.mouse.up();
    await labelsOnDisk(images[1]).toMatchObject({ state: 'in progress', labels: [{ shape: 'brush' }] });
    await page.getByRole('button', { name: /Verified, go on/ }).click();
    await labelsOnDisk(images[1]).toMatchObject({ state: 'verified' });
    await stateOf(/unlabelled/);
  });

  it('pans on while a crack is traced to the edge of the view', async () => {
    const { page } = studio;
    const box = (await page.getByTestId('label-canvas').boundingBox())!;
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    await page.mouse.move(x, y);
    await page.mouse.wheel(0, -300);
    await page.mouse.wheel(0, -300);
    await page.keyboard.press('l');
    await page.mouse.down();
    await page.mouse.move(box.x + box.width - 8, y, { steps: 10 });
    await page.waitForTimeout(500);
    await page.mouse.up();
    await page.keyboard.press('Enter');
    await labelsOnDisk(images[2]).toMatchObject({ labels: [{ shape: 'polyline' }] });
    const [{ points }] = (await onDisk(images[2])).labels;
    // 3 times nearer, the view shows from the middle to its edge this many px of the picture.
    const seen = box.width / 2 / (place.scale * 1.2 ** 6);
    expect(points.at(-1)[0] - points[0][0]).toBeGreaterThan(seen + 5);
    await page.keyboard.press('Control+z');
    await labelsOnDisk(images[2]).toMatchObject({ state: 'unlabelled', labels: [] });
    await page.keyboard.press('f');
  });

  it('draws a rectangle and an ellipse, and turns and pulls what is selected', async () => {
    const { page } = studio;
    const drag = async (...way: [number, number][]) => {
      await page.mouse.move(...onScreen(way[0]));
      await page.mouse.down();
      for (const at of way.slice(1)) await page.mouse.move(...onScreen(at), { steps: 3 });
      await page.mouse.up();
    };
    await page.keyboard.press('q');
    await drag([20, 20], [60, 40]);
    await page.keyboard.press('o');
    await drag([80, 20], [120, 60]);
    await page.keyboard.press('v');
    await click(40, 30);
    // The handle lies 24 CSS px above the upper side; straight to the right of the middle is a quarter turn.
    await drag([40, 20 - 24 / place.scale], [70, 25], [70, 30]);
    await drag([40, 50], [40, 60]);
    await labelsOnDisk(images[2]).toSatisfy(document => {
      const [rectangle, ellipse] = document?.labels ?? [];
      const isNear = (value: number, expected: number) => Math.abs(value - expected) < 0.5;
      return (
        ellipse?.shape === 'ellipse' &&
        rectangle.rotation === 90 &&
        isNear(rectangle.width, 50) &&
        isNear(rectangle.height, 20) &&
        isNear(ellipse.cx, 100) &&
        isNear(ellipse.ry, 20)
      );
    });
    await page.keyboard.press('Control+a');
    expect(await page.evaluate('String(getSelection())')).toBe('');
    await page.keyboard.press('Delete');
    await labelsOnDisk(images[2]).toMatchObject({ labels: [] });
    await page.keyboard.press('Control+z');
    await labelsOnDisk(images[2]).toMatchObject({ labels: [{ shape: 'rectangle' }, { shape: 'ellipse' }] });
    for (let edits = 0; edits < 4; edits++) await page.keyboard.press('Control+z');
    await labelsOnDisk(images[2]).toMatchObject({ state: 'unlabelled', labels: [] });
  });

  it.skipIf(inElectron)('shows in one tab what is drawn in another, and loses nothing of either', async () => {
    const { page } = studio;
    const [other] = await Promise.all([page.waitForEvent('popup'), page.evaluate('void open(location.href)')]);
    await other.setViewportSize({ width: 1280, height: 720 });
    await other.getByTestId('image-state').waitFor();
    await other.locator('[data-testid=label-canvas] canvas').first().waitFor();
    for (const [tab, from] of [
      [page, [20, 20]],
      [other, [80, 20]],
    ] as const) {
      await tab.keyboard.press('q');
      await tab.mouse.move(...onScreen([from[0], from[1]]));
      await tab.mouse.down();
      await tab.mouse.move(...onScreen([from[0] + 30, from[1] + 20]), { steps: 3 });
    }
    await Promise.all([page.mouse.up(), other.mouse.up()]);
    for (const tab of [page, other]) {
      await tab.getByRole('button', { name: /^rectangle 1/ }).waitFor();
      await tab.getByRole('button', { name: /^rectangle 2/ }).waitFor();
    }
    await labelsOnDisk(images[2]).toMatchObject({ labels: [{ shape: 'rectangle' }, { shape: 'rectangle' }] });
    await other.keyboard.press('Control+a');
    await other.keyboard.press('Delete');
    await expect.poll(() => page.getByRole('button', { name: /^rectangle/ }).count()).toBe(0);
    await other.close();
  });

  it('adds a class, and the selected label gets it', async () => {
    const { page } = studio;
    await page.getByRole('complementary', { name: 'Images' }).getByText('verified, 2').click();
    await page.getByRole('button', { name: /^polygon 1/ }).click();
    await page.getByRole('button', { name: 'Add a class' }).click();
    await page.getByLabel('Name of the class').fill('pitting');
    await page.keyboard.press('Enter');
    await page.getByText('There is a class of this name already.').waitFor();
    await page.getByLabel('Name of the class').fill('spalling');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'spalling 2', pressed: true }).waitFor();
    await labelsOnDisk(images[0]).toMatchObject({ labels: [{ class: 'spalling' }, { class: 'pitting' }] });
  });

  it('sends an image back with a remark on a place, and approves it when it was done again', async () => {
    const { page } = studio;
    const panel = page.getByRole('complementary', { name: 'Labels and display' });
    await page.keyboard.press('r');
    await click(100, 45);
    await panel.getByLabel('What is to be done there?').fill('The crack goes on to the right');
    await page.keyboard.press('Enter');
    await labelsOnDisk(images[0]).toMatchObject({
      state: 'in progress',
      review: { verdict: 'returned', remarks: [{ text: 'The crack goes on to the right' }] },
    });
    const [x, y] = (await onDisk(images[0])).review.remarks[0].at;
    expect([Math.round(x), Math.round(y)]).toEqual([100, 45]);
    await panel.getByText('The crack goes on to the right').waitFor();
    await page.getByRole('complementary', { name: 'Images' }).getByText('sent back, 2').click();
    await page.keyboard.press('g');
    await labelsOnDisk(images[0]).toMatchObject({ state: 'verified', review: { verdict: 'answered' } });
    await page.getByRole('complementary', { name: 'Images' }).getByText('done again, 2').click();
    await panel.getByTestId('image-review').getByText('done again').waitFor();
    await panel.getByRole('button', { name: 'Approve' }).click();
    await labelsOnDisk(images[0]).toMatchObject({ state: 'verified', review: { verdict: 'approved' } });
  });

  it('has the masks beside the labels', async () => {
    const maskAt = async (image: string, x: number, y: number) => {
      const mask = await readGray(join(project, 'data/dl_train/masks', image));
      return mask.data[mask.width * y + x];
    };
    expect(await maskAt(images[0], 40, 35)).toBe(255);
    expect(await maskAt(images[0], 100, 45)).toBe(255);
    expect(await maskAt(images[0], 10, 60)).toBe(0);
    expect(await maskAt(images[1], 45, 30)).toBe(255);
  });

  it('finds everything again after a reload', async () => {
    const { page } = studio;
    await page.reload();
    const list = page.getByRole('complementary', { name: 'Images' });
    await list.getByText('approved, 2').waitFor();
    await list.getByText('verified, 1').waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type(images[0].slice(0, -4));
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: /^polygon 1/ }).waitFor();
    await list.getByRole('textbox', { name: 'Find images by name' }).fill('');
    await page.getByRole('button', { name: /^polyline 2/ }).waitFor();
    await list.getByRole('combobox', { name: 'Which images to show' }).click();
    await page.getByRole('option', { name: inElectron ? 'Unlabelled (1)' : 'In progress (1)' }).click();
    await expect.poll(() => list.locator('button[title]').count()).toBe(1);
  });

  it('leads from a finding of the check to the image', async () => {
    const { page } = studio;
    await copyFile(join(project, 'data/dl_train/images', images[1]), join(project, 'data/dl_train/images/zz.png'));
    await page.getByRole('navigation', { name: 'Stages' }).getByText('Dataset').click();
    await page.getByRole('button', { name: 'Check', exact: true }).click();
    await page.getByText(`zz.png is the same picture as ${images[1]}`).click();
    await expect.poll(() => new URL(page.url()).hash).toContain('zz.png');
    await stateOf(/unlabelled/);
  });

  it('writes no error to the console', () => {
    expect(studio.problems).toEqual([]);
  });
});
