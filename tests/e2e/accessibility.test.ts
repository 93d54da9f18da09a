import { copyFile, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StageId } from '../../src/renderer/app/stage.ts';
import { writeRun } from '../helpers/run-folder.ts';
import { makeTrainingProject, startTestStudio } from '../helpers/test-studio.ts';
import { chromiumPath, type StudioPage, startStudioPage } from './studio-page.ts';

const SAMPLE = resolve(import.meta.dirname, '../../assets/sample');
const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

const ROI: [number, number][] = [
  [420, 246],
  [600, 196],
  [600, 280],
];

/** What is looked at: everything that axe-core knows for certain, and that the name of a control has the words on it. */
const OPTIONS: RunOptions = {
  resultTypes: ['violations'],
  rules: { 'label-content-name-mismatch': { enabled: true } },
};

const go = (page: Page, stage: StageId) => page.locator(`[data-stage=${stage}]`).click();
const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first().click();

/** What is looked at, one after the other. */
const SCENES: Readonly<Record<string, (page: Page) => Promise<unknown>>> = {
  projects: page => go(page, 'welcome'),
  async 'the videos of Collect'(page) {
    await go(page, 'collect');
    await page.getByRole('button', { name: /ball-screw\.mp4/ }).waitFor();
  },
  async 'the player of Collect, with a saved frame'(page) {
    await press(page, /ball-screw\.mp4/);
    await page.getByText(/^ROI of \d+ vertices/).waitFor();
    await press(page, /Save this frame/);
    await page.getByRole('list', { name: 'Saved frames' }).getByRole('listitem').first().waitFor();
  },
  async 'Label, with a label that is chosen'(page) {
    await go(page, 'label');
    await page.getByTestId('image-state').waitFor();
    await press(page, 'Polygon (P)');
    const { x, y, width, height } = (await page.getByTestId('label-canvas').boundingBox()) ?? NOWHERE;
    for (const [right, down] of [
      [0.4, 0.4],
      [0.6, 0.4],
      [0.5, 0.6],
    ]) {
      await page.mouse.click(x + width * right, y + height * down);
    }
    await page.keyboard.press('Enter');
    await page.getByTestId('image-state').getByText('in progress').waitFor();
  },
  async 'Dataset, with what a check found'(page) {
    await go(page, 'dataset');
    await page.getByRole('button', { name: 'Check', exact: true }).click();
    await page.getByRole('button', { name: /^All \(/ }).waitFor();
  },
  async 'the import of labels'(page) {
    await press(page, 'Import labels …');
    await page.getByRole('dialog').waitFor();
  },
  async 'Train, with all settings'(page) {
    await page.keyboard.press('Escape');
    await go(page, 'train');
    await page.getByText(/a test step/).waitFor();
    await press(page, 'Advanced settings');
  },
  async 'Inspect, with a prediction'(page) {
    await go(page, 'inspect');
    await page.getByRole('img', { name: 'Prediction' }).waitFor();
  },
  async 'the keys'(page) {
    await press(page, 'Keys');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
  },
  async 'the palette'(page) {
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    await page.getByRole('textbox', { name: 'Find an action' }).waitFor();
  },
};

const NOWHERE = { x: 0, y: 0, width: 0, height: 0 };

describe.skipIf(!chromiumPath)('the page, in the light and the dark theme,', () => {
  let studio: StudioPage;
  let home: string;

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'studio-axe-'));
    const without = startTestStudio();
    const project = await makeTrainingProject(without, { size: 64 });
    const { open } = await without.call('project.current', {});
    const settings = { ...open!.project.settings, rois: { 'ball-screw.mp4': ROI } };
    await without.call('project.update', { settings });
    await without.call('project.close', {});
    without.close();
    for (const folder of ['images', 'masks']) {
      const dir = join(project, 'data/dl_train', folder);
      await copyFile(join(dir, '00.png'), join(dir, 'again.png'));
    }
    await writeRun(join(project, 'dl_models', 'first'), join(project, 'data/dl_train'), { epochs: 1 });
    await mkdir(join(project, 'videos'));
    await copyFile(join(SAMPLE, 'ball-screw.mp4'), join(project, 'videos/ball-screw.mp4'));
    studio = await startStudioPage({ project, home });
    await studio.page.evaluate(await readFile(AXE, 'utf8'));
  });

  afterAll(async () => {
    await studio?.close();
    await rm(home, { recursive: true, force: true });
  });

  it.each(Object.entries(SCENES))('has nothing in %s that somebody could stumble over', async (_, show) => {
    const { page } = studio;
    await show(page);
    for (const theme of ['light', 'dark']) {
      await page.evaluate(`document.documentElement.dataset.mantineColorScheme = '${theme}'`);
      expect(await findings(page), theme).toEqual([]);
    }
  });
});

/** Rule and element of everything that is found. */
async function findings(page: Page): Promise<string[]> {
  await page.evaluate(
    'document.getAnimations().forEach(animation => animation.effect.getComputedTiming().iterations < 9 && animation.finish())',
  );
  const { violations } = await page.evaluate<AxeResults>(`axe.run(document, ${JSON.stringify(OPTIONS)})`);
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary}`),
  );
}
