import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { createProject } from '../src/main/project/project-file.ts';
import { startStudioPage } from '../tests/e2e/studio-page.ts';
import { makeLongProject } from './projects.ts';
import { report, spread } from './report.ts';
import { goTo, inFolder, SIZE } from './studio.ts';

/**
 * `npm run bench -- startup [--images 10000 --times 5]`: from the start of `studio serve` and of a Chromium until a click on
 * a stage is answered, for an empty project and for one with many images; ms. The first of all may build the page.
 */
export async function benchStartup(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { images: { type: 'string', default: '10000' }, times: { type: 'string', default: '5' } },
  });
  await inFolder(async folder => {
    const empty = join(folder, 'empty');
    const long = join(folder, 'long');
    await createProject(empty, 'Empty');
    await makeLongProject(long, Number(values.images));
    await start(empty);
    await measure('an empty project', empty, Number(values.times));
    await measure(`${values.images} images`, long, Number(values.times));
  });
}

async function measure(of: string, project: string, times: number): Promise<void> {
  const all: { page: number; clicked: number }[] = [];
  for (let i = 0; i < times; i++) all.push(await start(project));
  report({
    ...{ bench: 'startup', of },
    page_ms: spread(
      all.map(({ page }) => page),
      0,
    ),
    first_click_answered_ms: spread(
      all.map(({ clicked }) => clicked),
      0,
    ),
  });
}

/** ms until the page shows its stages, and until the Label stage is there after a click. */
async function start(project: string): Promise<{ page: number; clicked: number }> {
  const begun = performance.now();
  const studio = await startStudioPage({ project, size: SIZE });
  try {
    await studio.page.getByRole('navigation', { name: 'Stages' }).waitFor();
    const page = performance.now() - begun;
    await goTo(studio, 'Label');
    const shown = studio.page.getByTestId('label-canvas').or(studio.page.getByText('There is nothing to label yet'));
    await shown.first().waitFor();
    return { page, clicked: performance.now() - begun };
  } finally {
    await studio.close();
  }
}
