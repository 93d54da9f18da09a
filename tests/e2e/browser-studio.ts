import { once } from 'node:events';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { startStudio } from '../helpers/studio.ts';
import type { OpenStudio } from './studio-page.ts';

/** Serves the studio as `studio serve` does, and opens it in this Chromium. */
export async function openInBrowser(
  executablePath: string | undefined,
  home: string,
  project: string | undefined,
): Promise<OpenStudio> {
  const server = await serve(home, project);
  const browser = await chromium.launch({
    ...(executablePath && { executablePath }),
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
  });
  // Nothing is looked at while it moves.
  const page = await browser.newPage({ reducedMotion: 'reduce' });
  return {
    page,
    browser,
    show: () => page.goto(server.url),
    async close() {
      await browser.close();
      await server.stop();
    },
  };
}

/** Runs `studio serve` until `stop`. */
async function serve(home: string, project: string | undefined) {
  const args = ['serve', '--port', '0', ...(project ? ['--project', project] : [])];
  const child = startStudio(args, { env: { HOME: home, XDG_CONFIG_HOME: join(home, '.config') }, limitMs: 0 });
  let errors = '';
  child.stderr.on('data', piece => {
    errors += piece;
  });
  const [url] = await Promise.race([once(child.stdout, 'data'), child.then(() => [undefined])]);
  if (url === undefined) throw new Error(`The studio did not start: ${errors}`);
  return {
    url: String(url).trim(),
    async stop() {
      child.kill('SIGTERM');
      await child;
    },
  };
}
