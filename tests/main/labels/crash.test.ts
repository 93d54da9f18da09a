import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { readMask } from '../../../src/main/images/masks.ts';
import { maskOf } from '../../../src/main/labels/label-mask.ts';
import { openProject } from '../../../src/main/project/open-project.ts';
import { applyEdit, type LabelContent, type LabelEdit } from '../../../src/shared/labels/label-edits.ts';
import { Random } from '../../../src/shared/random.ts';
import { labelDocumentSchema } from '../../../src/shared/schemas/label.ts';
import { buildProgram } from '../../helpers/program.ts';
import { smallDisk } from '../../helpers/small-disk.ts';
import { fillProject, labelPath, labelProject, maskPath, readDocument, square } from './label-project.ts';

/** Each takes a second. Whoever changes the journal asks for more: `STUDIO_KILLS=60 npx vitest run labels/crash`. */
const KILLS = Number(process.env.STUDIO_KILLS ?? 6);
const IMAGES = ['a.png', 'b.png'];
const program = await buildProgram(join(import.meta.dirname, 'edit-until-killed.ts'));

/** What the child said of one image: every state it can have, by revision, and the last that was confirmed. */
class Model {
  readonly states: LabelContent[];
  confirmed: number;

  constructor(start: LabelContent, revision: number) {
    this.states = [];
    this.states[revision] = start;
    this.confirmed = revision;
  }

  hear(line: string): void {
    const [word, , revision] = line.split(' ', 3);
    if (word === 'ok') this.confirmed = Number(revision);
    if (word !== 'edit') return;
    const edit = JSON.parse(line.slice(line.indexOf('{'))) as LabelEdit;
    this.states[Number(revision) + 1] = applyEdit(this.states[Number(revision)], edit);
  }
}

const contentOf = ({ state, labels, review }: LabelContent): LabelContent => ({ state, labels, review });

/** Opens the project as the next studio would, and holds it against what was confirmed. */
async function checkNothingIsLost(folder: string, models: ReadonlyMap<string, Model>): Promise<void> {
  const { labels, notices, readOnly, close } = await openProject(folder);
  expect({ notices, readOnly }).toEqual({ notices: [], readOnly: null });
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  expect(files.filter(name => name.endsWith('.tmp'))).toEqual([]);
  for (const [image, model] of models) {
    const { document, notice } = await labels.read(image);
    expect(notice).toBe(null);
    expect(document.revision).toBeGreaterThanOrEqual(model.confirmed);
    expect(contentOf(document)).toEqual(JSON.parse(JSON.stringify(model.states[document.revision])));
    if (document.revision === 0) continue;
    labelDocumentSchema.parse(readDocument(folder, image));
    expect(readDocument(folder, image).revision).toBe(document.revision);
    expect((await readMask(maskPath(folder, image))).data).toEqual((await maskOf(document)).data);
  }
  await close();
}

async function modelsOf(folder: string): Promise<Map<string, Model>> {
  const models = new Map<string, Model>();
  for (const image of IMAGES) {
    const document: LabelContent & { revision: number } = existsSync(labelPath(folder, image))
      ? readDocument(folder, image)
      : { state: 'unlabelled', labels: [], revision: 0 };
    models.set(image, new Model(contentOf(document), document.revision));
  }
  return models;
}

describe('a studio killed while 200 random edits are made', () => {
  it('loses nothing that was confirmed, whenever it is killed, round after round', {
    timeout: 60_000 + KILLS * 20_000,
  }, async () => {
    const folder = await labelProject(IMAGES);
    const random = new Random(20_261_123);
    let rounds = 0;
    let killed = 0;
    for (; rounds < KILLS; rounds++) {
      const models = await modelsOf(folder);
      // Documents are written soon or late, so that death comes before, amid and after that.
      const delay = [0, 5, 50][rounds % 3];
      const args = [program, folder, String(rounds), '200', String(delay)];
      const child = execa(process.execPath, args, { reject: false, buffer: false });
      let rest = '';
      let confirmations = 0;
      const last = 1 + random.below(150);
      const wait = random.below(8);
      child.stdout.on('data', (chunk: Buffer) => {
        const lines = (rest + chunk).split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) {
          models.get(line.split(' ')[1])?.hear(line);
          if (line.startsWith('ok') && ++confirmations === last) setTimeout(() => child.kill('SIGKILL'), wait);
        }
      });
      const { signal } = await child;
      if (signal === 'SIGKILL') killed++;
      expect(confirmations).toBeGreaterThan(0);
      await checkNothingIsLost(folder, models);
    }
    expect(killed).toBeGreaterThanOrEqual(rounds - 2);
  });
});

