import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, it, vi } from 'vitest';
import { createProject } from '../../src/main/project/project-file.ts';
import { temporaryFolder } from '../helpers/pictures.ts';
import { ask, enter } from '../helpers/web-client.ts';

const root = join(import.meta.dirname, '../..');

/** A machine without Electron; with a display, its browser writes down what it is to open. */
function machine(display: boolean) {
  const home = temporaryFolder();
  const opened = join(home, 'opened');
  const programs = join(home, 'programs');
  mkdirSync(programs);
  writeFileSync(join(programs, 'xdg-open'), `#!/bin/sh\necho "$1" > '${opened}'\n`);
  chmodSync(join(programs, 'xdg-open'), 0o755);
  const env = {
    HOME: home,
    XDG_CONFIG_HOME: home,
    PATH: `${programs}${delimiter}${process.env.PATH}`,
    ELECTRON_OVERRIDE_DIST_PATH: join(home, 'nowhere'),
    // Ends the download before it has begun.
    STUDIO_ELECTRON_DOWNLOAD_LIMIT_MS: '1',
    DISPLAY: display ? ':99' : '',
    WAYLAND_DISPLAY: '',
  };
  return { home, opened, env };
}

describe.skipIf(process.platform !== 'linux')('npm start without Electron', () => {
  it.each([
    [true, 'Electron is missing and could not be fetched: the studio opens in the browser instead.'],
    [false, 'There is no display for a window: the studio opens in the browser instead.'],
  ])('serves the studio with the project that was named (display: %s), and ends in order', async (display, why) => {
    const { home, opened, env } = machine(display);
    const project = join(home, 'Bridge 7');
    await createProject(project, 'Bridge 7');
    const start = ['--import', 'tsx', join(root, 'scripts/start.ts'), '--project', project];
    const running = execa(process.execPath, start, { cwd: root, env, reject: false });
    let said = '';
    running.stdout.on('data', piece => {
      said += piece;
    });
    await vi.waitFor(() => expect(said).toMatch(/\(Ctrl-C ends the studio\)\n$/), 60_000);
    expect(said.split('\n').slice(0, -2).at(-1)).toBe(why);
    const [url = ''] = /http:\S+/.exec(said) ?? [];
    const { origin, headers } = await enter(url);
    const { body } = await ask(origin, '/api/project.current', { method: 'POST', headers, body: '{}' });
    expect(JSON.parse(body.toString()).output.open).toMatchObject({ folder: project });
    if (display) await vi.waitFor(() => expect(readFileSync(opened, 'utf8').trim()).toBe(url), 60_000);
    running.kill('SIGINT');
    expect((await running).exitCode).toBe(0);
    expect(existsSync(opened)).toBe(display);
  });
});
