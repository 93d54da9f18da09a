/** What the scripts know of Electron: where its binary is, whether it can open a window, how the app is built for it. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { isOlder } from './node-build.mjs';

export const root = join(import.meta.dirname, '..');

/** The folder of the npm package `electron`, which since version 42 comes without its binary. */
export function electronPackage(): string | undefined {
  try {
    return dirname(createRequire(import.meta.url).resolve('electron/package.json'));
  } catch {
    return undefined;
  }
}

/** The path of Electron's binary. Asking the package itself (`require('electron')`) would start a download without a limit. */
export function electronBinary(folder = electronPackage(), dist = process.env.ELECTRON_OVERRIDE_DIST_PATH) {
  if (!folder) return undefined;
  const pathFile = join(folder, 'path.txt');
  const name = existsSync(pathFile) ? readFileSync(pathFile, 'utf8') : dist && 'electron';
  const binary = name && join(dist ?? join(folder, 'dist'), name);
  return binary && existsSync(binary) ? binary : undefined;
}

/** On Linux without a display there is no window to open. */
export function hasDisplay({ DISPLAY, WAYLAND_DISPLAY }: NodeJS.ProcessEnv, platform: NodeJS.Platform): boolean {
  return platform !== 'linux' || Boolean(DISPLAY || WAYLAND_DISPLAY);
}

/** Builds what Electron runs into `out/` when it is older than its sources; ends this process when that fails. */
export function buildApp(): void {
  const configs = ['electron.vite.config.ts', 'vite.config.ts', 'package-lock.json', 'scripts/node-build.mjs'];
  if (!isOlder(join(root, 'out/main/main.js'), ...configs, 'assets/fonts', 'src')) return;
  const vite = join(root, 'node_modules/electron-vite/bin/electron-vite.js');
  const { status } = spawnSync(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
    cwd: root,
    stdio: 'inherit',
  });
  if (status !== 0) process.exit(status ?? 1);
}

export type TestPlan = { readonly skip: string } | { readonly command: readonly [string, ...string[]] };

/** How to run the end-to-end tests in Electron, or the one line that says what is missing. `tests`: vitest's arguments. */
export function planTests(
  { binary, display, xvfb }: { binary: string | undefined; display: boolean; xvfb: boolean },
  tests: readonly string[],
): TestPlan {
  if (!binary) {
    return {
      skip: 'Electron’s binary is missing: run npx install-electron (some 120 MB), or name an unpacked one in ELECTRON_OVERRIDE_DIST_PATH.',
    };
  }
  if (!display && !xvfb) return { skip: 'There is no display for a window: install xvfb.' };
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const command = [process.execPath, vitest, 'run', ...(tests.length > 0 ? tests : ['tests/e2e'])] as const;
  // Larger than any window that a test asks for.
  const screen = ['xvfb-run', '--auto-servernum', '--server-args=-screen 0 1920x1200x24'] as const;
  return { command: display ? [...command] : [...screen, ...command] };
}
