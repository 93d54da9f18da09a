/**
 * `npm start`: opens the studio's window, or, where Electron's binary is missing and cannot be fetched, the same studio in
 * the browser. `npm start -- --project DIR` opens a project at once in either.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { buildApp, electronBinary, electronPackage, hasDisplay, root } from './electron.ts';

/** Electron's archive has some 120 MB. A network that drops packets instead of refusing them must not keep the user. */
const DOWNLOAD_LIMIT_MS = Number(process.env.STUDIO_ELECTRON_DOWNLOAD_LIMIT_MS ?? 5 * 60_000);

const display = hasDisplay(process.env, process.platform);

function downloadElectron(folder: string): string | undefined {
  console.log('Downloading Electron (once, some 120 MB) …');
  spawnSync(process.execPath, [join(folder, 'install.js')], {
    stdio: 'ignore',
    timeout: DOWNLOAD_LIMIT_MS,
    killSignal: 'SIGKILL',
  });
  return electronBinary(folder);
}

function openWindow(binary: string): void {
  buildApp();
  runToItsEnd(spawn(binary, [root, ...process.argv.slice(2)], { stdio: 'inherit' }));
}

/** Serves the studio, and opens its address in the user's browser where there is one. */
function openBrowser(): void {
  const serve = [join(root, 'scripts/studio.mjs'), 'serve', ...process.argv.slice(2)];
  const studio = spawn(process.execPath, serve, { cwd: root, stdio: ['inherit', 'pipe', 'inherit'] });
  studio.stdout.setEncoding('utf8').once('data', text => {
    const url = text.trim();
    console.log(`Open ${url} (Ctrl-C ends the studio)`);
    if (display) openInBrowser(url);
  });
  runToItsEnd(studio);
}

function openInBrowser(url: string): void {
  const openers: Partial<Record<NodeJS.Platform, string[]>> = {
    darwin: ['open', url],
    win32: ['rundll32', 'url.dll,FileProtocolHandler', url],
  };
  const [program = '', ...args] = openers[process.platform] ?? ['xdg-open', url];
  spawn(program, args, { stdio: 'ignore', detached: true })
    .on('error', () => {})
    .unref();
}

/** Ctrl-C reaches the child too: this process waits for it to end in order. */
function runToItsEnd(child: ChildProcess): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  child.on('exit', code => process.exit(code ?? 1));
  child.on('error', error => {
    console.error(`The studio could not be started: ${error.message}.`);
    process.exit(1);
  });
}

const folder = electronPackage();
const binary = folder && display ? (electronBinary(folder) ?? downloadElectron(folder)) : undefined;
if (binary) openWindow(binary);
else {
  const why = display ? 'Electron is missing and could not be fetched' : 'There is no display for a window';
  console.log(`${why}: the studio opens in the browser instead.`);
  openBrowser();
}
