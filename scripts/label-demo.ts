import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectLayout } from '../src/main/layout/project-layout.ts';
import { readDemoData } from '../src/main/project/demo-data.ts';
import { createDemoProject } from '../src/main/project/demo-project.ts';
import { openProject } from '../src/main/project/open-project.ts';
import { shift } from '../src/shared/geometry/affine.ts';
import type { LabelEdit } from '../src/shared/labels/label-edits.ts';
import { mapped } from '../src/shared/labels/shapes/shapes.ts';
import type { ImageLabel, Label } from '../src/shared/schemas/label.ts';

/** Makes the demo's folder a project in which every image is labelled and verified, as a person would leave it. */
export async function labelDemo(folder: string, demoFolder: string): Promise<void> {
  const demo = await readDemoData(demoFolder);
  await createDemoProject(folder, demoFolder);
  const { labels, close } = await openProject(folder);
  try {
    const meta = join(projectLayout(folder).dataset.path, demo.name, 'meta');
    for (const file of await readdir(meta)) {
      const { frame_index, bbox_xyxy } = JSON.parse(await readFile(join(meta, file), 'utf8'));
      const frame = demo.labels.frames.find(each => each.frame === frame_index);
      const image = `${demo.name}__${file.replace(/json$/, 'png')}`;
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
