import { readFileSync, writeFileSync } from 'node:fs';
import { homedir, userInfo } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { forkWorker } from '../../../src/main/jobs/worker-host.ts';
import { logError, startLog } from '../../../src/node/log.ts';
import { temporaryFolder } from '../../helpers/pictures.ts';
import { studio as commandLine } from '../../helpers/studio.ts';
import { startTestStudio, type TestStudio } from '../../helpers/test-studio.ts';

describe('what goes wrong', () => {
  const logFolder = temporaryFolder();
  let stop: () => void;
  let studio: TestStudio;
  beforeEach(() => {
    stop = startLog(logFolder, 'window');
    studio = startTestStudio({ logFolder });
  });
  afterEach(() => {
    studio.close();
    stop();
    vi.unstubAllEnvs();
  });
  const read = async () => (await studio.call('log.read', {})).text;

  it('in a call leaves its stack, and its user a sentence', async () => {
    const broken = join(temporaryFolder(), 'broken');
    writeFileSync(broken, 'no folder');
    await expect(studio.call('project.create', { folder: broken, name: 'x' })).rejects.toThrow(/^[^\n]+\.$/);
    expect(await read()).toMatch(/window \d+: call project\.create\n {2}\w*Error: [^\n]+\n {6}at .+\.ts:\d+/);
    await expect(studio.call('project.open', { folder: 'not/full' })).rejects.toThrow();
    expect(await read()).not.toContain('call project.open');
  });

  it('in a worker that fails leaves the worker’s own stack', async () => {
    const model = join(temporaryFolder(), 'model.onnx');
    writeFileSync(model, 'no model');
    const worker = forkWorker('inference');
    worker.send({ kind: 'load', model, device: 'cpu' });
    expect(await all(worker.events)).toEqual([expect.objectContaining({ kind: 'failed' })]);
    await expect.poll(read).toMatch(/worker inference\n {2}\w*Error: [\s\S]*?\n {6}at [^\n]*out\/node\//);
  });

  it('in a worker that dies leaves the stack it died of', async () => {
    const dying = 'setTimeout(() => { throw new RangeError("died in the middle") })';
    vi.stubEnv('NODE_OPTIONS', `--import=data:text/javascript,${encodeURIComponent(dying)}`);
    const { events } = forkWorker('inference');
    await expect(all(events)).rejects.toThrow(/died in the middle/);
    await expect.poll(read).toMatch(/worker inference\n[\s\S]*RangeError: died in the middle\n {6}at .*data:/);
  });

  it('in the page is written as the page tells it', async () => {
    await studio.call('log.write', { where: 'error', text: 'TypeError: x is undefined\n    at Stage (page.js:1)' });
    expect(await read()).toContain('page error\n  TypeError: x is undefined\n      at Stage (page.js:1)\n');
  });

  it('is in the report, beside versions and machine, without home, names and projects', async () => {
    const project = join(temporaryFolder(), 'Smith & Sons, pier 3');
    await studio.call('project.create', { folder: project, name: 'Pier' });
    logError('test', new Error(`Cannot read ${homedir()}/secret/${userInfo().username} or ${project}/data.`));
    const out = temporaryFolder();
    const { path } = await studio.call('log.saveReport', { folder: out });
    const zip = unzipSync(readFileSync(path));
    expect(Object.keys(zip)).toEqual(['studio.log', 'machine.json']);
    const text = (name: string) => Buffer.from(zip[name]!).toString();
    expect(text('studio.log')).toContain('Cannot read ~/secret/<user> or <project 1>/data.');
    expect(text('studio.log')).toMatch(/RangeError: died in the middle/);
    expect(JSON.parse(text('machine.json'))).toMatchObject({
      versions: { studio: expect.stringMatching(/^\d+\./), node: process.versions.node },
      ffmpeg: { found: true },
    });
    expect(Object.keys(zip).map(text).join('')).not.toContain(homedir());
  });
});

async function all<T>(events: AsyncIterable<T>): Promise<T[]> {
  const heard: T[] = [];
  for await (const event of events) heard.push(event);
  return heard;
}

describe('the command line', () => {
  it('leaves the stack of what it failed at, shows it, and saves the report', async () => {
    const state = temporaryFolder();
    const env = { XDG_STATE_HOME: state, LOCALAPPDATA: state };
    const { stderr, exitCode } = await commandLine(['project', join(state, 'nowhere')], { env });
    expect([exitCode, stderr]).toEqual([1, expect.not.stringMatching(/\n\s+at /)]);
    expect((await commandLine(['log'], { env })).stdout).toMatch(
      /command line\n {2}StudioError: .*nowhere[\s\S]*\n {6}at /,
    );
    const { stdout } = await commandLine(['--json', 'log', '--save-report', state], { env });
    expect(Object.keys(unzipSync(readFileSync(JSON.parse(stdout).path)))).toContain('studio.log');
    const debugged = await commandLine(['project', join(state, 'nowhere')], { env: { ...env, STUDIO_DEBUG: '1' } });
    expect(debugged.stderr).toMatch(/StudioError: [\s\S]*\n\s+at /);
  });
});
