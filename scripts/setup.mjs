/**
 * `npm run setup`, run before the demo and the tests: makes sure of Node and of an ffmpeg that runs. Plain JavaScript, so
 * that a Node too old for the rest still gets the sentence about it.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const MINUTE = 60_000;

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  fail(`Crack Studio needs Node 20.19 or newer; this is ${process.versions.node}. Install it from nodejs.org.`);
}

/** The studio's own search (src/main/media/ffmpeg-path.ts), so that there is one order; undefined when it finds none. */
async function findFfmpeg() {
  const { tsImport } = await import('tsx/esm/api');
  const { findFfmpeg } = await tsImport('../src/main/media/ffmpeg-path.ts', import.meta.url);
  return findFfmpeg().catch(error => {
    // A program that the user named and that does not run is theirs to correct: installing another would not help.
    if (!error.message.startsWith('No ffmpeg')) fail(error.message);
    return undefined;
  });
}

/** ffmpeg-static downloads its binary in an install script, which .npmrc keeps npm from running. */
function downloadFfmpegStatic() {
  let script;
  try {
    script = join(dirname(createRequire(import.meta.url).resolve('ffmpeg-static/package.json')), 'install.js');
  } catch {
    return;
  }
  console.error('Downloading ffmpeg (ffmpeg-static, 80 MB at most) …');
  const { status } = spawnSync(process.execPath, [script], {
    stdio: 'ignore',
    timeout: 3 * MINUTE,
    killSignal: 'SIGKILL',
  });
  if (status !== 0) console.error('The download did not succeed.');
}

function installDebianPackage() {
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) return;
  console.error('Installing ffmpeg with apt-get …');
  const options = {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  };
  spawnSync('apt-get', ['update', '-q'], { ...options, timeout: 3 * MINUTE });
  spawnSync('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'ffmpeg'], {
    ...options,
    timeout: 10 * MINUTE,
  });
}

const HOW_TO_INSTALL = {
  linux:
    'sudo apt-get install ffmpeg (Debian, Ubuntu), sudo dnf install ffmpeg-free (Fedora) or sudo pacman -S ffmpeg (Arch)',
  darwin: 'brew install ffmpeg',
  win32: 'winget install Gyan.FFmpeg',
};

function fail(message) {
  console.error(message);
  process.exit(1);
}

checkNode();
let ffmpeg = await findFfmpeg();
for (const install of [downloadFfmpegStatic, installDebianPackage]) {
  if (ffmpeg) break;
  install();
  ffmpeg = await findFfmpeg();
}
if (!ffmpeg) {
  const how = HOW_TO_INSTALL[process.platform] ?? 'install ffmpeg with your system’s package manager';
  fail(`No ffmpeg was found and none could be fetched. Run: ${how}; or name a program in the variable FFMPEG_PATH.`);
}
console.error(`ffmpeg ${ffmpeg.version} (${ffmpeg.source})`);
