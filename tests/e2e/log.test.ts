import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../helpers/pictures.ts';
import { chromiumPath, type StudioPage, startStudioPage } from './studio-page.ts';

describe.skipIf(!chromiumPath)('a page that breaks', () => {
  let studio: StudioPage;

  beforeAll(async () => {
    const home = temporaryFolder();
    const settings = join(home, '.config/crack-studio/settings.json');
    mkdirSync(dirname(settings), { recursive: true });
    writeFileSync(settings, '{ "version": 1, "textSi');
    studio = await startStudioPage({ home });
  });

  afterAll(() => studio?.close());

  it('starts with a settings file that is half written, says so, and changes the size of the text', async () => {
    const { page } = studio;
    await page.getByText(/are used as far as they are understood: it is damaged\./).waitFor();
    await page.getByRole('button', { name: 'Settings', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Settings' });
    await dialog.getByText('125 %').click();
    const size = () => page.evaluate<string>('getComputedStyle(document.documentElement).fontSize');
    await expect.poll(size).toBe('20px');
    await page.reload();
    await expect.poll(size).toBe('20px');
  });

  it('leaves its stacks in the log, which the window shows and saves as a report', async () => {
    const { page } = studio;
    await page.evaluate(() => {
      setTimeout(function drawCracks() {
        throw new TypeError('no canvas any more');
      });
      void Promise.reject(new RangeError('nobody waited'));
    });
    const dialog = page.getByRole('dialog', { name: 'Log' });
    const shown = async () => {
      await page.keyboard.press('Control+K');
      await page.getByPlaceholder('Find an action').fill('show the log');
      await page.keyboard.press('Enter');
      const text = await dialog.locator('pre').filter({ hasNotText: /^…$/ }).innerText();
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'hidden' });
      return text;
    };
    await expect.poll(shown).toMatch(/page error\s+TypeError: no canvas any more\s+at drawCracks/);
    await expect.poll(shown).toMatch(/page unhandled rejection\s+RangeError: nobody waited\s+at /);
    await page.keyboard.press('Control+K');
    await page.getByPlaceholder('Find an action').fill('show the log');
    await page.keyboard.press('Enter');
    await expect.poll(() => dialog.getByLabel('Folder of the report').inputValue()).not.toBe('');
    await dialog.getByRole('button', { name: 'Save a report' }).click();
    const saved = await page.getByText(/^Saved /).innerText();
    const [, path = ''] = /^Saved (.+\.zip):/.exec(saved) ?? [];
    const zip = unzipSync(readFileSync(path));
    expect(Buffer.from(zip['studio.log']!).toString()).toMatch(/no canvas any more[\s\S]*drawCracks/);
  });
});
