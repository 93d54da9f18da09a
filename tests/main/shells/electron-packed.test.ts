import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { extractAll } from '@electron/asar';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { findings, type PackedFile, type Target } from '../../../scripts/package/contents.ts';
import { pack } from '../../../scripts/package/pack.ts';
import { packedFiles } from '../../../scripts/package/packed.ts';
import { type CallName, contract, type EventName, type StudioEvent } from '../../../src/shared/contract.ts';
import { invoke, pageCalls, startApp } from '../../helpers/electron-app.ts';
import type { StandInWindow } from '../../helpers/electron-stand-in.ts';
import { workADay } from '../../helpers/every-call.ts';
import { temporaryFolder } from '../../helpers/pictures.ts';

const { electron, asked } = await vi.hoisted(async () => {
  const { createElectron } = await import('../../helpers/electron-stand-in.ts');
  const { mkdtempSync } = await import('node:fs');
  const folder = mkdtempSync(`${process.env.TMPDIR ?? '/tmp'}/studio-test-`);
  process.env.XDG_CONFIG_HOME = folder;
  return createElectron(folder);
});
vi.mock('electron', () => electron);

const target: Target = { platform: 'linux', arch: process.arch === 'arm64' ? 'arm64' : 'x64' };
const folder = temporaryFolder();
const resources = join(folder, 'dist', target.arch === 'x64' ? 'linux-unpacked' : 'linux-arm64-unpacked', 'resources');
/** What the archive and what lies beside it hold, in one folder. */
const app = join(folder, 'app');
const call = pageCalls(asked);
let files: PackedFile[];

/** Packs Linux's folder around an Electron that is none. */
beforeAll(async () => {
  const electronDist = join(folder, 'electron');
  mkdirSync(join(electronDist, 'locales'), { recursive: true });
  for (const name of ['electron', 'locales/en-US.pak']) writeFileSync(join(electronDist, name), name);
  const programs = (process.env.PATH ?? '').split(delimiter).map(each => join(each, 'ffmpeg'));
  process.env.STUDIO_PACKAGE_FFMPEG ??= programs.find(each => existsSync(each));
  const output = join(folder, 'dist');
  await pack(target, { electronDist, electronFuses: null, directories: { output } }, 'dir');
  files = packedFiles(join(resources, 'app.asar'));
  // First what lies beside the archive, for only that keeps its right to be run.
  cpSync(join(resources, 'app.asar.unpacked'), app, { recursive: true });
  extractAll(join(resources, 'app.asar'), app);
});

/** The files without those that a pattern names. */
const without = (pattern: RegExp) =>
  findings(
    target,
    files.filter(({ path }) => !pattern.test(path)),
  );

describe.runIf(process.platform === 'linux')('the packed app', () => {
  it('holds what it needs and nothing else', () => {
    expect(findings(target, files)).toEqual([]);
  });

  it.each([
    [/libonnxruntime\.so/, 'The package lacks ONNX Runtime.'],
    [/onnxruntime_binding\.node$/, 'The package lacks the binding of ONNX Runtime.'],
    [/libvips-cpp/, 'The package lacks libvips.'],
    [/starter\.onnx$/, 'The package lacks the starting model.'],
    [/^ffmpeg\//, 'The package lacks ffmpeg.'],
    [/^out\/main\/training\.js$/, 'The package lacks the worker training.'],
    [/^out\/main\/limits-thread\.js$/, 'The package lacks the worker limits-thread.'],
    [/^node_modules\/detect-libc\/package\.json$/, 'The package lacks the package detect-libc.'],
  ])('would not be made without %s', (pattern, sentence) => {
    expect(without(pattern)).toEqual([sentence]);
  });

  it('would not be made with what nobody needs, what another machine needs, or what cannot be loaded', () => {
    const odd = (path: string, unpacked = true) => findings(target, [...files, { path, size: 1, unpacked }]);
    expect(odd('src/main/settings.ts')).toEqual(['Nobody needs src/main/settings.ts.']);
    expect(odd('node_modules/@tensorflow/tfjs/package.json')).toHaveLength(1);
    const foreign = 'node_modules/onnxruntime-node/bin/napi-v6/win32/x64/DirectML.dll';
    expect(odd(foreign)).toEqual([`${foreign} is for another kind of machine.`]);
    expect(
      findings(
        target,
        files.map(file => ({ ...file, unpacked: file.unpacked && !/libvips/.test(file.path) })),
      ),
    ).toEqual(['In the archive nobody can load libvips.']);
    expect(
      odd('assets/models/huge.onnx').concat(
        findings(target, [...files, { path: 'assets/a', size: 2e8, unpacked: true }]),
      ),
    ).toEqual([expect.stringMatching(/^The package has \d+ MB, more than 120\.$/)]);
  });

  it('names the licences of all that it holds, and lists it', () => {
    const packed = (name: string) => readFileSync(join(app, name), 'utf8');
    expect(packed('NOTICE.txt')).toMatch(/ffmpeg version/);
    const names = JSON.parse(packed('sbom.cdx.json')).components.map(({ name }: { name: string }) => name);
    expect(names).toEqual(expect.arrayContaining(['onnxruntime-node', 'sharp', 'react-dom', '@mantine/core', 'zod']));
    for (const name of names) expect(packed('NOTICE.txt')).toContain(`\n${name} `);
  });

  it('carries a day’s work from the packed tree alone, and answers whatever else there is to call', async () => {
    const window: StandInWindow = await startApp(electron, [], join(app, 'out'));
    expect((await call('machine.describe', {})).ffmpeg).toMatchObject({
      found: true,
      path: join(app, 'ffmpeg/ffmpeg'),
    });
    const told = <K extends EventName>(name: K) =>
      window.sent.map(({ data }) => data as StudioEvent).flatMap(event => (event.name === name ? [event.data] : []));
    const made = await workADay({ call, told: name => told(name) as never });
    for (const name of Object.keys(contract).filter(name => !made.has(name as CallName))) {
      expect(await invoke(asked, name, {})).toMatchObject({ error: expect.stringMatching(/^[^\n]+\.$/) });
    }
    expect(told('job.progress')[0]).toEqual({
      ...{ job: 'timing', done: 0, total: 2 },
      text: 'timing a small step on the CPU',
    });
    window.close();
    await vi.waitFor(() => expect(asked.order.at(-1)).toBe('quit'));
  });
});

it('is not made without ffmpeg', async () => {
  const given = process.env.STUDIO_PACKAGE_FFMPEG;
  process.env.STUDIO_PACKAGE_FFMPEG = join(folder, 'nowhere');
  await expect(pack(target, {}, 'dir')).rejects.toThrow(/^There is no ffmpeg to pack for linux .*\.$/);
  process.env.STUDIO_PACKAGE_FFMPEG = given;
});
