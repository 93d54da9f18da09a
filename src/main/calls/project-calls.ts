import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Handlers } from '../../shared/contract.ts';
import type { Publish } from '../../shared/emitter.ts';
import { usageError } from '../../shared/errors.ts';
import type { LabelClass } from '../../shared/schemas/project.ts';
import { fullPath } from '../files/full-path.ts';
import type { ProjectHolder } from '../project/project-holder.ts';
import { recentProjects } from '../project/recent.ts';

export interface ProjectCallsOptions {
  readonly project: ProjectHolder;
  readonly publish: Publish;
  /** Folder of the demo that comes with the studio. */
  readonly demoFolder: string;
  /** The list of recent projects. Default: the user's. */
  readonly recentFile?: string | undefined;
}

type ProjectCalls = Pick<Handlers, Extract<keyof Handlers, `project.${string}` | `labels.${string}`>>;

/** The calls about the project that is open, and its labels. */
export function createProjectCalls({ project, publish, demoFolder, recentFile }: ProjectCallsOptions): ProjectCalls {
  const folderOf = (folder: string) => fullPath(folder, 'a folder');
  return {
    'project.create': async ({ folder, name }) => project.create(folderOf(folder), name),
    'project.createDemo': async ({ folder }) => project.createDemo(folderOf(folder), demoFolder),
    'project.open': async ({ folder }) => project.open(folderOf(folder)),
    'project.close': () => project.close().then(() => ({})),
    'project.current': async () => ({ open: project.state() }),
    'project.update': ({ name, classes, settings }) =>
      project.update(open => {
        if (classes) requireNoneGone(open.project.classes, classes);
        return { ...(name && { name }), ...(classes && { classes }), ...(settings && { settings }) };
      }),
    'project.home': async () => ({ folder: join(homedir(), 'Crack Studio') }),
    'project.recent': async () => ({ projects: await recentProjects(recentFile) }),
    'labels.list': async () => ({ images: await project.get().labels.list() }),
    'labels.read': async ({ image }) => {
      const { document, notice } = await project.get().labels.read(image);
      return { document, notice };
    },
    'labels.edit': async ({ image, revision, edits }) => {
      const confirmed = await project.get().labels.edit(image, revision, edits);
      publish('labels.changed', { image, revision: confirmed.revision });
      return confirmed;
    },
    'labels.flush': async () => {
      await project.get().labels.flush();
      return {};
    },
  };
}

/** Labels follow a class only where they are changed together. Throws a StudioError. */
function requireNoneGone(before: readonly LabelClass[], after: readonly LabelClass[]): void {
  const gone = before.find(({ name }) => after.every(other => other.name !== name));
  if (gone) throw usageError(`The class ${gone.name} cannot vanish unseen: rename, merge or delete it.`);
}
