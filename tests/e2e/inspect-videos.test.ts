import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createProject } from '../../src/main/project/project-file.ts';
import { type Crack, crackedGround, writeCrackVideo } from '../helpers/crack-video.ts';
import { writeTinyModel } from '../helpers/tiny-model.ts';
import { makeTrainingFolder } from '../helpers/training-folder.ts';
import { chromiumPath, inElectron, type StudioPage, startStudioPage } from './studio-page.ts';

const cracks: Crack[] = [
  [
    [170, 200],
    [200, 260],
    [190, 330],
  ],
  [
    [290, 190],
    [310, 250],
    [300, 320],
  ],
];
const views = Array.from({ length: 12 }, (_, i) => ({ x: 220 + i, y: 260, turn: 0, zoom: 1 }));

// The desktop app opens files by its dialog, which no test can press.
describe.skipIf(!chromiumPath || inElectron)('videos in the Inspect stage', () => {
  let home: string;
  let studio: StudioPage;
  let page: Page;

  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'studio-videos-'));
    const project = join(home, 'project');
    await createProject(project, 'Tunnel');
    await makeTrainingFolder(join(project, 'data/dl_train'), { size: 32 });
    const file = join(project, 'studio.json');
    const settings = JSON.parse(readFileSync(file, 'utf8'));
    writeFileSync(file, JSON.stringify({ ...settings, settings: { ...settings.settings, trainUnverified: true } }));
    await mkdir(join(project, 'videos'), { recursive: true });
    await writeCrackVideo(join(project, 'videos/wall.mp4'), crackedGround(5, cracks), views);
    const metadata = { input_size: '256', input_mode: 'tile' };
    await writeTinyModel(join(home, 'model.onnx'), { darkness: 0.3, metadata });
    studio = await startStudioPage({ project, home });
    page = studio.page;
  });
  afterAll(async () => {
    await studio?.close();
    await rm(home, { recursive: true, force: true });
  });

  const events = () => page.getByRole('region', { name: 'Events' });
  const verdicts = () => events().locator('[data-verdict]').allInnerTexts();

  async function openInspect() {
    await page.getByRole('navigation', { name: 'Stages' }).getByRole('button', { name: 'Inspect' }).click();
    await page.getByRole('main', { name: 'Inspect' }).waitFor();
  }

  it('are inspected with a model, and each crack is listed once with the picture of its peak', async () => {
    await openInspect();
    const videos = page.getByText('Choose videos and a model, and press Start: every crack is found once.');
    // The stage may not hear keys yet when it is first seen.
    const cycle = async () => {
      if (!(await videos.isVisible())) await page.keyboard.press('v');
      return videos.isVisible();
    };
    await expect.poll(cycle, { interval: 500 }).toBe(true);
    expect(await page.getByRole('checkbox', { name: 'wall.mp4' }).isChecked()).toBe(true);
    await page.getByRole('button', { name: 'Open a model' }).click();
    await page.getByLabel('Path of a model.onnx').fill(join(home, 'model.onnx'));
    await page.keyboard.press('Enter');
    // The starting model is chosen, and trained at 256 px as well, until the file is read.
    const model = page.getByRole('region', { name: 'Model' }).locator('input').first();
    await expect.poll(() => model.inputValue()).toContain('model.onnx');
    await page.getByText('trained at 256 px').waitFor();
    await page.getByRole('button', { name: 'Start' }).click();
    await page.getByText('2 cracks', { exact: false }).last().waitFor();
    await page.getByRole('img', { name: 'Event 1 at its peak' }).waitFor();
    expect(await events().getByRole('row').count()).toBe(3);
    // Measured in the frames of their peaks, with the place where the crack is widest.
    await page.getByRole('img', { name: /^Largest width, [\d.]+ ± [\d.]+ px$/ }).waitFor();
    expect(await page.getByRole('region', { name: 'Measured' }).innerText()).toMatch(/Mean width\s+[\d.]+ ± [\d.]+ px/);
  });

  it('have a contact sheet made of what was found, when it is asked for afterwards', async () => {
    await page.getByRole('checkbox', { name: 'A contact sheet of the peaks' }).check();
    await page.getByRole('region', { name: 'Inspections' }).getByRole('button', { name: 'Make' }).click();
    const folder = join(home, 'project/inspections/wall');
    await expect.poll(() => readdirSync(join(folder, readdirSync(folder)[0]))).toContain('sheet-1.png');
    await page.getByRole('checkbox', { name: 'A contact sheet of the peaks' }).uncheck();
    expect(studio.problems).toEqual([]);
  });

  it('are reviewed by keys: from event to event, true, false or unsure, which is on disk and stays', async () => {
    await page.keyboard.press('y');
    await expect.poll(verdicts).toEqual(['true']);
    await page.keyboard.press('n');
    await page.getByRole('img', { name: 'Event 2 at its peak' }).waitFor();
    await page.keyboard.press('u');
    await expect.poll(verdicts).toEqual(['true', 'unsure']);
    await page.keyboard.press('x');
    await expect.poll(verdicts).toEqual(['true', 'false']);
    await page.keyboard.press('p');
    await page.getByRole('img', { name: 'Event 1 at its peak' }).waitFor();
    await page.keyboard.press('y');
    await expect.poll(verdicts).toEqual(['false']);
    const folder = join(home, 'project/inspections/wall');
    const kept = JSON.parse(readFileSync(join(folder, readdirSync(folder)[0], 'verdicts.json'), 'utf8'));
    expect(kept.verdicts).toEqual({ 2: expect.objectContaining({ verdict: 'false' }) });
    // From the peak to the frames around it, each with what the model saw.
    await page.keyboard.press('.');
    await page.getByRole('img', { name: 'Frame 5', exact: true }).waitFor();
    await page.getByRole('img', { name: 'The model sees 2 cracks' }).waitFor();
    // A checkbox that has the focus takes the key for itself.
    await page.evaluate('document.activeElement.blur()');
    await page.keyboard.press('Space');
    await page.getByRole('img', { name: 'Frame 11', exact: true }).waitFor();
    await page.reload();
    await expect.poll(verdicts).toEqual(['false']);
    expect(studio.problems).toEqual([]);
  });

  it('have a report made, with what a person filled in, as files to take along', async () => {
    await page.getByRole('button', { name: 'Report …' }).click();
    const dialog = page.getByRole('dialog', { name: 'Report of the inspection' });
    await dialog.getByRole('textbox', { name: 'Asset' }).fill('Wall <b>7</b>');
    await dialog.getByRole('checkbox', { name: 'PDF as well' }).uncheck();
    await dialog.getByRole('button', { name: 'Make the report' }).click();
    await dialog.getByText('0 findings, 1 not confirmed. Figures are in px, for the video has no scale.').waitFor();
    await dialog.getByRole('link', { name: 'report.csv' }).waitFor();
    const folder = join(home, 'project/inspections/wall');
    const html = readFileSync(join(folder, readdirSync(folder)[0], 'report.html'), 'utf8');
    expect(html).toContain('Wall &lt;b&gt;7&lt;/b&gt;');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    expect(studio.problems).toEqual([]);
  });

  it('send their frames to the dataset by the verdict, and open in Label by a key', async () => {
    const images = () => readdirSync(join(home, 'project/data/dl_train/images')).filter(name => /^wall__/.test(name));
    await expect.poll(() => images().length).toBeGreaterThan(0);
    await page.keyboard.press('y');
    await page.getByText('In Label with its mask').waitFor();
    await page
      .getByRole('region', { name: 'Timeline' })
      .getByRole('button', { name: /^Event 2/ })
      .click();
    await page.getByRole('img', { name: 'Event 2 at its peak' }).waitFor();
    await page.keyboard.press('b');
    await page.getByText('There is no frame to ask about').waitFor();
    await page.keyboard.press('b');
    await page.getByText('There is no other inspection of this video').waitFor();
    await page.keyboard.press('b');
    await page.keyboard.press('p');
    await page.getByRole('img', { name: 'Event 1 at its peak' }).waitFor();
    await page.keyboard.press('e');
    await page.getByRole('heading', { name: 'Label', exact: true }).waitFor();
    await expect.poll(() => page.url()).toMatch(/#\/label\/wall__.*_inspected\.png$/);
    expect(studio.problems).toEqual([]);
  });

  it('are inspected again by a model that was trained meanwhile, which shows what has changed', async () => {
    await page.getByRole('navigation', { name: 'Stages' }).getByRole('button', { name: 'Train' }).click();
    await page.getByText(/a test step/).waitFor();
    await page.getByRole('button', { name: 'Advanced settings' }).click();
    for (const [name, value] of Object.entries({ Epochs: '2', 'Input size': '32', Base: '2', Batch: '4' }))
      await page.getByLabel(name, { exact: true }).fill(value);
    await page.getByRole('main').getByRole('button', { name: 'Train', exact: true }).click();
    await page.getByText('Training complete').waitFor();
    await page.getByRole('button', { name: 'Inspect wall.mp4 again' }).click();
    await page.getByRole('button', { name: 'Start' }).click();
    const comparison = page.getByRole('region', { name: 'Comparison' });
    await comparison.getByText(/^\d+ found by both, \d+ new, \d+ no longer found\.$/).waitFor();
    await comparison
      .getByRole('button', { name: /^Event 1/ })
      .first()
      .waitFor();
    expect(studio.problems).toEqual([]);
  });

  it('are inspected as the reference does, without a model as well, into a folder of the project', async () => {
    await page.getByRole('button', { name: 'As fmvs_inspector does' }).click();
    await page.getByRole('checkbox', { name: 'Without a model, by black-hats' }).check();
    await page.getByRole('button', { name: 'Inspect as the reference' }).click();
    await page.getByText(/^wall\.mp4: \d+ of 11 frames show a crack\.$/).waitFor();
    const log = join(home, 'project/inspections/reference/logs/wall/wall_detections.txt');
    expect(readFileSync(log, 'utf8')).toMatch(/^(\d\d:\d\d:\d\d\.\d{3} {2}\(frame=\d{7}, count=\d+\)\n)*$/);
    expect(studio.problems).toEqual([]);
  });
});
