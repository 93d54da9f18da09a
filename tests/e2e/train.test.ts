import { cp, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isShown } from '../../src/renderer/train/shown-settings.ts';
import { parseMetrics, trainingConfigSchema } from '../../src/shared/schemas/training.ts';
import { SETTING_NAMES, SETTINGS } from '../../src/shared/training/settings/settings.ts';
import { makeTrainingProject, startTestStudio } from '../helpers/test-studio.ts';
import { chromiumPath, type StudioPage, startStudioPage } from './studio-page.ts';

const DEFAULTS = trainingConfigSchema.parse({});

describe.skipIf(!chromiumPath)('preparing and training in Chromium', () => {
  let studio: StudioPage;
  let home: string;
  let project: string;

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'studio-train-'));
    const without = startTestStudio();
    project = await makeTrainingProject(without, { size: 32 }, { split: false });
    await without.call('project.close', {});
    without.close();
    studio = await startStudioPage({ project, home });
  });

  afterAll(async () => {
    await studio?.close();
    await rm(home, { recursive: true, force: true });
  });

  it('counts the images, says what is missing and deals them to train and val', async () => {
    const { page } = studio;
    await page.goto(new URL('/#/dataset', page.url()).href);
    await page.getByText('16 images will be used: collect 184 more.').waitFor();
    await page.getByText('Not made yet: press Prepare.').waitFor();
    await page.getByRole('button', { name: 'Prepare', exact: true }).click();
    await page.getByText('By file: every frame dealt alone').waitFor();
    await page.getByRole('button', { name: 'Go on to Train' }).click();
    await page.getByRole('heading', { name: 'Train' }).waitFor();
  });

  it('has a field for every setting, trains two epochs, draws the curves, and has them again after a reload', async () => {
    const { page } = studio;
    const button = page.getByRole('main').getByRole('button', { name: 'Train', exact: true });
    await page.getByText(/a test step/).waitFor();
    await page.getByRole('button', { name: 'Advanced settings' }).click();
    for (const name of SETTING_NAMES.filter(name => isShown(name, { ...DEFAULTS, input: 'tile' }))) {
      await page
        .getByLabel(SETTINGS[name].field?.label ?? '', { exact: true })
        .first()
        .waitFor();
    }
    for (const [name, value] of Object.entries({ Epochs: '2', 'Input size': '32', Base: '2', Batch: '4' })) {
      await page.getByLabel(name, { exact: true }).fill(value);
    }
    await button.click();
    await page.getByText('Training complete').waitFor();
    const drawn = async () => {
      await page
        .getByRole('figure', { name: 'Dice and IoU on val by epoch' })
        .and(page.locator('[data-points="2"]'))
        .waitFor();
      const steps = page.getByRole('figure', { name: 'Loss of every step by step' });
      return Number(await steps.getAttribute('data-points'));
    };
    const steps = await drawn();
    // As many draws as images, in batches of four, twice.
    expect(steps).toBeGreaterThan(0);
    expect(steps % 2).toBe(0);
    await page.reload();
    await page.getByText('Training complete').waitFor();
    expect(await drawn()).toBe(steps);
    await page.getByRole('region', { name: 'Examples' }).getByText('Worst on val').waitFor();
  });

  it('inspects an image with the new model, and the overlay follows the threshold', async () => {
    const { page } = studio;
    await page
      .getByRole('list', { name: 'What may help' })
      .getByText(/It learned from \d+ images: label more/)
      .waitFor();
    await page.getByRole('button', { name: 'Inspect it' }).click();
    await page.getByRole('img', { name: 'Prediction' }).last().waitFor();
    const crackPixels = async () =>
      Number((await page.locator('dt:text-is("Crack pixels") + dd').innerText()).replaceAll(',', ''));
    const threshold = page.getByRole('slider', { name: 'Threshold' });
    await threshold.focus();
    await page.keyboard.press('Home');
    const low = await crackPixels();
    await page.keyboard.press('End');
    const high = await crackPixels();
    // Everything is above 0.01 for a network that has learned for two epochs, and nothing above 0.99.
    expect(low).toBe(32 * 32);
    expect(high).toBe(0);
    await page.getByRole('navigation', { name: 'Images' }).getByTitle('01.png').click();
    await page.getByRole('img', { name: '01.png' }).waitFor();
    await page.getByRole('navigation', { name: 'Stages' }).getByRole('button', { name: 'Train' }).click();
  });

  it('trains longer, is stopped, and goes on', async () => {
    const { page } = studio;
    const runs = page.getByRole('region', { name: 'Runs' });
    const figure = page.getByRole('figure', { name: 'Dice and IoU on val by epoch' });
    const epochsDrawn = async () => Number(await figure.getAttribute('data-points'));
    await runs.getByRole('button', { name: /Actions on/ }).click();
    await page.getByRole('menuitem', { name: 'Train longer …' }).click();
    await page.getByLabel('More epochs').fill('9000');
    await page.getByRole('button', { name: 'Train on' }).click();
    await page.getByText(/^[1-9]\d* of 9002$/).waitFor();
    await page.getByRole('button', { name: 'Stop, keep the best' }).click();
    await page.getByText('Training stopped').waitFor();
    // As after a crash of the studio: nothing but the files says what was.
    await page.reload();
    const resume = page.getByRole('button', { name: 'Resume, up to epoch 9002' });
    await resume.waitFor();
    const done = await epochsDrawn();
    expect(done).toBeGreaterThanOrEqual(2);
    await resume.click();
    await page.getByRole('button', { name: 'Stop, keep the best' }).click();
    await page.getByText('Training stopped').waitFor();
    await expect.poll(epochsDrawn).toBeGreaterThanOrEqual(done);
  });

  it('compares two runs, and claims no difference where there is none', async () => {
    const { page } = studio;
    const models = join(project, 'dl_models');
    const [run] = (await readdir(models)).filter(name => /^\d{8}_/.test(name));
    const copy = join(models, 'twin');
    await cp(join(models, run), copy, { recursive: true });
    await page.reload();
    await page.getByRole('button', { name: `Actions on ${run}` }).click();
    await page.getByRole('menuitem', { name: 'Compare with …' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('combobox', { name: 'With' }).click();
    await page.getByRole('option', { name: 'twin' }).click();
    await dialog.getByText(/^Both intervals contain 0: these \d+ images cannot tell the two runs apart\.$/).waitFor();
    expect(await dialog.getByRole('cell', { name: '0.000 to 0.000' }).count()).toBe(2);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    await rm(copy, { recursive: true });
    await page.reload();
  });

  it('evaluates the run, exports its model, and lists the devices', async () => {
    const { page } = studio;
    const dialog = page.getByRole('dialog');
    const action = async (name: string) => {
      await page.getByRole('button', { name: /Actions on/ }).click();
      await page.getByRole('menuitem', { name }).click();
    };
    const close = async () => {
      await dialog.getByRole('button', { name: 'Close', exact: true }).last().click();
      await dialog.waitFor({ state: 'hidden' });
    };
    const val = (await readFile(join(project, 'data/dl_train/splits/val.txt'), 'utf8')).trim().split('\n').length;
    await action('Evaluate …');
    await dialog.getByRole('button', { name: 'Evaluate' }).click();
    await dialog.getByText(`${val} images (val), counted at their own resolution, at threshold 0.5.`).waitFor();
    await close();
    await action('Export model …');
    await dialog.getByRole('textbox', { name: 'To' }).fill(join(home, 'taken.onnx'));
    await dialog.getByRole('button', { name: 'Export' }).click();
    await dialog.getByText(/^Read back and compared/).waitFor();
    expect((await stat(join(home, 'taken.onnx'))).size).toBeGreaterThan(1000);
    await close();
    await page.getByRole('button', { name: 'All devices' }).click();
    await dialog.getByRole('row', { name: /^CPU .*chosen.* ms a test step$/ }).waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
  });

  it('keeps the best model the best, whatever the newest reached', async () => {
    const { page } = studio;
    const models = join(project, 'dl_models');
    const [run] = (await readdir(models)).filter(name => /^\d{8}_/.test(name));
    const newest = join(models, 'stopped at once');
    await cp(join(models, run), newest, { recursive: true });
    const config = JSON.parse(await readFile(join(newest, 'config.json'), 'utf8'));
    await writeFile(join(newest, 'config.json'), JSON.stringify({ ...config, started: '2100-01-01T00:00:00Z' }));
    const [epoch] = parseMetrics(await readFile(join(newest, 'metrics.jsonl'), 'utf8'));
    await writeFile(join(newest, 'metrics.jsonl'), `${JSON.stringify({ ...epoch, va_dice: 0, va_iou: 0 })}\n`);
    await page.reload();
    await page.getByRole('row', { name: new RegExp(`${run}.*best`) }).waitFor();
    // What was chosen before is forgotten, the session's key is not.
    await page.evaluate(
      "for (const key of Object.keys(localStorage)) if (key !== 'studio-key') localStorage.removeItem(key)",
    );
    await page.getByRole('navigation', { name: 'Stages' }).getByRole('button', { name: 'Inspect' }).click();
    const model = page.getByRole('combobox', { name: 'Model' });
    await expect.poll(() => model.inputValue()).toMatch(new RegExp(`^${run} · Dice 0\\.\\d+ · best$`));
    await model.click();
    await page.getByRole('option', { name: 'stopped at once · Dice 0.000 · newest' }).waitFor();
    await rm(newest, { recursive: true });
    await page.keyboard.press('Escape');
    await page.getByRole('navigation', { name: 'Stages' }).getByRole('button', { name: 'Train' }).click();
    await page.reload();
  });

  it('renames the run and deletes it', async () => {
    const { page } = studio;
    const runs = page.getByRole('region', { name: 'Runs' });
    await runs.getByRole('button', { name: /Actions on/ }).click();
    await page.getByRole('menuitem', { name: 'Rename' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('first try');
    await page.getByRole('button', { name: 'Rename' }).click();
    await runs.getByText('first try').waitFor();
    // Nobody asks for the run by its old name.
    expect(await page.getByText('There is no run').count()).toBe(0);
    await runs.getByRole('button', { name: 'Actions on first try' }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await runs.waitFor({ state: 'hidden' });
    expect(studio.problems).toEqual([]);
  });
});
