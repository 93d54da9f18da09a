import { type FilePath, type ProjectPath, projectPath } from '../../node/project-path.ts';
import { brushOf } from '../../shared/labels/brush-mask.ts';
import type { LabelDocument } from '../../shared/schemas/label.ts';
import { exists, listPngs } from '../files/listing.ts';
import { readMask } from '../images/masks.ts';
import { readSize } from '../images/png.ts';
import { projectLayout } from '../layout/project-layout.ts';
import { trainingLayout } from '../layout/training-layout.ts';
import { openProject } from '../project/open-project.ts';

/** Images and their labels, wherever they come from. */
export interface CheckedFolder extends AsyncDisposable {
  /** The training folder. */
  readonly dir: ProjectPath;
  readonly names: readonly string[];
  readonly classes: readonly string[];
  labelsOf(name: string): Promise<LabelDocument>;
}

/** Opens a project, or a training folder with images/ and masks/ alone. Throws a StudioError. */
export async function openChecked(folder: string): Promise<CheckedFolder> {
  const dir = projectPath(folder);
  if (!(await exists(projectLayout(folder).file)) && (await exists(dir.join('images')))) {
    const names = await listPngs(dir.join('images'));
    const labelsOf = (name: string) => labelsOfFiles(dir, name);
    return { dir, names, classes: ['crack'], labelsOf, async [Symbol.asyncDispose]() {} };
  }
  const { labels, layout, project, close } = await openProject(folder);
  return {
    dir: layout.training,
    names: (await labels.list()).map(({ name }) => name),
    classes: project.classes.map(({ name }) => name),
    labelsOf: async name => (await labels.read(name)).document,
    [Symbol.asyncDispose]: close,
  };
}

/** The mask as one brush label. */
async function labelsOfFiles(dir: FilePath, name: string): Promise<LabelDocument> {
  const layout = trainingLayout(dir);
  const hasMask = await exists(layout.mask(name));
  const shape = hasMask ? brushOf(await readMask(layout.mask(name)), 0, 0) : null;
  return {
    ...{ version: 1, image: name, ...(await readSize(layout.image(name))), revision: 0, changed: null },
    state: hasMask ? 'verified' : 'unlabelled',
    labels: shape ? [{ id: 'mask', class: 'crack', source: 'imported', ...shape }] : [],
  };
}
