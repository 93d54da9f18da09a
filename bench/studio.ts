import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromiumPath, type StudioPage, startStudioPage } from '../tests/e2e/studio-page.ts';

/** The window of a common screen, CSS px. */
export const SIZE = { width: 1920, height: 1080 };

/** A folder of its own while `act` runs. */
export async function inFolder(act: (folder: string) => Promise<void>): Promise<void> {
  if (!chromiumPath) throw new Error('There is no Chromium: install it or set CHROMIUM to its path.');
  const folder = await mkdtemp(join(tmpdir(), 'studio-bench-'));
  try {
    await act(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Opens a project as `studio serve` does, in a Chromium, while `act` runs. Throws when the page wrote an error. */
export async function inStudio(project: string, act: (studio: StudioPage) => Promise<void>): Promise<void> {
  const studio = await startStudioPage({ project, size: SIZE });
  try {
    await act(studio);
  } finally {
    await studio.close();
  }
  if (studio.problems.length > 0) throw new Error(studio.problems.join('\n'));
}

export async function goTo({ page }: StudioPage, stage: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Stages' }).getByText(stage).click();
}
