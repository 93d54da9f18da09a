import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { electronBinary, hasDisplay, planTests } from '../../scripts/electron.ts';
import { electronLaunch } from '../e2e/electron-launch.ts';
import { temporaryFolder } from '../helpers/pictures.ts';

const root = join(import.meta.dirname, '../..');

describe("Electron's binary", () => {
  it('is where its package says, or in the folder that the user names', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'dist'));
    writeFileSync(join(folder, 'dist/electron'), '');
    // Half a download: the package itself would fetch it again.
    expect(electronBinary(folder, undefined)).toBeUndefined();
    writeFileSync(join(folder, 'path.txt'), 'electron');
    expect(electronBinary(folder, undefined)).toBe(join(folder, 'dist/electron'));
    const unpacked = temporaryFolder();
    expect(electronBinary(folder, unpacked)).toBeUndefined();
    writeFileSync(join(unpacked, 'electron'), '');
    expect(electronBinary(folder, unpacked)).toBe(join(unpacked, 'electron'));
  });

  it('needs a display on Linux alone', () => {
    expect([hasDisplay({}, 'linux'), hasDisplay({ DISPLAY: ':0' }, 'linux')]).toEqual([false, true]);
    expect(hasDisplay({ WAYLAND_DISPLAY: 'wayland-0' }, 'linux')).toBe(true);
    expect([hasDisplay({}, 'darwin'), hasDisplay({}, 'win32')]).toEqual([true, true]);
  });
});

describe('npm run test:electron', () => {
  const all = { binary: '/electron', display: true, xvfb: true };

  it('runs the end-to-end tests, or those that are named', () => {
    expect(planTests(all, [])).toMatchObject({ command: [process.execPath, /vitest/, 'run', 'tests/e2e'].map(like) });
    expect(planTests({ ...all, xvfb: false }, ['tests/e2e/label.test.ts', '-t', 'brush'])).toMatchObject({
      command: [process.execPath, /vitest/, 'run', 'tests/e2e/label.test.ts', '-t', 'brush'].map(like),
    });
  });

  it('brings a display where there is none', () => {
    const withDisplay = planTests(all, []);
    if (!('command' in withDisplay)) throw new Error(withDisplay.skip);
    const xvfb = ['xvfb-run', '--auto-servernum', /^--server-args=-screen 0 /].map(like);
    expect(planTests({ ...all, display: false }, [])).toEqual({ command: [...xvfb, ...withDisplay.command] });
  });

  it('names what is missing', () => {
    expect(planTests({ ...all, binary: undefined }, [])).toEqual({
      skip: expect.stringMatching(/npx install-electron .*ELECTRON_OVERRIDE_DIST_PATH/),
    });
    expect(planTests({ ...all, display: false, xvfb: false }, [])).toEqual({ skip: expect.stringMatching(/xvfb/) });
  });

  it('says so in one line where Electron is missing, and that is no failure', async () => {
    const { exitCode, stdout, stderr } = await execa('npm', ['run', '-s', 'test:electron'], {
      cwd: root,
      env: { ELECTRON_OVERRIDE_DIST_PATH: join(temporaryFolder(), 'nowhere') },
    });
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^The tests in Electron are skipped\. [^\n]*npx install-electron[^\n]*\.$/);
  });

  it('gives each window a home of its own, and the project to open', () => {
    const { args, env } = electronLaunch({ home: '/home/a', project: '/projects/b' });
    expect(args).toEqual([root, '--user-data-dir=/home/a/user-data', '--project', '/projects/b']);
    expect(electronLaunch({ home: '/home/a' }).args).toHaveLength(2);
    expect(env).toMatchObject({ HOME: '/home/a', APPDATA: '/home/a/roaming', PATH: process.env.PATH });
  });
});

const like = (part: string | RegExp) => (typeof part === 'string' ? part : expect.stringMatching(part));
