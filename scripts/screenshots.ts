/**
 * `npm run screenshots`: every stage in both themes, as it looks in Chromium, to assets/screenshots. The project shown is
 * the demo's, made anew (minutes) unless a folder is named: `npm run screenshots -- DIR`.
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { KEY_HEADER } from '../src/shared/web-addresses.ts';
import { chromiumPath, SESSION_KEY, startStudioPage } from '../tests/e2e/studio-page.ts';
import { studio } from '../tests/helpers/studio.ts';
import { labelDemo } from './label-demo.ts';

const root = join(import.meta.dirname, '..');
const outDir = join(root, 'assets/screenshots');
const THEMES = ['dark', 'light'] as const;

/** After a stage is shown: until pictures have come and charts are drawn. */
const SETTLE_MS = 1500;

/** A frame of the sample that shows two pits. */
const PITTED = 57;

/** Shows the folders of somebody's own in place of these temporary ones. */
const SHOW_PLACES = `places => {
  const told = text => Object.entries(places).reduce((all, [from, to]) => all.replaceAll(from, to), text);
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) walker.currentNode.data = told(walker.currentNode.data);
  for (const input of document.querySelectorAll('input')) input.value = told(input.value);
}`;

/** What a stage shows only once something was chosen in it. */
const SCENES: Readonly<Record<string, (page: Page) => Promise<unknown>>> = {
  async collect(page) {
    await page.getByRole('button', { name: /ball-screw\.mp4/ }).click();
    await page.getByText(/· 68 frames ·/).waitFor({ timeout: 60_000 });
  },
  train: page => page.getByText(/The network sees/).waitFor({ timeout: 60_000 }),
  async label(page) {
    for (let i = 0; i < PITTED; i++) await page.keyboard.press('d', { delay: 20 });
  },
  async inspect(page) {
    const images = page.getByRole('navigation', { name: 'Images' });
    await images.hover();
    await page.mouse.wheel(100_000, 0);
    await images.getByRole('button').nth(-3).click();
    await page.getByText('Against labels').click({ timeout: 60_000 });
    await page.getByRole('heading', { name: 'Inspect', exact: true }).scrollIntoViewIfNeeded();
  },
};

if (!chromiumPath) throw new Error('There is no Chromium: install it or set CHROMIUM to its path.');
await mkdir(outDir, { recursive: true });
const given = process.argv[2];
const project = given ?? (await makeProject());
const home = await mkdtemp(join(tmpdir(), 'crack-studio-home-'));
try {
  for (const theme of THEMES) await photograph(theme);
} finally {
  await rm(home, { recursive: true, force: true });
  if (!given) await rm(project, { recursive: true, force: true });
}

/** The demo's folder, with all that its steps leave behind, made a project. */
async function makeProject(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'crack-studio-sample-'));
  const { exitCode, stderr } = await studio(['demo', '--dir', folder, '--epochs', '20']);
  if (exitCode !== 0) throw new Error(stderr);
  await labelDemo(folder, join(root, 'assets/sample'));
  return folder;
}

async function photograph(theme: (typeof THEMES)[number]): Promise<void> {
  const { page, close, problems } = await startStudioPage({ project, home, colorScheme: theme });
  try {
    await call(page, 'dataset.prepare');
    await page.goto(new URL('/#/welcome', page.url()).href);
    await page.getByText(/a test step/).waitFor({ timeout: 60_000 });
    const stages = page.getByRole('navigation', { name: 'Stages' }).locator('[data-stage]');
    for (const stage of await stages.all()) {
      const id = (await stage.getAttribute('data-stage')) ?? '';
      await stage.click();
      await SCENES[id]?.(page);
      await sleep(SETTLE_MS);
      await save(page, `${id}-${theme}`);
    }
    await stages.filter({ hasText: 'Label' }).click();
    await sleep(SETTLE_MS);
    await page.keyboard.press('?');
    await sleep(SETTLE_MS / 3);
    await save(page, `keys-${theme}`);
  } finally {
    await close();
  }
  for (const problem of problems) console.error(`${theme}: ${problem}`);
}

/** Makes a call of the contract, with its defaults. */
async function call(page: Page, name: string): Promise<void> {
  const headers = { 'Content-Type': 'application/json', [KEY_HEADER]: await page.evaluate(SESSION_KEY) };
  await page.evaluate(`fetch('/api/${name}', ${JSON.stringify({ method: 'POST', headers, body: '{}' })})`);
}

async function save(page: Page, name: string): Promise<void> {
  const path = join(outDir, `${name}.png`);
  const places = { [home]: '/home/you', [project]: '/home/you/Crack Studio/Demo' };
  await page.evaluate(`(${SHOW_PLACES})(${JSON.stringify(places)})`);
  await page.screenshot({ path });
  console.log(path);
}
