import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readMask } from '../../../../src/main/images/masks.ts';
import { FORMATS } from '../../../../src/main/interchange/formats/formats.ts';
import { exportFrom, importInto } from '../../../../src/main/interchange/import/into-project.ts';
import { maskOf } from '../../../../src/main/labels/label-mask.ts';
import { projectLayout } from '../../../../src/main/layout/project-layout.ts';
import { createProject } from '../../../../src/main/project/project-file.ts';
import { WRITTEN_FORMATS } from '../../../../src/shared/interchange/formats.ts';
import type { Label } from '../../../../src/shared/schemas/label.ts';
import { arbitraryLabels, documentOf, rectangle } from '../../../helpers/export-dataset.ts';
import { temporaryFolder, writePicture } from '../../../helpers/pictures.ts';
import { maskPath, readDocument } from '../../labels/label-project.ts';

const context = { signal: new AbortController().signal, progress() {} };
const choices = { format: 'auto', classes: new Map(), missing: 'unlabelled', existing: 'keep' } as const;
const SIZE = 16;

/** A project of images of SIZE px: one for each list of labels, all verified, and `bare.png`, which nobody has looked at. */
async function projectOf(lists: readonly (readonly Label[])[], classes = ['crack', 'rust']): Promise<string> {
  const folder = join(temporaryFolder(), 'p');
  const layout = projectLayout(folder);
  await createProject(folder, 'p', classes);
  mkdirSync(layout.labels.path, { recursive: true });
  await writePicture(layout.image('bare.png').path, SIZE, SIZE, () => 1);
  for (const [i, labels] of lists.entries()) {
    const name = `${i}.png`;
    await writePicture(layout.image(name).path, SIZE, SIZE, pixel => pixel % 250);
    writeFileSync(layout.label(name).path, JSON.stringify(documentOf({ name, labels, width: SIZE, height: SIZE })));
  }
  return folder;
}

describe.each(WRITTEN_FORMATS)('labels exported as %s', format => {
  it('come back as the same masks, with pictures, states and split, and the report says so', async () => {
    const lists = fc.sample(arbitraryLabels(SIZE, ['crack', 'rust']), { numRuns: 12, seed: 7 });
    const folder = await projectOf([...lists, []]);
    const { training } = projectLayout(folder);
    mkdirSync(join(training.path, 'splits'));
    writeFileSync(join(training.path, 'splits/train.txt'), '0.png\n1.png\n');
    writeFileSync(join(training.path, 'splits/val.txt'), '2.png\n');
    const out = join(temporaryFolder(), 'out.zip');
    const report = await exportFrom(folder, { format, out, withImages: true }, context);
    expect(report.pixels.before).toBeGreaterThan(0);
    expect(report.pixels).toMatchObject({ after: report.pixels.before, iou: 1, differing: { count: 0 } });
    expect(report.images).toMatchObject({ sides: { train: 2, val: 1 }, unlabelled: 1 });

    const back = join(temporaryFolder(), 'back');
    const imported = await importInto(back, { ...choices, source: out }, context);
    expect(imported.report.format).toBe(format);
    for (const [i, labels] of [...lists, []].entries()) {
      const again = await readMask(maskPath(back, `${i}.png`));
      const document = readDocument(folder, `${i}.png`);
      const { data } = await maskOf(document);
      expect({ i, labels, data: again.data }).toEqual({ i, labels, data });
    }
    expect(existsSync(maskPath(back, 'bare.png'))).toBe(false);
  });
});

describe('exporting labels', () => {
  it('is offered for the formats that can be written, and only those', () => {
    expect(FORMATS.flatMap(({ id, write }) => (write ? id : [])).sort()).toEqual([...WRITTEN_FORMATS].sort());
  });

  it('leaves nothing behind when it is refused, fails or is cancelled', async () => {
    const folder = await projectOf([[rectangle(1, 1, 5, 5)]]);
    const parent = temporaryFolder();
    const out = join(parent, 'out');
    const formats = [
      {
        ...FORMATS[0],
        id: 'coco' as const,
        write: async () => {
          throw new Error('the pen broke');
        },
      },
    ];
    await expect(exportFrom(folder, { format: 'coco', out, withImages: false, formats }, context)).rejects.toThrow(
      'the pen broke',
    );
    const cancelled = { ...context, signal: AbortSignal.abort() };
    await expect(exportFrom(folder, { format: 'coco', out, withImages: false }, cancelled)).rejects.toThrow();
    expect(readdirSync(parent)).toEqual([]);
    writeFileSync(out, 'mine');
    await expect(exportFrom(folder, { format: 'coco', out, withImages: false }, context)).rejects.toThrow(
      /it exists already/,
    );
    expect(readFileSync(out, 'utf8')).toBe('mine');
    await expect(
      exportFrom(parent, { format: 'coco', out: join(parent, 'x'), withImages: false }, context),
    ).rejects.toThrow(/is not a project/);
  });

  it('counts what it cannot say, and names the image', async () => {
    const folder = await projectOf([[rectangle(1, 1, 9, 9, 'crack'), rectangle(4, 4, 12, 12, 'rust')]]);
    const out = join(temporaryFolder(), 'out');
    const report = await exportFrom(folder, { format: 'cvat-masks', out, withImages: false }, context);
    expect(report.notes).toEqual([
      expect.objectContaining({ code: 'overlap-flattened', count: 1, examples: ['0.png'] }),
    ]);
    expect(report.images.unmentioned).toEqual({ count: 1, examples: ['bare.png'] });
  });
});
