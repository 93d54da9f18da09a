import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { startStudio } from '../helpers/studio.ts';

/** The Chromium of this machine, or undefined: end-to-end tests are skipped then. */
export const chromiumPath = [
  process.env.CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find(path => path && existsSync(path));

if (!chromiumPath)
  console.log('End-to-end tests are skipped: there is no Chromium; install it or set CHROMIUM to its path.');

export interface StudioPageOptions {
  /** A project to open at once, as `serve --project` does. */
  project?: string;
  /** The user's home, where settings and recent projects are kept. Default: a new one, deleted at the end. */
  home?: string;
  colorScheme?: 'dark' | 'light';
  size?: { width: number; height: number };
}

export interface StudioPage {
  page: Page;
  browser: Browser;
  /** The user's home; a place for projects, too. */
  home: string;
  /** What the page wrote to its console as an error, or threw. */
  problems: string[];
  close(): Promise<void>;
}

/** Serves the studio as `studio serve` does, with a home of its own, and opens it in a real Chromium at 1280x720. */
export async function startStudioPage(options: StudioPageOptions = {}): Promise<StudioPage> {
  const home = options.home ?? (await mkdtemp(join(tmpdir(), 'studio-home-')));
  await mkdir(home, { recursive: true });
  const server = await serve(home, options.project);
  const browser = await chromium.launch({
    ...(chromiumPath && { executablePath: chromiumPath }),
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
  });
  const page = await browser.newPage({ viewport: options.size ?? { width: 1280, height: 720 } });
  page.setDefaultTimeout(20_000);
  const problems: string[] = [];
  page.on('pageerror', error => problems.push(error.message));
  page.on('console', message => {
    // A call that is refused has an HTTP status; its sentence is for the user.
    const isRefusal = message.location().url.includes('/api/');
    if (message.type() === 'error' && !isRefusal) problems.push(message.text());
  });
  if (options.colorScheme === 'light') {
    await page.addInitScript("localStorage.setItem('mantine-color-scheme-value', 'light')");
  }
  await page.goto(server.url);
  return {
    page,
    browser,
    home,
    problems,
    async close() {
      await browser.close();
      await server.stop();
      if (options.home === undefined) await rm(home, { recursive: true, force: true });
    },
  };
}

/** Runs `studio serve` until `stop`. */
async function serve(home: string, project: string | undefined) {
  const args = ['serve', '--port', '0', ...(project ? ['--project', project] : [])];
  const child = startStudio(args, { env: { HOME: home, XDG_CONFIG_HOME: join(home, '.config') } });
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
