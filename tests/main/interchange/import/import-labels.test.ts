import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { execa } from 'execa';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { readMask } from '../../../../src/main/images/masks.ts';
import { importLabels, previewImport } from '../../../../src/main/interchange/import/import-labels.ts';
import type { ImportOptions } from '../../../../src/main/interchange/import/import-source.ts';
import { undoLastImport } from '../../../../src/main/interchange/import/undo-import.ts';
import { type OpenProject, openProject } from '../../../../src/main/project/open-project.ts';
import { createProject } from '../../../../src/main/project/project-file.ts';
import { parseClassMap } from '../../../../src/shared/interchange/map-classes.ts';
import { reportText } from '../../../../src/shared/interchange/report-text.ts';
import { pixelsOf } from '../../../../src/shared/labels/painted-part.ts';
import { rectangle } from '../../../helpers/export-dataset.ts';
import { temporaryFolder, writePicture } from '../../../helpers/pictures.ts';
import { buildProgram } from '../../../helpers/program.ts';
import { smallDisk } from '../../../helpers/small-disk.ts';
import { manyNames, type Told, toldFormat } from '../../../helpers/told-format.ts';
import { labelPath, maskPath, readDocument } from '../../labels/label-project.ts';

const killed = await buildProgram(join(import.meta.dirname, 'import-until-killed.ts'));
const jobContext = { signal: new AbortController().signal, progress() {} };
const crack = [rectangle(1, 1, 4, 3)];

/** A project of 12x12 px images, and a source with pictures of the same size. */
async function setUp({
  images = ['a.png', 'b.png', 'c.png'],
  pictures = [] as string[],
  folder = join(temporaryFolder(), 'p'),
} = {}) {
  const source = temporaryFolder();
  await createProject(folder, 'p', ['crack']);
  for (const name of images) await writePicture(join(folder, 'data/dl_train/images', name), 12, 12, () => 100);
  for (const name of pictures) await writePicture(join(source, name), 12, 12, () => 50);
  return { folder, source, project: await openProject(folder) };
}

function options(source: string, images: readonly Told[], more: Partial<ImportOptions> = {}): ImportOptions {
  const formats = [toldFormat(images)];
  return { source, format: 'auto', classes: new Map(), missing: 'unlabelled', existing: 'keep', formats, ...more };
}

/** Every file of the project that an undo must give back, byte for byte. */
function filesOf(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile());
  const paths = files.map(entry => relative(folder, join(entry.parentPath, entry.name)));
  const counted = paths.filter(path => !/^\.studio.(imports|lock|cache|journal)|\.tmp$/.test(path)).sort();
  return Object.fromEntries(counted.map(path => [path, readFileSync(join(folder, path)).toString('base64')]));
}

const white = async (path: string) => (await readMask(path)).data.filter(value => value === 255).length;
const codes = (report: { notes: readonly { code: string; count: number }[] }) =>
  report.notes.map(each => `${each.code} ${each.count}`);

describe('an import of which nothing comes', () => {
  it.each([
    ['nobody named an image', [], 'no-images'],
    ['nothing is said of any image', [{ name: 'a', state: 'unknown' }], 'no-annotation'],
    ['pictures are missing', [{ name: 'x' }, { name: 'y' }, { name: 'a', state: 'unknown' }], 'no-image'],
    ['sizes differ', [{ name: 'a', size: { width: 7, height: 12 }, labels: crack }], 'size-differs'],
    [
      'two have one name',
      [
        { name: 'x/a', labels: crack },
        { name: 'y/a', labels: crack },
      ],
      'ambiguous-name',
    ],
    ['a mask was refused', [{ name: 'a', state: 'unknown', notes: [{ code: 'soft-mask' }] }], 'soft-mask'],
  ] satisfies [string, Told[], string][])('because %s says so, and writes nothing', async (_, told, reason) => {
    const { folder, source, project } = await setUp();
    const before = filesOf(folder);
    const report = await importLabels(project, options(source, told), jobContext);
    expect([report.id, report.problem?.details]).toEqual([null, { code: 'nothing-imported', reason }]);
    expect(filesOf(folder)).toEqual(before);
    await project.close();
  });

  it('because all images have labels says so, and something comes where they are replaced', async () => {
    const { source, project } = await setUp();
    const told: Told[] = [{ name: 'a', labels: crack }];
    expect((await importLabels(project, options(source, told), jobContext)).problem).toBe(null);
    const view = { folder: project.folder, classes: ['crack'], labels: project.labels };
    const again = await previewImport(view, options(source, told), jobContext);
    expect(again.problem?.details).toEqual({ code: 'nothing-imported', reason: 'kept-as-is' });
    const replaced = await previewImport(view, options(source, told, { existing: 'replace' }), jobContext);
    expect(replaced.problem).toBe(null);
    await project.close();
  });
});

