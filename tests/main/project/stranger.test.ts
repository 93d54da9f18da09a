import {
  cpSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { execaSync } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CollectedSamples } from '../../../src/main/collect/collected.ts';
import { writeSample } from '../../../src/main/collect/sample-files.ts';
import { journalLine } from '../../../src/main/labels/journal-lines.ts';
import { projectLayout } from '../../../src/main/layout/project-layout.ts';
import { answersSchema } from '../../../src/shared/interchange/import-choices.ts';
import type { LabelEdit } from '../../../src/shared/labels/label-edits.ts';
import { trainingConfigSchema } from '../../../src/shared/schemas/training.ts';
import { temporaryFolder } from '../../helpers/pictures.ts';
import { makeTrainingProject, startTestStudio } from '../../helpers/test-studio.ts';
import { square } from '../labels/label-project.ts';

const studio = startTestStudio();
afterAll(() => studio.close());
const { call } = studio;
const config = trainingConfigSchema.parse({ size: 32, base: 2, batch: 4, epochs: 1, workers: 0, device: 'cpu' });
const SAMPLES = ['000001240_f0000031_unk', '000001280_f0000032_unk'];

let template: string;
let labels: string;
let deleted: string;

/** Everything that a project can hold: labels, backups, an import, samples, a deleted one, a run, a prepared set, a crash. */
beforeAll(async () => {
  template = await makeTrainingProject(studio, { size: 32 });
  labels = join(temporaryFolder(), 'coco');
  await edit('00.png', square('one'));
  await call('dataset.prepare', { valRatio: 0.25, minValPos: 1, seed: 1 });
  await call('interchange.export', { format: 'coco', out: labels, withImages: false });
  const samples = new CollectedSamples(projectLayout(template), 'film');
  const png = readFileSync(join(template, 'data/dl_train/images/00.png'));
  const meta = JSON.stringify({ pos_ms: 1, frame_index: 1 });
  for (const base of SAMPLES) {
    await writeSample(samples.folder, base, { images: png, roi_masks: png, raw_gray: png, previews: png, meta });
  }
  await samples.addToTraining(SAMPLES[0]);
  deleted = (await samples.delete(SAMPLES[1])).undo;
  const ended = studio.next('training.ended');
  await call('training.start', { config });
  await call('runs.rename', { run: (await ended).run ?? '', name: 'first' });
  await call('interchange.import', choices());
  await call('project.close', {});
  const entry = { revision: 7, edits: [square('two')], at: 'now', by: 'me' };
  writeFileSync(join(template, '.studio/journal/labels.jsonl'), journalLine({ image: '02.png', ...entry }));
  mkdirSync(join(template, '.studio/backups/damaged'));
  writeFileSync(join(template, '.studio/backups/damaged/edits.jsonl'), '');
});

function choices() {
  const answers = { ...answersSchema.parse({}), missing: 'empty', existing: 'replace' } as const;
  return { ...answers, source: labels, format: 'auto', classes: {} } as const;
}

async function edit(image: string, ...edits: LabelEdit[]): Promise<void> {
  const { document } = await call('labels.read', { image });
  await call('labels.edit', { image, revision: document.revision, edits });
  await call('labels.flush', {});
}

/** All that may write, whatever becomes of it. */
async function work(folder: string, training: boolean): Promise<void> {
  const samples = new CollectedSamples(projectLayout(folder), 'film');
  const attempts: (() => Promise<unknown>)[] = [
    () => call('project.open', { folder }),
    () => call('labels.list', {}),
    () => edit('00.png', square('three', 9)),
    () => edit('02.png', square('four', 9)),
    () => call('project.update', { name: 'Renamed' }),
    () => call('video.list', {}),
    () => call('dataset.prepare', { valRatio: 0.25, minValPos: 1, seed: 2 }),
    () => call('interchange.import', choices()),
    () => call('interchange.undoImport', {}),
    () => samples.addToTraining(SAMPLES[0]),
    () => samples.delete(SAMPLES[0]),
    () => call('sample.restore', { undo: deleted }),
    ...(training ? [() => train(() => call('training.start', { config }))] : []),
    ...(training ? [() => train(() => call('training.resume', { run: 'first', epochs: 2 }))] : []),
    () => call('runs.list', {}),
    () => call('runs.rename', { run: 'first', name: 'second' }),
    () => call('runs.delete', { run: 'second' }),
    () => call('runs.delete', { run: 'first' }),
    () => call('project.close', {}),
  ];
  for (const attempt of attempts) await attempt().catch(() => {});
}

