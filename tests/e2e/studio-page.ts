import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { electronBinary } from '../../scripts/electron.ts';
import { openInBrowser } from './browser-studio.ts';
import { openInElectron } from './electron-studio.ts';

/** Whether the tests run in the desktop app's window (`npm run test:electron`) instead of a browser's. */
export const inElectron = process.env.STUDIO_E2E === 'electron';

/** The Chromium that shows the page, the machine's or Electron's own, or undefined: end-to-end tests are skipped then. */
export const chromiumPath = inElectron ? electronBinary() : findChromium();

if (!chromiumPath) {
  const what = inElectron
    ? 'no Electron; run npm run test:electron'
    : 'no Chromium; install it or set CHROMIUM to its path';
  console.log(`End-to-end tests are skipped: there is ${what}.`);
}

function findChromium(): string | undefined {
  const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
  return [process.env.CHROMIUM, ...places].find(path => path && existsSync(path));
}

export interface StudioPageOptions {
  /** A project to open at once, as `--project` does. */
  project?: string;
  /** The user's home, where settings and recent projects are kept. Default: a new one, deleted at the end. */
  home?: string;
  colorScheme?: 'dark' | 'light';
  size?: { width: number; height: number };
}

export interface StudioPage {
  page: Page;
  /** Electron has none. */
  browser: Browser;
  /** The user's home; a place for projects, too. */
  home: string;
  /** What the page wrote to its console as an error, or threw. */
  problems: string[];
  close(): Promise<void>;
}

/** A studio that runs, whichever shell carries it. */
export interface OpenStudio extends Pick<StudioPage, 'page' | 'browser' | 'close'> {
  /** Shows the studio's page, with all that was set for it. */
  show(): Promise<unknown>;
}

/** Opens the studio with a home of its own, in a page of 1280x720. */
export async function startStudioPage(options: StudioPageOptions = {}): Promise<StudioPage> {
  const home = options.home ?? (await mkdtemp(join(tmpdir(), 'studio-home-')));
  await mkdir(home, { recursive: true });
  const studio = inElectron
    ? await openInElectron(home, options.project)
    : await openInBrowser(chromiumPath, home, options.project);
  const { page } = studio;
  const problems = problemsOf(page);
  page.setDefaultTimeout(60_000);
  await page.setViewportSize(options.size ?? { width: 1280, height: 720 });
  if (options.colorScheme === 'light') {
    await page.addInitScript("localStorage.setItem('mantine-color-scheme-value', 'light')");
  }
  await studio.show();
  return {
    page,
    get browser() {
      return studio.browser;
    },
    home,
    problems,
    async close() {
      await studio.close();
      if (options.home === undefined) await rm(home, { recursive: true, force: true });
    },
  };
}

/** In a page that the web shell serves: the key with which it makes calls. */
export const SESSION_KEY = "localStorage.getItem('studio-key')";

function problemsOf(page: Page): string[] {
  const problems: string[] = [];
  page.on('pageerror', error => problems.push(error.message));
  page.on('console', message => {
    // A call that is refused has an HTTP status; its sentence is for the user.
    const isRefusal = message.location().url.includes('/api/');
    if (message.type() === 'error' && !isRefusal) problems.push(message.text());
  });
  return problems;
}
