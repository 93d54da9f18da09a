import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath, type StudioPage, startStudioPage } from './studio-page.ts';

describe.skipIf(!chromiumPath)('the welcome page in Chromium', () => {
  let studio: StudioPage;

  beforeAll(async () => {
    studio = await startStudioPage();
  });

  afterAll(() => studio?.close());

  it('says whether this machine can do the work', async () => {
    const machine = studio.page.getByRole('region', { name: 'This machine' });
    await machine
      .getByText(/ffmpeg/)
      .first()
      .waitFor();
    await machine.getByText(/a test step/).waitFor();
  });

  it('lists the keys on "?"', async () => {
    await studio.page.keyboard.press('?');
    const sheet = studio.page.getByRole('dialog', { name: 'Keys' });
    await sheet.getByText('Find an action').waitFor();
    await studio.page.keyboard.press('Escape');
    await sheet.waitFor({ state: 'hidden' });
  });

  it('finds an action by its name on Ctrl+K', async () => {
    const { page } = studio;
    expect(await colorScheme()).toBe('dark');
    await page.keyboard.press('Control+K');
    await page.getByPlaceholder('Find an action').fill('dark and light');
    await page.keyboard.press('Enter');
    await expect.poll(colorScheme).toBe('light');
    await page.reload();
    await expect.poll(colorScheme).toBe('light');
    await page.getByRole('button', { name: 'Dark' }).click();
    await expect.poll(colorScheme).toBe('dark');
  });

  it('creates a project from the keyboard alone', async () => {
    const { page, home } = studio;
    await page.getByLabel('Name').focus();
    await page.keyboard.type('Bridge 12: north/face?');
    await page.keyboard.press('Enter');
    await page.getByRole('contentinfo').getByText('Bridge 12: north/face?').waitFor();
    expect(existsSync(join(home, 'Crack Studio', 'Bridge 12- north-face-', 'studio.json'))).toBe(true);
  });

  it('opens the demo project and finds it again after a reload', async () => {
    const { page, home } = studio;
    await goToProjects();
    await page.getByRole('tab', { name: 'Demo project' }).click();
    await page.getByRole('button', { name: 'Open the demo' }).click();
    await page.getByRole('contentinfo').getByText('Demo: ball screw').waitFor();
    expect(existsSync(join(home, 'Crack Studio', 'Demo', 'studio.json'))).toBe(true);
    await page.reload();
    await page.getByRole('contentinfo').getByText('Demo: ball screw').waitFor();
    // As `serve --project` does: a page that comes with a project open goes to its work.
    await page.goto(new URL('/', page.url()).href);
    await page.waitForURL(/#\/collect$/);
  });

  it('lists recent projects and opens one on a click', async () => {
    const { page } = studio;
    await goToProjects();
    await page.getByRole('button', { name: /Bridge 12/ }).click();
    await page.getByRole('contentinfo').getByText('Bridge 12').waitFor();
  });

  it('says in one sentence why a folder cannot be opened', async () => {
    const { page, home } = studio;
    await goToProjects();
    await page.getByRole('tab', { name: 'Open a folder' }).click();
    await page.getByLabel('Folder of the project').fill(join(home, 'nowhere'));
    await page.keyboard.press('Enter');
    const alert = page.getByRole('alert').filter({ hasText: 'nowhere' });
    await alert.waitFor();
    expect(await alert.innerText()).toMatch(/is not a project/);
    await page.getByRole('contentinfo').getByText('Bridge 12').waitFor();
  });

  it('shows a project that another studio has open as read-only, and says why', async () => {
    const project = join(studio.home, 'Crack Studio', 'Bridge 12- north-face-');
    const second = await startStudioPage({ project });
    try {
      await second.page
        .getByRole('alert')
        .filter({ hasText: /is open/ })
        .waitFor();
      await second.page.getByRole('contentinfo').getByText('Read only').waitFor();
    } finally {
      await second.close();
    }
  });

  it('writes no error to the console', () => {
    expect(studio.problems).toEqual([]);
  });

  function colorScheme() {
    return studio.page.locator('html').getAttribute('data-mantine-color-scheme');
  }

  async function goToProjects() {
    await studio.page.getByRole('navigation', { name: 'Stages' }).getByText('Projects').click();
  }
});