async function train(start: () => Promise<unknown>): Promise<void> {
  const ended = studio.next('training.ended');
  await start();
  await ended;
}

/** Names, kinds and contents of all that is in a folder. */
function contents(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  return Object.fromEntries(
    names.map(name => {
      const path = join(folder, name);
      const stats = lstatSync(path);
      return [name, stats.isFile() ? `${stats.mtimeMs} ${readFileSync(path, 'latin1')}` : 'folder'];
    }),
  );
}

/** All folders, and of each the first files. */
function innerPaths(): string[] {
  const entries = readdirSync(template, { recursive: true, withFileTypes: true });
  const ways = entries.map(entry => relative(template, join(entry.parentPath, entry.name)));
  const folders = ways.filter((_, i) => entries[i].isDirectory());
  const firstOf = (folder: string) => {
    const files = ways.filter((way, i) => entries[i].isFile() && dirname(way) === folder).sort();
    return files.slice(0, MANY_KINDS.includes(folder) ? files.length : 1);
  };
  return [...folders, ...['.', ...folders].flatMap(firstOf)].filter(way => !DEEP.test(way)).sort();
}

/** Folders whose files are of several kinds. */
const MANY_KINDS = ['.', 'dl_models', 'dl_models/first', 'data/dl_train/splits', '.studio/backups/damaged'];
/** What lies below is written as what lies above. */
const DEEP = /^\.studio\/trash\/[^/]+\/|\/before\/[^/]+\/|\/examples\/worst/;
/** Where a training writes. */
const TRAINED = /^dl_models(\/first)?$|metrics\.jsonl$|state\.safetensors$|^dl_models\/unet|prepared$|prepared\/[^/]+$/;

const KINDS = ['a link to what was there', 'a link to something else', 'a link to nothing', 'a pipe'] as const;
type Kind = (typeof KINDS)[number];

/** Puts something hostile in the place of what the project has there. */
function replace(path: string, kind: Kind, outside: string): void {
  const isFile = lstatSync(path).isFile();
  const there = join(outside, 'there');
  if (kind === 'a link to what was there') renameSync(path, there);
  else rmSync(path, { recursive: true });
  if (kind === 'a pipe' && isFile) return void execaSync('mkfifo', [path]);
  if (kind === 'a link to something else' && isFile) writeFileSync(there, '#!/bin/sh\n');
  if (kind === 'a link to something else' && !isFile) {
    mkdirSync(there);
    for (const name of ['1', '00.png', '00.png.json', 'labels.jsonl']) writeFileSync(join(there, name), '1');
  }
  symlinkSync(there, path);
}

describe.skipIf(process.platform === 'win32')('a project from a stranger', () => {
  it('is used without a change to anything outside it, whatever stands in the place of its files and folders', {
    timeout: 600_000,
  }, async () => {
    for (const [i, way] of innerPaths().entries()) {
      for (const kind of process.env.STUDIO_LINKS === 'all' ? KINDS : [KINDS[i % KINDS.length]]) {
        const home = temporaryFolder();
        const [folder, outside] = [join(home, 'project'), join(home, 'outside')];
        cpSync(template, folder, { recursive: true });
        mkdirSync(outside);
        replace(join(folder, way), kind, outside);
        const before = contents(outside);
        await work(folder, TRAINED.test(way));
        expect({ way, kind, outside: contents(outside) }).toEqual({ way, kind, outside: before });
      }
    }
  });
});
