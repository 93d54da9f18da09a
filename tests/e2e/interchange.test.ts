import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectLayout } from '../../src/main/layout/project-layout.ts';
import { createProject } from '../../src/main/project/project-file.ts';
import { writePicture } from '../helpers/pictures.ts';
import { chromiumPath, type StudioPage, startStudioPage } from './studio-page.ts';

const SIZE = { width: 64, height: 48 };

/** Labels of three images as COCO, of which the project has two. */
function coco() {
  const ring = [2, 2, 20, 2, 20, 10, 2, 10];
  const common = { segmentation: [ring], bbox: [2, 2, 18, 8], area: 144, iscrowd: 0 };
  return {
    images: ['a.jpg', 'b.jpg', 'gone.jpg'].map((file_name, i) => ({ id: i + 1, file_name, ...SIZE })),
    categories: [
      { id: 1, name: 'crack' },
      { id: 2, name: 'rust' },
    ],
    annotations: [
      { id: 1, image_id: 1, category_id: 1, ...common },
      { id: 2, image_id: 2, category_id: 2, ...common },
    ],
  };
}

describe.skipIf(!chromiumPath)('importing and exporting labels in Chromium', () => {
  let studio: StudioPage;
  let home: string;
  let project: string;

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'studio-interchange-'));
    project = join(home, 'project');
    await createProject(project, 'Bridge');
    const { image } = projectLayout(project);
    for (const name of ['a.png', 'b.png', 'c.png'])
      await writePicture(image(name).path, SIZE.width, SIZE.height, i => i % 200);
    await writeFile(join(home, 'instances.json'), JSON.stringify(coco()));
    studio = await startStudioPage({ project, home });
    await studio.page.goto(new URL('/#/dataset', studio.page.url()).href);
  });

  afterAll(async () => {
    await studio?.close();
    await rm(home, { recursive: true, force: true });
  });

  it('previews what an import would do before anything is written', async () => {
    const { page } = studio;
    await page.getByRole('button', { name: 'Import labels …' }).click();
    const dialog = page.getByRole('dialog', { name: 'Import labels' });
    await dialog.getByRole('textbox', { name: 'Labels', exact: true }).fill(`"${join(home, 'instances.json')}"`);
    await dialog.getByRole('button', { name: 'Preview' }).click();
    await dialog.getByText('3 in the source, 2 matched, 1 not found').waitFor();
    await dialog.getByText('1 polygon crack, 1 polygon rust').waitFor();
    expect(await dialog.getByLabel('Format', { exact: true }).first().inputValue()).toMatch(/^Recognised: COCO/);
    await dialog.getByRole('textbox', { name: 'Classes to rename or leave out' }).fill('rust=crack');
    await dialog.getByRole('button', { name: 'Preview' }).click();
    await dialog.getByText('2 polygon crack').waitFor();
    await dialog.getByText('labels came into a class that is called otherwise here').waitFor();
    expect(existsSync(projectLayout(project).masks.path)).toBe(false);
  });

  it('imports, counts the new masks, and undoes it', async () => {
    const { page } = studio;
    const { masks } = projectLayout(project);
    const dialog = page.getByRole('dialog', { name: 'Import labels' });
    await dialog.getByRole('button', { name: 'Import', exact: true }).click();
    await dialog.getByRole('region', { name: 'Imported' }).getByText('2 with labels, 0 free of cracks').waitFor();
    expect(existsSync(join(masks.path, 'a.png'))).toBe(true);
    await dialog.getByRole('button', { name: 'Close' }).last().click();
    await dialog.waitFor({ state: 'hidden' });
    await page.locator('dt:text-is("Verified") + dd').getByText('2').first().waitFor();
    await page.getByRole('button', { name: 'Import labels …' }).click();
    await dialog.getByRole('button', { name: 'Undo import' }).click();
    await dialog.getByText('The import is taken back: 2 images as before, 0 removed.').waitFor();
    expect(existsSync(join(masks.path, 'a.png'))).toBe(false);
    await dialog.getByRole('button', { name: 'Close' }).last().click();
    await page.locator('dt:text-is("Verified") + dd').getByText('0').first().waitFor();
  });

  it('says in one sentence why a source cannot be read', async () => {
    const { page } = studio;
    await page.getByRole('button', { name: 'Import labels …' }).click();
    const dialog = page.getByRole('dialog', { name: 'Import labels' });
    await dialog.getByRole('textbox', { name: 'Labels', exact: true }).fill(join(home, 'nothing.zip'));
    await dialog.getByRole('button', { name: 'Preview' }).click();
    await dialog
      .getByRole('alert')
      .getByText(/Cannot read .*nothing\.zip: it does not exist/)
      .waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
  });

  it('exports, and says whether another tool sees the same pixels', async () => {
    const { page } = studio;
    const out = join(home, 'masks');
    await page.getByRole('button', { name: 'Export labels …' }).click();
    const dialog = page.getByRole('dialog', { name: 'Export labels' });
    await dialog.getByRole('textbox', { name: 'To', exact: true }).fill(out);
    await dialog.getByRole('button', { name: 'Export', exact: true }).click();
    await dialog.getByRole('region', { name: 'Exported' }).getByText('3 written').waitFor();
    expect(JSON.parse(readFileSync(join(out, 'annotations/instances_default.json'), 'utf8')).images).toHaveLength(3);
    await dialog.getByRole('button', { name: 'Close' }).last().click();
    expect(studio.problems).toEqual([]);
  });
});
