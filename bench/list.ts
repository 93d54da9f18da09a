import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { KEY_HEADER } from '../src/shared/web-addresses.ts';
import { SESSION_KEY, type StudioPage } from '../tests/e2e/studio-page.ts';
import { makeLongProject } from './projects.ts';
import { report, round, spread } from './report.ts';
import { scriptOf, traceFrames } from './script-time.ts';
import { goTo, inFolder, inStudio } from './studio.ts';

/** ms: what a person takes for at once (Nielsen, Usability Engineering, 1993). */
const AT_ONCE_MS = 100;
/** CSS px of a row of the list, and of a notch of the wheel. */
const ROW = 56;
const NOTCH = 120;

/**
 * `npm run bench -- list [--images 10000]`: the image list of the Label stage. One JSON line for the call behind it, for
 * each way to scroll, for a change of the filter, and for what the page holds in the end.
 */
export async function benchList(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { images: { type: 'string', default: '10000' } } });
  const images = Number(values.images);
  await inFolder(async folder => {
    const project = join(folder, 'project');
    await makeLongProject(project, images);
    await inStudio(project, async studio => {
      const calls = await times(5, () => studio.page.evaluate<number>(LIST_CALL));
      report({
        bench: 'list',
        of: 'the call',
        images,
        first_ms: round(calls[0], 0),
        again_ms: spread(calls.slice(1), 0),
      });
      await goTo(studio, 'Label');
      await studio.page.locator('[aria-label=Images] button[title]').first().waitFor();
      await studio.page.waitForTimeout(1000);
      await scroll(studio, 'the wheel, a notch a frame', 150, NOTCH);
      await scroll(studio, 'to the end, a hundred rows a frame', Math.ceil(images / 100), 100 * ROW);
      await changeFilter(studio);
      report({ bench: 'list', of: 'the page', ...(await weigh(studio.page)) });
    });
  });
}

async function times<T>(count: number, act: () => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  for (let i = 0; i < count; i++) results.push(await act());
  return results;
}

/** ms from asking for all images to having them as an object. */
const LIST_CALL = `(async () => {
  const start = performance.now();
  const headers = { 'Content-Type': 'application/json', '${KEY_HEADER}': ${SESSION_KEY} };
  await (await fetch('/api/labels.list', { method: 'POST', headers, body: '{}' })).json();
  return performance.now() - start;
})()`;

async function scroll(studio: StudioPage, how: string, turns: number, deltaY: number): Promise<void> {
  const { page } = studio;
  const list = page.getByRole('complementary', { name: 'Images' });
  await list.hover();
  const frames = await traceFrames(studio, async () => {
    for (let i = 0; i < turns; i++) await page.mouse.wheel(0, deltaY);
  });
  const pictures = round(await page.evaluate<number>(UNTIL_PICTURES), 0);
  report({ bench: 'list', of: how, ...scriptOf(frames), pictures_after_ms: pictures });
}

/** ms until every row in sight shows its picture. */
const UNTIL_PICTURES = `(async () => {
  const start = performance.now();
  const rows = () => [...document.querySelectorAll('[aria-label=Images] button[title]')];
  const shown = row => row.querySelector('img')?.complete && row.querySelector('img').naturalWidth > 0;
  while (!rows().every(shown)) await new Promise(requestAnimationFrame);
  return performance.now() - start;
})()`;

async function changeFilter({ page }: StudioPage): Promise<void> {
  const shown: number[] = [];
  for (const filter of ['Verified', 'Unlabelled', 'Verified', 'All images']) {
    await page.getByRole('combobox', { name: 'Which images to show' }).click();
    const option = page.getByRole('option', { name: new RegExp(`^${filter} `) });
    await option.waitFor();
    const begun = performance.now();
    await option.click();
    await page.evaluate('new Promise(requestAnimationFrame)');
    shown.push(performance.now() - begun);
  }
  report({ bench: 'list', of: 'another filter', shown_ms: spread(shown, 0), at_once_ms: AT_ONCE_MS });
}

async function weigh(page: Page) {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('HeapProfiler.collectGarbage');
  await devtools.send('Performance.enable');
  const { metrics } = await devtools.send('Performance.getMetrics');
  const metric = (name: string) => metrics.find(each => each.name === name)?.value ?? 0;
  const rows = await page.locator('[aria-label=Images] button[title]').count();
  return { rows, dom_nodes: metric('Nodes'), heap_mib: round(metric('JSHeapUsedSize') / 2 ** 20, 1) };
}