describe('importing labels', () => {
  it('puts a class that is only spelt otherwise into ours, unless it was said what it is to be', async () => {
    const { folder, source, project } = await setUp();
    const told: Told[] = [{ name: 'a', labels: [{ ...crack[0], class: 'Crack ' }] }];
    const report = await importLabels(project, options(source, told), jobContext);
    expect(report).toMatchObject({ newClasses: [], labels: [{ class: 'crack' }] });
    expect(codes(report)).toEqual(['class-mapped 1']);
    const classes = parseClassMap(['Crack=Riss']);
    const other = await importLabels(project, options(source, told, { classes, existing: 'replace' }), jobContext);
    expect(other.newClasses).toEqual(['Riss']);
    expect(readDocument(folder, 'a.png').labels).toMatchObject([{ class: 'Riss' }]);
    await project.close();
  });

  it('tells how many pixels of crack there are here, where the other tool does not tell its own', async () => {
    const { source, project } = await setUp();
    const told: Told[] = [
      { name: 'a', labels: crack, pixels: 6 },
      { name: 'b', labels: crack },
    ];
    const report = await importLabels(project, options(source, told), jobContext);
    expect(report.pixels).toMatchObject({ images: 1, before: 6, after: 6, uncompared: 6 });
    expect(reportText(report, false)).toContain('pixels of crack with nothing to compare: 6 here');
    await project.close();
  });

  it('writes documents and masks for images of the project, and says what came of each', async () => {
    const { folder, source, project } = await setUp();
    const told: Told[] = [
      { name: 'x/a.jpg', labels: crack, pixels: 6 },
      { name: 'b', state: 'empty', pixels: 0 },
      { name: 'gone.png', labels: crack },
      { name: '../evil.png', labels: crack },
    ];
    const report = await importLabels(project, options(source, told), jobContext);
    expect(report.images).toMatchObject({
      ...{ there: 4, matched: 2, added: 0, labelled: 1, empty: 1, inProgress: 0, unlabelled: 0 },
      unmatched: { count: 2, examples: ['gone.png', '../evil.png'] },
      unmentioned: { count: 1, examples: ['c.png'] },
    });
    expect(report.pixels).toMatchObject({ images: 2, before: 6, after: 6 });
    expect(report.labels).toEqual([{ shape: 'polygon', class: 'crack', count: 1 }]);
    expect(codes(report)).toEqual(['no-image 1', 'bad-name 1']);
    expect(readDocument(folder, 'a.png')).toMatchObject({
      state: 'verified',
      revision: 1,
      labels: [{ source: 'imported' }],
    });
    expect(readDocument(folder, 'b.png')).toMatchObject({ state: 'verified', labels: [] });
    expect([await white(maskPath(folder, 'a.png')), await white(maskPath(folder, 'b.png'))]).toEqual([6, 0]);
    expect(existsSync(labelPath(folder, 'c.png'))).toBe(false);
    await project.close();
  });

  it('adds pictures that the project has not, upright and under flat names, with new classes', async () => {
    const { folder, source, project } = await setUp({ images: [] });
    const turned = await sharp({ create: { width: 12, height: 8, channels: 3, background: '#808080' } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    mkdirSync(join(source, 'cam 1'));
    writeFileSync(join(source, 'cam 1', 'ä#.jpg'), turned);
    writeFileSync(join(source, 'broken.png'), 'no picture');
    const told: Told[] = [
      {
        name: 'cam 1/ä#.jpg',
        labels: [rectangle(0, 0, 3, 2, 'Riss ')],
        size: { width: 12, height: 8 },
        picture: { path: 'cam 1/ä#.jpg' },
      },
      { name: 'broken.png', labels: crack, picture: { path: 'broken.png' } },
      { name: 'unseen.png', state: 'unknown', picture: { bytes: turned }, size: null },
    ];
    const report = await importLabels(project, options(source, told), jobContext);
    expect(report.images).toMatchObject({ added: 2, labelled: 1, unlabelled: 1 });
    expect(report.newClasses).toEqual(['Riss']);
    expect(codes(report)).toEqual(['turned 1', 'name-flattened 1', 'bad-file 1', 'exif-unclear 2']);
    const name = 'cam 1_ä#.png';
    expect(await sharp(join(folder, 'data/dl_train/images', name)).metadata()).toMatchObject({ width: 8, height: 12 });
    expect(readDocument(folder, name)).toMatchObject({ width: 8, height: 12, labels: [{ class: 'Riss' }] });
    // The stored picture's upper left corner is the upper right one of the picture upright.
    const mask = (await readMask(maskPath(folder, name))).data;
    expect([...mask].flatMap((value, i) => (value > 0 ? [[i % 8, Math.floor(i / 8)]] : []))).toEqual(
      [0, 1, 2].flatMap(y => [
        [6, y],
        [7, y],
      ]),
    );
    expect(project.project.classes.map(each => each.name)).toEqual(['crack', 'Riss']);
    await undoLastImport(project, jobContext);
    expect(readdirSync(join(folder, 'data/dl_train/images'))).toEqual([]);
    expect(project.project.classes.map(each => each.name)).toEqual(['crack']);
    await project.close();
  });

  it('finds pictures in another folder', async () => {
    const { folder, source, project } = await setUp({ images: [] });
    const other = temporaryFolder();
    await writePicture(join(other, 'day 1/p.png'), 12, 12, () => 9);
    await writePicture(join(other, 'day 1/q.png'), 12, 12, () => 9);
    const told = [{ name: 'p', labels: crack }];
    const report = await importLabels(project, options(source, told, { images: other }), jobContext);
    expect(report.images).toMatchObject({ added: 1, pictures: { count: 1, examples: ['day 1/q.png'] } });
    expect(readDocument(folder, 'p.png').labels).toHaveLength(1);
    await project.close();
  });

  it('keeps, replaces or adds to labels that are there, as asked', async () => {
    for (const [existing, ids, code] of [
      ['keep', ['own'], 'kept-as-is'],
      ['replace', [expect.stringMatching(/-1$/)], 'already-labelled'],
      ['add', ['own', expect.stringMatching(/-1$/)], 'added-to'],
    ] as const) {
      const { folder, source, project } = await setUp();
      const label = { ...rectangle(0, 0, 1, 1), id: 'own' };
      await project.labels.edit('a.png', 0, [{ kind: 'add', index: 0, label }]);
      const report = await importLabels(
        project,
        options(source, [{ name: 'a.png', labels: crack }], { existing }),
        jobContext,
      );
      expect(codes(report)).toEqual([`${code} 1`]);
      await project.labels.flush();
      expect(readDocument(folder, 'a.png').labels.map(({ id }) => id)).toEqual(ids);
      await project.close();
    }
  });

  it('takes what nobody said for unlabelled, or for free of cracks if asked', async () => {
    const told: Told[] = [
      { name: 'a.png', state: 'unknown' },
      { name: 'b.png', labels: crack },
    ];
    const { folder, source, project } = await setUp();
    await importLabels(project, options(source, told), jobContext);
    expect(existsSync(labelPath(folder, 'a.png'))).toBe(false);
    await undoLastImport(project, jobContext);
    const report = await importLabels(project, options(source, told, { missing: 'empty' }), jobContext);
    expect(report.images).toMatchObject({ labelled: 1, empty: 2 });
    for (const name of ['a.png', 'c.png'])
      expect(readDocument(folder, name)).toMatchObject({ state: 'verified', labels: [] });
    await project.close();
  });

  it('writes the sides of the split that the source has, and puts the lists back as they were', async () => {
    const { folder, source, project } = await setUp({ images: ['a.png', 'b.png', 'c.png', 'd.png'] });
    const list = (name: string) => readFileSync(join(folder, 'data/dl_train/splits', `${name}.txt`), 'utf8');
    const told: Told[] = [
      { name: 'a', labels: crack, side: 'train' },
      { name: 'b', labels: crack, side: 'val' },
      { name: 'c', state: 'empty', side: 'test' },
      { name: 'd', state: 'unknown', side: 'train' },
    ];
    const report = await importLabels(project, options(source, told), jobContext);
    expect(reportText(report)).toContain('split: train 2, val 1, test 1');
    expect([list('train'), list('val'), list('test')]).toEqual(['a.png\n', 'b.png\n', 'c.png\n']);
    const moved: Told[] = [
      { name: 'b', labels: crack, side: 'train' },
      { name: 'd', labels: crack, side: 'val' },
    ];
    await importLabels(project, options(source, moved, { existing: 'replace' }), jobContext);
    expect([list('train'), list('val'), list('test')]).toEqual(['a.png\nb.png\n', 'd.png\n', 'c.png\n']);
    await undoLastImport(project, jobContext);
    expect([list('train'), list('val'), list('test')]).toEqual(['a.png\n', 'b.png\n', 'c.png\n']);
    await undoLastImport(project, jobContext);
    expect(existsSync(join(folder, 'data/dl_train/splits/train.txt'))).toBe(false);
    await project.close();
  });

  it('keeps a side until the other comes, too, and leaves lists alone that somebody has made since', async () => {
    const { folder, source, project } = await setUp();
    const lists = join(folder, 'data/dl_train/splits');
    const one = await importLabels(project, options(source, [{ name: 'a', labels: crack, side: 'val' }]), jobContext);
    expect(codes(one)).toContain('split-one-sided 1');
    expect(readdirSync(lists)).toEqual(['val.txt']);
    const other: Told[] = [{ name: 'b', labels: crack, side: 'train' }];
    expect(codes(await importLabels(project, options(source, other), jobContext))).not.toContain('split-one-sided 1');
    expect(readdirSync(lists)).toEqual(['train.txt', 'val.txt']);
    writeFileSync(join(lists, 'train.txt'), 'a.png\n');
    await undoLastImport(project, jobContext);
    expect(readFileSync(join(lists, 'train.txt'), 'utf8')).toBe('a.png\n');
    await project.close();
  });

  it('leaves an image unverified whose labels all made no sense', async () => {
    const { folder, source, project } = await setUp();
    const senseless: Told = { name: 'a', labels: [rectangle(0, 0, Number.NaN, 2)] };
    const alone = await importLabels(project, options(source, [senseless]), jobContext);
    expect(alone.problem?.message).toMatch(
      /^Nothing was imported from .*: shapes with coordinates that are no sensible numbers/,
    );
    expect(existsSync(labelPath(folder, 'a.png'))).toBe(false);
    await importLabels(project, options(source, [senseless, { name: 'b', labels: crack }]), jobContext);
    expect(readDocument(folder, 'a.png').state).toBe('in progress');
    await project.close();
  });

  it('moves labels of a whole frame to the crop that a sample is', async () => {
    const name = 'v__000000000_f0000000_unk.png';
    const { folder, source, project } = await setUp({ images: [name] });
    const meta = join(folder, 'data/dl_dataset/v/meta');
    mkdirSync(meta, { recursive: true });
    const frame = { video_width: 100, video_height: 80 };
    writeFileSync(join(meta, '000000000_f0000000_unk.json'), JSON.stringify({ bbox_xyxy: [30, 40, 42, 52], ...frame }));
    const labels = [rectangle(31, 41, 34, 43)];
    const told = [{ name: 'v/000000000_f0000000_unk.jpg', size: { width: 100, height: 80 }, labels }];
    const report = await importLabels(project, options(source, told), jobContext);
    expect(codes(report)).toEqual(['cropped-to-roi 1']);
    expect(pixelsOf(readDocument(folder, name).labels, { width: 2, height: 2 })).toBe(1);
    await project.close();
  });

  it('shows in a preview what it would do, and writes nothing', async () => {
    const { folder, source, project } = await setUp({ pictures: ['new.png'] });
    const told: Told[] = [
      { name: 'a.png', labels: crack },
      { name: 'new.png', labels: crack, picture: { path: 'new.png' } },
    ];
    await project.close();
    const before = filesOf(folder);
    const view = { folder, classes: ['crack'], labels: project.labels };
    const preview = await previewImport(view, options(source, told), jobContext);
    expect(filesOf(folder)).toEqual(before);
    expect(existsSync(join(folder, '.studio/imports'))).toBe(false);
    const open = await openProject(folder);
    const { id, ...report } = await importLabels(open, options(source, told), jobContext);
    expect({ ...report, id: null }).toEqual(preview);
    expect(existsSync(join(folder, '.studio/imports', id ?? '', 'report.json'))).toBe(true);
    await open.close();
  });
});

describe('undoing an import', () => {
  const told: Told[] = [
    { name: 'a.png', labels: [rectangle(1, 1, 4, 3, 'rust')] },
    { name: 'b.png', labels: crack },
    { name: 'c.png', state: 'empty' },
    { name: 'new.png', labels: crack, picture: { path: 'new.png' } },
  ];

  /** `a` has labels of ours, `b` a mask of another tool, `c` nothing. */
  async function worked() {
    const { folder, source, project } = await setUp({ pictures: ['new.png'] });
    await project.labels.edit('a.png', 0, [{ kind: 'add', index: 0, label: { ...rectangle(0, 0, 2, 2), id: 'own' } }]);
    await project.labels.flush();
    await writePicture(maskPath(folder, 'b.png'), 12, 12, i => (i === 5 ? 1 : 0));
    return { folder, source, project, before: filesOf(folder) };
  }

  it('gives every file back, byte for byte', async () => {
    const { folder, source, project, before } = await worked();
    await importLabels(project, options(source, told, { existing: 'replace' }), jobContext);
    expect(filesOf(folder)).not.toEqual(before);
    const undone = await undoLastImport(project, jobContext);
    expect(undone).toMatchObject({ restored: 3, removed: 1, kept: [] });
    expect(filesOf(folder)).toEqual(before);
    await expect(undoLastImport(project, jobContext)).rejects.toThrow('There is no import that could be undone.');
    await project.close();
  });

  it('leaves alone, and names, what was edited since, and the classes that it uses', async () => {
    const { folder, source, project, before } = await worked();
    await importLabels(project, options(source, told, { existing: 'replace' }), jobContext);
    const { revision } = readDocument(folder, 'a.png');
    await project.labels.edit('a.png', revision, [{ kind: 'set-state', state: 'in progress' }]);
    await project.labels.edit('new.png', 1, [{ kind: 'set-state', state: 'in progress' }]);
    expect(await undoLastImport(project, jobContext)).toMatchObject({
      restored: 2,
      removed: 0,
      kept: ['a.png', 'new.png'],
    });
    expect(readDocument(folder, 'a.png')).toMatchObject({ state: 'in progress', labels: [{ class: 'rust' }] });
    expect(project.project.classes.map(each => each.name)).toEqual(['crack', 'rust']);
    const after = filesOf(folder);
    for (const path of Object.keys(before).filter(each => /[bc]\.png/.test(each)))
      expect(after[path]).toBe(before[path]);
    await project.close();
  });

  it('takes imports back one after the other, the newest first', async () => {
    const { folder, source, project } = await setUp();
    await importLabels(project, options(source, [{ name: 'a', labels: crack }]), jobContext);
    const between = filesOf(folder);
    await importLabels(project, options(source, [{ name: 'a', state: 'empty' }], { existing: 'replace' }), jobContext);
    await undoLastImport(project, jobContext);
    expect(filesOf(folder)).toEqual(between);
    await undoLastImport(project, jobContext);
    expect(existsSync(labelPath(folder, 'a.png'))).toBe(false);
    await project.close();
  });
});

describe('an import that does not come to its end', () => {
  const many = manyNames(100);
  const told: Told[] = many.map(name => ({ name, labels: crack }));

  async function failing(act: (project: OpenProject, source: string, folder: string) => Promise<void>) {
    const { folder, source, project } = await setUp({ images: many });
    const before = filesOf(folder);
    await act(project, source, folder);
    expect(filesOf(folder)).toEqual(before);
    await project.close();
  }

  it('is taken back when it is aborted', () =>
    failing(async (project, source) => {
      const controller = new AbortController();
      const progress = (done: number, _: number, text: string) => {
        if (text === 'Writing labels' && done >= 64) controller.abort();
      };
      await expect(
        importLabels(project, options(source, told), { signal: controller.signal, progress }),
      ).rejects.toThrow();
    }));

  it('is taken back when the source goes away', () =>
    failing(async (project, source) => {
      // A picture inside the labels' file: the source is read twice.
      const bytes = await writePicture(join(source, 'inside.png'), 12, 12, () => 7);
      let read = 0;
      const onImage = () => {
        if (++read > 180) throw new Error('the stick was pulled out');
      };
      const formats = [toldFormat([...told, { name: 'inside.png', picture: { bytes } }], onImage)];
      await expect(importLabels(project, options(source, told, { formats }), jobContext)).rejects.toThrow('pulled out');
      expect(read).toBeGreaterThan(180);
    }));

  it('can be undone, and done again, after the studio was killed in the middle', async () => {
    const { folder, source, project } = await setUp({ images: many, pictures: ['new.png'] });
    await project.labels.edit('000.png', 0, [{ kind: 'set-state', state: 'in progress' }]);
    await project.close();
    const before = filesOf(folder);
    for (const lines of [1, 2, 4]) {
      const child = execa(process.execPath, [killed, folder, source], { reject: false, buffer: false });
      let heard = 0;
      child.stdout.on('data', (text: Buffer) => {
        heard += text.toString().split('\n').length - 1;
        if (heard >= lines) child.kill('SIGKILL');
      });
      expect((await child).signal).toBe('SIGKILL');
      const again = await openProject(folder);
      expect({ readOnly: again.readOnly, notices: again.notices }).toEqual({ readOnly: null, notices: [] });
      const undone = await undoLastImport(again, jobContext);
      expect(undone.kept).toEqual([]);
      expect(undone.restored).toBeGreaterThan(0);
      expect(filesOf(folder)).toEqual(before);
      await again.close();
    }
    const whole = await openProject(folder);
    const report = await importLabels(whole, options(source, told), jobContext);
    expect(report.images).toMatchObject({ labelled: 99 });
    await whole.close();
  });

  it('is taken back when the disk is full', async context => {
    const disk = smallDisk(1200);
    if (!disk) return context.skip();
    try {
      const { folder, source, project } = await setUp({ images: many, folder: join(disk.path, 'p') });
      const before = filesOf(folder);
      const failed = importLabels(project, options(source, told), jobContext);
      await expect(failed).rejects.toThrow(/^Cannot write .*: the disk is full; free some space and run it again\.$/);
      expect(filesOf(folder)).toEqual(before);
      await project.close();
    } finally {
      disk.remove();
    }
  });

  it('is refused before anything is written when the source as a whole makes no sense', () =>
    failing(async (project, source) => {
      const labels = Array.from({ length: 201 }, (_, i) => rectangle(0, 0, 1, 1, `shape ${i}`));
      await expect(importLabels(project, options(source, [{ name: '000', labels }]), jobContext)).rejects.toThrow(
        /201 classes that the project has not, more than anybody can tell apart/,
      );
      expect(() => parseClassMap(['=crack'])).toThrow();
    }));
});
