/**
 * `npm start`: opens the studio's window, or, where Electron's binary is missing and cannot be fetched, the same studio in
 * the browser. Plain JavaScript, for nothing is built yet when it runs.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const root = join(import.meta.dirname, '..');

/** Electron's archive has some 120 MB. A network that drops packets instead of refusing them must not keep the user. */
const DOWNLOAD_LIMIT_MS = Number(process.env.STUDIO_ELECTRON_DOWNLOAD_LIMIT_MS ?? 5 * 60_000);

/** The folder of the npm package `electron`, which since version 42 comes without its binary. */
function electronPackage() {
  try {
    return dirname(createRequire(import.meta.url).resolve('electron/package.json'));
  } catch {
    return undefined;
  }
}

/** The path of Electron's binary. Asking the package itself (`require('electron')`) would start a download without a limit. */
function electronBinary(folder) {
  const pathFile = join(folder, 'path.txt');
  const name = existsSync(pathFile) ? readFileSync(pathFile, 'utf8') : 'electron';
  const binary = join(process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(folder, 'dist'), name);
  return existsSync(binary) ? binary : undefined;
}

function downloadElectron(folder) {
  console.log('Downloading Electron (once, some 120 MB) …');
  spawnSync(process.execPath, [join(folder, 'install.js')], {
    stdio: 'ignore',
    timeout: DOWNLOAD_LIMIT_MS,
    killSignal: 'SIGKILL',
  });
  return electronBinary(folder);
}

/** On Linux without a display there is no window to open. */
function hasDisplay() {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

function openWindow(binary) {
  const vite = join(root, 'node_modules/electron-vite/bin/electron-vite.js');
  const { status } = spawnSync(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
    cwd: root,
    stdio: 'inherit',
  });
  if (status !== 0) process.exit(status ?? 1);
  runToItsEnd(spawn(binary, [root, ...process.argv.slice(2)], { stdio: 'inherit' }));
}

/** Serves the studio, and opens its address in the user's browser where there is one. */
function openBrowser() {
  const serve = ['--import', 'tsx', join(root, 'src/cli/main.ts'), 'serve', ...process.argv.slice(2)];
  const studio = spawn(process.execPath, serve, { cwd: root, stdio: ['inherit', 'pipe', 'inherit'] });
  studio.stdout.setEncoding('utf8').once('data', text => {
    const url = text.trim();
    console.log(`Open ${url} (Ctrl-C ends the studio)`);
    if (hasDisplay()) openInBrowser(url);
  });
  runToItsEnd(studio);
}

function openInBrowser(url) {
  const [program, ...args] = {
    darwin: ['open', url],
    win32: ['rundll32', 'url.dll,FileProtocolHandler', url],
  }[process.platform] ?? ['xdg-open', url];
  spawn(program, args, { stdio: 'ignore', detached: true })
    .on('error', () => {})
    .unref();
}

/** Ctrl-C reaches the child too: this process waits for it to end in order. */
function runToItsEnd(child) {
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  child.on('exit', code => process.exit(code ?? 1));
  child.on('error', error => {
    console.error(`The studio could not be started: ${error.message}.`);
    process.exit(1);
  });
}

const folder = electronPackage();
const binary = folder && hasDisplay() ? (electronBinary(folder) ?? downloadElectron(folder)) : undefined;
if (binary) openWindow(binary);
else {
  const why = hasDisplay() ? 'Electron is missing and could not be fetched' : 'There is no display for a window';
  console.log(`${why}: the studio opens in the browser instead.`);
  openBrowser();
}