describe('a disk that fills up while labels are saved', () => {
  it.skipIf(process.platform === 'win32')(
    'refuses the edit in one sentence and loses nothing that was confirmed',
    async () => {
      const folder = await labelProject(IMAGES);
      const models = await modelsOf(folder);
      // No file may grow beyond 16 blocks (8 KiB): what a full disk does, without filling one. Nothing is written but the journal.
      const args = [process.execPath, program, folder, '5', '200', '1000000', 'big'];
      const { stdout } = await execa('/bin/sh', ['-c', 'ulimit -f 16; exec "$@"', 'sh', ...args], {
        reject: false,
      });
      const lines = stdout.split('\n');
      for (const line of lines) models.get(line.split(' ')[1])?.hear(line);
      const refused = lines.flatMap((line, i) => (line.startsWith('refused') ? [i] : []));
      for (const i of refused)
        expect(lines[i]).toMatch(/^refused Cannot write .*labels\.jsonl: it would be larger .*\.$/);
      const goesOn = lines.findIndex((line, i) => i > refused[0] && line.startsWith('ok'));
      expect(goesOn).toBeGreaterThan(refused[0]);
      expect(refused.at(-1)).toBeGreaterThan(goesOn);
      await checkNothingIsLost(folder, models);
    },
  );

  it('refuses edits one by one, and opens again with all that was confirmed', async context => {
    const disk = smallDisk(200);
    if (!disk) return context.skip();
    try {
      const folder = join(disk.path, 'p');
      await fillProject(folder, ['a.png']);
      const ballast = join(folder, 'ballast');
      writeFileSync(ballast, new Uint8Array(130_000));
      let revision = 0;
      let refusal: string | undefined;
      // Documents wait for the close, so that it is the journal that fills the disk and nothing gives space back.
      const { labels, close } = await openProject(folder, { labelDelay: 1e6 });
      for (let i = 0; i < 1500 && !refusal; i++) {
        await labels.edit('a.png', revision, [square(`label-${i}`, i % 20)]).then(
          confirmed => {
            revision = confirmed.revision;
          },
          error => {
            refusal = error.message;
          },
        );
      }
      expect(refusal).toMatch(/^Cannot write .*: the disk is full; free some space and run it again\.$/);
      await expect(close()).rejects.toThrow(/the disk is full/);
      const full = await openProject(folder);
      expect(full.notices).toEqual([expect.stringMatching(/the disk is full/)]);
      expect((await full.labels.read('a.png')).document).toMatchObject({ revision, labels: { length: revision } });
      rmSync(ballast);
      await full.close();
      expect(readDocument(folder, 'a.png').labels).toHaveLength(revision);
    } finally {
      disk.remove();
    }
  });

  it.skipIf(process.platform === 'win32')(
    'confirms what the journal still takes, and says what cannot be written',
    async () => {
      const folder = await labelProject(['a.png']);
      const { labels, close } = await openProject(folder, { labelDelay: 1e6 });
      await labels.edit('a.png', 0, [square('one')]);
      // A file where the folder of masks should be: it cannot be written, whoever tries.
      writeFileSync(join(folder, 'data/dl_train/masks'), '');
      await expect(labels.flush()).rejects.toThrow(/^Cannot write .*masks.*\.$/);
      expect(await labels.edit('a.png', 1, [square('two', 20)])).toEqual({
        revision: 2,
        problem: expect.stringMatching(/^Cannot write .*masks/),
      });
      await expect(close()).rejects.toThrow(/masks/);
      const again = await openProject(folder);
      expect(again.notices).toEqual([expect.stringMatching(/^Cannot write .*masks/)]);
      expect((await again.labels.read('a.png')).document).toMatchObject({
        revision: 2,
        labels: [{ id: 'two' }, { id: 'one' }],
      });
      await again.close().catch(() => {});
      expect(readFileSync(join(folder, '.studio/journal/labels.jsonl')).length).toBeGreaterThan(0);
    },
  );
});
