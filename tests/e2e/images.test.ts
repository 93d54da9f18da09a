import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openProject } from '../../src/main/project/open-project.ts';
import { temporaryFolder } from '../helpers/pictures.ts';
import { imagePath, labelPath, labelProject, square } from '../main/labels/label-project.ts';
import { chromiumPath, type StudioPage, startStudioPage } from './studio-page.ts';

const IMAGES = [
  'v1__000001000_f0000025_unk.png',
  'v1__000002000_f0000050_unk.png',
  'v2__000001000_f0000025_unk.png',
  'x.png',
];

describe.skipIf(!chromiumPath)('many images and classes, in Chromium', () => {
  let project: string;
  let studio: StudioPage;
  const home = temporaryFolder();

  beforeAll(async () => {
    project = await labelProject(IMAGES);
    const { labels, close } = await openProject(project);
    for (const image of IMAGES.slice(0, 2)) await labels.edit(image, 0, [square('one')]);
    const wide = { id: 'wide', shape: 'rectangle', class: 'pitting', source: 'drawn' } as const;
    const edit = { kind: 'add', index: 0, label: { ...wide, x: 2, y: 2, width: 50, height: 40 } } as never;
    await labels.edit(IMAGES[2], 0, [edit]);
    await close();
    studio = await startStudioPage({ project, home });
    await studio.page.getByRole('navigation', { name: 'Stages' }).getByText('Label').click();
    await rows().first().waitFor();
  });
  afterAll(async () => {
    await studio?.close();
    await rm(home, { recursive: true, force: true });
  });

  const rows = () => studio.page.locator('[aria-label=Images] button[title]');
  const row = (name: string) => studio.page.locator(`[aria-label=Images] button[title="${name}"]`);
  // At once: asked one by one, a row that has just gone would be waited for.
  const listed = () => rows().evaluateAll(all => all.map(each => (each as unknown as { title: string }).title));
  const button = (name: string | RegExp) => studio.page.getByRole('button', { name });
  const stateOf = async (image: string) => JSON.parse(await readFile(labelPath(project, image), 'utf8')).state;

  it('are found by class and video, sorted by the size of crack', async () => {
    const { page } = studio;
    const filters = button('Class, video and order of the list');
    await filters.click();
    await page.getByRole('combobox', { name: 'Order' }).click();
    await page.getByRole('option', { name: 'Largest crack first' }).click();
    await expect.poll(listed).toEqual([IMAGES[2], IMAGES[0], IMAGES[1], IMAGES[3]]);
    await page.getByRole('combobox', { name: 'From the video' }).click();
    await page.getByRole('option', { name: 'v1' }).click();
    await expect.poll(listed).toEqual(IMAGES.slice(0, 2));
    await page.getByRole('combobox', { name: 'With a label of the class' }).click();
    await page.getByRole('option', { name: 'pitting' }).click();
    await page.getByText('There is no such image.').waitFor();
    for (const name of ['With a label of the class', 'From the video']) {
      const field = page.getByRole('combobox', { name });
      await field.locator('xpath=../..').locator('button').first().click();
    }
    await page.getByRole('combobox', { name: 'Order' }).click();
    await page.getByRole('option', { name: 'Name', exact: true }).click();
    await page.keyboard.press('Escape');
    await expect.poll(listed).toEqual(IMAGES);
  });

  it('are picked with Shift and Ctrl, verified, and taken back by one Ctrl+Z', async () => {
    const { page } = studio;
    await row(IMAGES[0]).click();
    await row(IMAGES[1]).click({ modifiers: ['Shift'] });
    await row(IMAGES[3]).click({ modifiers: ['Control'] });
    await page.getByTestId('picked').getByText('3 selected').waitFor();
    await button('Verify them').click();
    await page.getByText('1 of them has no label').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Verify them' }).click();
    await page.getByText(/3 images verified/).waitFor();
    await expect.poll(() => stateOf(IMAGES[3]).catch(() => '')).toBe('verified');
    await page.keyboard.press('Control+z');
    await page.getByText('Undone: 3 images verified.').waitFor();
    await expect.poll(() => stateOf(IMAGES[0])).not.toBe('verified');
  });

  it('are removed, and come back', async () => {
    const { page } = studio;
    await row(IMAGES[0]).click();
    await row(IMAGES[1]).click({ modifiers: ['Control'] });
    await button('Remove them from the training set').click();
    await expect.poll(listed).toEqual(IMAGES.slice(2));
    expect(existsSync(imagePath(project, IMAGES[0]))).toBe(false);
    await page.getByRole('navigation', { name: 'Stages' }).getByText('Dataset').click();
    await button('Undo: 2 images removed').click();
    await page.getByText('Undone: 2 images removed.').waitFor();
    expect(existsSync(imagePath(project, IMAGES[0]))).toBe(true);
    await page.getByRole('navigation', { name: 'Stages' }).getByText('Label').click();
    await expect.poll(listed).toEqual(IMAGES);
  });

  it('follow a class that is renamed, and one in use goes only into another', async () => {
    const { page } = studio;
    await row(IMAGES[0]).click();
    await button('Change the class crack').click();
    const dialog = page.getByRole('dialog', { name: 'Class crack' });
    await dialog.getByLabel('Name').fill('fissure');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('button', { name: 'fissure', exact: false }).first().waitFor();
    const classesOnDisk = async (image: string) =>
      JSON.parse(await readFile(labelPath(project, image), 'utf8')).labels.map(
        (label: { class: string }) => label.class,
      );
    await expect.poll(() => classesOnDisk(IMAGES[1])).toEqual(['fissure']);
    await button('Change the class fissure').click();
    const again = page.getByRole('dialog', { name: 'Class fissure' });
    await again.getByText('what becomes of its 2 labels in 2 images', { exact: false }).waitFor();
    expect(await again.getByRole('button', { name: 'Delete the class' }).isDisabled()).toBe(true);
    await again.getByRole('combobox').click();
    await page.getByRole('option', { name: 'They become pitting' }).click();
    await again.getByRole('button', { name: 'Delete the class' }).click();
    await expect.poll(() => classesOnDisk(IMAGES[1])).toEqual(['pitting']);
    await page.keyboard.press('Control+z');
    await expect.poll(() => classesOnDisk(IMAGES[1])).toEqual(['fissure']);
    expect(JSON.parse(await readFile(join(project, 'studio.json'), 'utf8')).classes[0].name).toBe('fissure');
    expect(studio.problems).toEqual([]);
    if (process.env.DATASET_SHOT) await page.screenshot({ path: process.env.DATASET_SHOT });
  });
});
