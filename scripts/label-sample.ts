import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectLayout } from '../src/main/layout/project-layout.ts';
import { openProject } from '../src/main/project/open-project.ts';
import { createSampleProject } from '../src/main/project/sample-project.ts';
import { readShippedSample } from '../src/main/project/shipped-sample.ts';
import { shift } from '../src/shared/geometry/affine.ts';
import type { LabelEdit } from '../src/shared/labels/label-edits.ts';
import { mapped } from '../src/shared/labels/shapes/shapes.ts';
import type { ImageLabel, Label } from '../src/shared/schemas/label.ts';

/** Makes the demo's folder a project in which every image is labelled and verified, as a person would leave it. */
export async function labelSample(folder: string, sampleFolder: string): Promise<void> {
  const sample = await readShippedSample(sampleFolder);
  await createSampleProject(folder, sampleFolder);
  const { labels, close } = await openProject(folder);
  try {
    const meta = join(projectLayout(folder).dataset.path, sample.name, 'meta');
    for (const file of await readdir(meta)) {
      const { frame_index, bbox_xyxy } = JSON.parse(await readFile(join(meta, file), 'utf8'));
      const frame = sample.labels.frames.find(each => each.frame === frame_index);
      const image = `${sample.name}__${file.replace(/json$/, 'png')}`;
      const { document } = await labels.read(image);
      const edits: LabelEdit[] = [
        ...document.labels.map(({ id }) => ({ kind: 'remove', id }) as const),
        ...(frame?.labels ?? []).map(
          (label, index) => ({ kind: 'add', index, label: moved(label, bbox_xyxy, index) }) as const,
        ),
        { kind: 'set-state', state: 'verified' },
      ];
      await labels.edit(image, document.revision, edits);
    }
  } finally {
    await close();
  }
}

/** A label of the frame as a label of its crop. */
function moved(label: Label, [x1, y1]: readonly [number, number], index: number): ImageLabel {
  return { ...(mapped(label, shift(-x1, -y1)) ?? label), id: `sample-${index}` };
}
