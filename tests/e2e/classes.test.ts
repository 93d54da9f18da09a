import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newProject } from '../../src/shared/schemas/project.ts';
import { BARS, makeTwoClassFolder } from '../helpers/two-class-folder.ts';
import { onlyRunIn } from '../main/jobs/learned.ts';
import { chromiumPath, type StudioPage, startStudioPage } from './studio-page.ts';

/** What is used here of an HTMLCanvasElement. */
interface Canvas {
  width: number;
  height: number;
  getContext(kind: '2d'): { getImageData(x: number, y: number, width: number, height: number): { data: number[] } };
}

/** The colours, R,G,B, of the overlay's opaque pixels. */
function coloursShown(page: Page): Promise<string[]> {
  return page.getByRole('img', { name: 'Prediction' }).evaluate(node => {
    const canvas = node as unknown as Canvas;
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    const found = new Set<string>();
    // Of a half transparent pixel a canvas keeps the colour to within a few steps.
    for (let i = 0; i < data.length; i += 4) {
      if (data[i + 3] > 0) found.add([0, 1, 2].map(c => Math.round(data[i + c] / 16)).join());
    }
    return [...found].sort();
  });
}

describe.skipIf(!chromiumPath)('classes that are told apart, in Chromium', () => {
  let studio: StudioPage;
  let page: Page;
  let home: string;
  let project: string;

  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'studio-classes-'));
    project = join(home, 'project');
    mkdirSync(project);
    writeFileSync(join(project, 'studio.json'), JSON.stringify(newProject('Bars', BARS)));
    await makeTwoClassFolder(join(project, 'data/dl_train'), { count: 48 });
    studio = await startStudioPage({ project, home });
    page = studio.page;
  });
  afterAll(async () => {
    await studio?.close();
    await rm(home, { recursive: true, force: true });
  });

  it('are asked for by a switch, which the advanced settings do not mistake for a change of theirs', async () => {
    await page.goto(new URL('/#/train', page.url()).href);
    await page.getByText(/a test step/).waitFor();
    await page.getByText('All labels are learned as one class.').waitFor();
    expect(await page.getByText('Back to the suggestion').count()).toBe(0);
    await page.getByRole('switch', { name: 'Tell the classes apart' }).click();
    await page.getByText('Labels of other classes count as background.', { exact: false }).waitFor();
    await page.getByRole('button', { name: 'Advanced settings' }).click();
    const settings = { Epochs: '12', 'Input size': '32', Base: '4', Batch: '4', 'Learning rate': '0.01', Threads: '0' };
    for (const [name, value] of Object.entries(settings)) await page.getByLabel(name, { exact: true }).fill(value);
    await page.getByRole('main').getByRole('button', { name: 'Train', exact: true }).click();
    await page.getByText('Training complete').waitFor();
    const models = join(project, 'dl_models');
    const config = JSON.parse(readFileSync(join(models, onlyRunIn(models), 'config.json'), 'utf8'));
    expect(config.classes).toEqual(BARS);
  });

  it('are shown in their colours, with a legend', async () => {
    await page.getByRole('button', { name: 'Inspect', exact: true }).click();
    await page.getByRole('img', { name: 'Prediction' }).waitFor();
    for (const name of BARS) await page.getByText(name, { exact: true }).waitFor();
    // The third picture has a bar of each.
    await page.keyboard.press('d');
    await page.keyboard.press('d');
    await page.getByRole('img', { name: '02.png', exact: true }).first().waitFor();
    await expect.poll(() => coloursShown(page)).toHaveLength(2);
    await page.getByText('Against labels').click();
    await page.getByText('false alarm').waitFor();
    expect(studio.problems).toEqual([]);
  });
});
