import { createServer } from 'node:net';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { createProject } from '../../src/main/project/project-file.ts';
import { temporaryFolder } from '../helpers/pictures.ts';
import { startStudio, studio } from '../helpers/studio.ts';
import { ask, enter } from '../helpers/web-client.ts';

const dir = temporaryFolder();
const project = join(dir, 'project');
const env = { XDG_CONFIG_HOME: dir };

beforeAll(() => createProject(project, 'Bridge 7').then(() => {}));

/** Starts `studio serve` and waits for its line. */
async function serve(...args: string[]) {
  const running = startStudio([...args, 'serve', '--project', project, '--port', '0'], { env });
  const line = await new Promise<string>((resolve, reject) => {
    running.stdout?.once('data', data => resolve(String(data)));
    running.once('exit', () => reject(new Error('The studio ended.')));
  });
  return { running, line };
}

describe('studio serve', () => {
  it('prints one line, serves the page with the project open, and ends cleanly on Ctrl-C', async () => {
    const { running, line } = await serve();
    expect(line).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{43}\n$/);
    const { origin, cookie } = await enter(line.trim());
    expect((await ask(origin, '/', { headers: { cookie } })).body.toString()).toContain('<div id="root">');
    const { body } = await ask(origin, '/api/project.current', {
      method: 'POST',
      headers: { cookie, 'Content-Type': 'application/json' },
      body: '{}',
    });
    expect(JSON.parse(body.toString())).toMatchObject({
      ok: true,
      output: { open: { project: { name: 'Bridge 7' } } },
    });
    const { status } = await ask(origin, '/files/project/studio.json', { headers: { cookie } });
    expect(status).toBe(200);
    running.kill('SIGINT');
    const { exitCode, stdout, signal } = await running;
    expect([exitCode, signal, stdout]).toEqual([0, undefined, line.trim()]);
  });

  it('ends in the middle of a job too', async () => {
    const { running, line } = await serve('--json');
    const { url } = JSON.parse(line);
    const { origin, cookie } = await enter(url);
    const headers = { cookie, 'Content-Type': 'application/json' };
    const broken = expect(
      ask(origin, '/api/devices.choose', { method: 'POST', headers, body: '{}' }),
    ).rejects.toThrow();
    await new Promise(resolve => setTimeout(resolve, 300));
    running.kill('SIGTERM');
    expect((await running).exitCode).toBe(0);
    await broken;
  });

  it('says in one sentence why it cannot start', async () => {
    const nowhere = await studio(['serve', '--project', join(dir, 'nowhere')], { env });
    expect([nowhere.exitCode, nowhere.stdout]).toEqual([1, '']);
    expect(nowhere.stderr).toMatch(/^error: [^\n]+nowhere[^\n]+\.$/m);
    const taken = createServer();
    await new Promise<void>(resolve => taken.listen(0, '127.0.0.1', resolve));
    const { port } = taken.address() as { port: number };
    const second = await studio(['serve', '--port', String(port)], { env });
    expect([second.exitCode, second.stderr]).toEqual([
      2,
      `error: Port ${port} is in use; choose another, or 0 for any that is free.`,
    ]);
    taken.close();
    expect((await studio(['serve', '--port', '70000'], { env })).exitCode).toBe(2);
  });
});
