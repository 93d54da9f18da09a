import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { createProject } from '../../src/main/project/project-file.ts';
import type { CallName, Input, Output } from '../../src/shared/contract.ts';
import { trainingConfigSchema } from '../../src/shared/schemas/training.ts';
import { temporaryFolder } from '../helpers/pictures.ts';
import { startStudio, studio } from '../helpers/studio.ts';
import { makeTrainingProject, startTestStudio } from '../helpers/test-studio.ts';
import { ask, enter } from '../helpers/web-client.ts';

const dir = temporaryFolder();
const project = join(dir, 'project');
const env = { XDG_CONFIG_HOME: dir };

beforeAll(() => createProject(project, 'Bridge 7').then(() => {}));

/** Starts `studio serve` and waits for its line. */
async function serve(args: readonly string[] = [], folder = project) {
  const running = startStudio([...args, 'serve', '--project', folder, '--port', '0'], { env });
  let said = '';
  running.stderr?.on('data', data => {
    said += data;
  });
  const line = await new Promise<string>((resolve, reject) => {
    running.stdout?.once('data', data => resolve(String(data)));
    running.once('exit', () => reject(new Error('The studio ended.')));
  });
  /** The address for one more browser, once the one before is used up. */
  const next = () => vi.waitUntil(() => [...said.matchAll(/for another browser: (\S+)\n/g)].at(-1)?.[1]);
  return { running, line, next };
}

/** A browser's page on this address: it listens for events until it is closed, and makes calls. */
async function openPage(url: string) {
  const { origin, headers, key } = await enter(url);
  const open = new AbortController();
  const events = await fetch(`${origin}/api/events?key=${key}`, { headers, signal: open.signal });
  return {
    async call<K extends CallName>(name: K, input: Input<K>): Promise<Output<K>> {
      const body = JSON.stringify(input);
      const reply = JSON.parse((await ask(origin, `/api/${name}`, { method: 'POST', headers, body })).body.toString());
      expect(reply).toMatchObject({ ok: true });
      return reply.output;
    },
    async close() {
      open.abort();
      await events.body?.cancel().catch(() => {});
    },
  };
}

/** The processes that a process has started, where the system tells. */
function childrenOf(pid: number): number[] {
  const list = `/proc/${pid}/task/${pid}/children`;
  return existsSync(list) ? readFileSync(list, 'utf8').trim().split(' ').map(Number) : [];
}

/** A process that has ended and that nobody has asked for yet has no command line. */
function isRunning(pid: number): boolean {
  const commandLine = `/proc/${pid}/cmdline`;
  return existsSync(commandLine) && readFileSync(commandLine, 'utf8') !== '';
}

describe('studio serve', () => {
  it('prints one line, serves the page with the project open, and ends cleanly on Ctrl-C', async () => {
    const { running, line, next } = await serve();
    expect(line).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{43}\n$/);
    const { origin, cookie, headers } = await enter(line.trim());
    expect((await ask(origin, '/', { headers: { cookie } })).body.toString()).toContain('<div id="root">');
    const { body } = await ask(origin, '/api/project.current', {
      method: 'POST',
      headers,
      body: '{}',
    });
    expect(JSON.parse(body.toString())).toMatchObject({
      ok: true,
      output: { open: { project: { name: 'Bridge 7' } } },
    });
    const { status } = await ask(origin, '/files/project/studio.json', { headers: { cookie } });
    expect(status).toBe(200);
    // The address is good once: what another finds in a history, or in the browser's cookies, lets nobody in.
    const { pathname, search } = new URL(line);
    expect((await ask(origin, pathname + search)).status).toBe(401);
    expect(cookie).not.toContain(search.slice('?token='.length));
    const other = await enter(await next());
    expect((await ask(origin, '/', { headers: other.headers })).status).toBe(200);
    running.kill('SIGINT');
    const { exitCode, stdout, signal } = await running;
    expect([exitCode, signal, stdout]).toEqual([0, undefined, line.trim()]);
  });

  it('ends in the middle of a job too', async () => {
    const { running, line } = await serve(['--json']);
    const { url } = JSON.parse(line);
    const { origin, headers } = await enter(url);
    const broken = expect(
      ask(origin, '/api/devices.choose', { method: 'POST', headers, body: '{}' }),
    ).rejects.toThrow();
    await new Promise(resolve => setTimeout(resolve, 300));
    running.kill('SIGTERM');
    expect((await running).exitCode).toBe(0);
    await broken;
  });

  it('trains on when the page is closed, which a later page finds; ended then, it keeps the best checkpoint', async () => {
    const maker = startTestStudio();
    const folder = await makeTrainingProject(maker);
    await maker.call('project.close', {});
    const { running, line, next } = await serve([], folder);
    const page = await openPage(line.trim());
    const config = trainingConfigSchema.parse({ size: 32, base: 2, batch: 4, epochs: 10_000, device: 'cpu' });
    await page.call('training.start', { config });
    await page.close();
    const later = await openPage(await next());
    const training = async () => (await later.call('training.current', {})).training!;
    const epochs = async () => (await training()).epochs.length;
    await vi.waitFor(async () => expect(await epochs()).toBeGreaterThan(0), { timeout: 60_000 });
    expect(await training()).toMatchObject({ phase: 'training', project: folder });
    const children = childrenOf(running.pid!);
    running.kill('SIGTERM');
    expect((await running).exitCode).toBe(0);
    await vi.waitFor(() => expect(children.filter(isRunning)).toEqual([]), 60_000);
    for (const name of ['unet_crack_best.pt', 'model.onnx']) {
      expect(existsSync(join(folder, 'dl_models', name))).toBe(true);
    }
    expect((await maker.call('project.open', { folder })).readOnly).toBe(null);
    expect((await maker.call('runs.list', {})).runs).toMatchObject([{ model: true, resumable: true }]);
    maker.close();
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
