import { realpath } from 'node:fs/promises';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import type { Handlers } from '../../shared/contract.ts';
import type { ProjectState } from '../../shared/contract-project.ts';
import { oneLine, usageError } from '../../shared/errors.ts';
import type { OpenedFiles } from '../files/opened-files.ts';
import { Serial } from '../files/serial.ts';
import { type OpenProject, openProject } from '../project/open-project.ts';
import { createProject } from '../project/project-file.ts';
import { ProjectHolder } from '../project/project-holder.ts';
import { recentProjects, rememberProject } from '../project/recent.ts';
import { createSampleProject } from '../project/sample-project.ts';

export interface ProjectCallsOptions {
  readonly openedFiles: OpenedFiles;
  /** Aborted when the studio closes; the project is closed then. */
  readonly closing: AbortSignal;
  /** Folder of the sample that comes with the studio. */
  readonly sampleFolder: string;
  /** Where the open project is kept, for services that need more of it than these calls. */
  readonly current?: ProjectHolder;
  /** The list of recent projects. Default: the user's. */
  readonly recentFile?: string | undefined;
}

type ProjectCalls = Pick<Handlers, Extract<keyof Handlers, `project.${string}` | `labels.${string}`>>;

/** The project that this studio has open, one at a time, and the calls that work on it. */
export function createProjectCalls(options: ProjectCallsOptions): ProjectCalls {
  const { openedFiles, closing, sampleFolder, recentFile, current = new ProjectHolder() } = options;
  const turns = new Serial();

  /** Opens the new one before it closes the old: one that cannot be opened changes nothing. */
  async function open(folder: string): Promise<ProjectState> {
    const real = await realpath(folder).catch(() => folder);
    if (current.value?.folder === real) return stateOf(current.value);
    const opened = await openProject(real);
    const previous = current.value;
    current.value = opened;
    openedFiles.open('project', real);
    const left = await previous?.close().then(() => undefined, oneLine);
    await rememberProject({ folder: real, name: opened.project.name }, recentFile).catch(() => {});
    const state = stateOf(opened);
    return left ? { ...state, notices: [...state.notices, left] } : state;
  }

  async function close(): Promise<void> {
    const previous = current.value;
    current.value = null;
    openedFiles.close('project');
    await previous?.close();
  }

  closing.addEventListener('abort', () => void turns.run(close).catch(() => {}), { once: true });

  return {
    'project.create': ({ folder, name }) =>
      turns.run(async () => {
        await createProject(absolute(folder), name);
        return open(folder);
      }),
    'project.createSample': ({ folder }) =>
      turns.run(async () => {
        await createSampleProject(absolute(folder), sampleFolder);
        return open(folder);
      }),
    'project.open': ({ folder }) => turns.run(() => open(absolute(folder))),
    'project.close': () => turns.run(close).then(() => ({})),
    'project.current': async () => ({ open: current.value && stateOf(current.value) }),
    'project.update': change =>
      turns.run(async () => {
        const { name, classes, settings } = change;
        await current.get().update({
          ...(name && { name }),
          ...(classes && { classes }),
          ...(settings && { settings }),
        });
        return stateOf(current.get());
      }),
    'project.home': async () => ({ folder: join(homedir(), 'Crack Studio') }),
    'project.recent': async () => ({ projects: await recentProjects(recentFile) }),
    'labels.list': async () => ({ images: await current.get().labels.list() }),
    'labels.read': async ({ image }) => {
      const { document, notice } = await current.get().labels.read(image);
      return { document, notice };
    },
    'labels.edit': ({ image, revision, edits }) => current.get().labels.edit(image, revision, edits),
    'labels.flush': () =>
      current
        .get()
        .labels.flush()
        .then(() => ({})),
  };
}

function stateOf({ folder, project, readOnly, notices, user }: OpenProject): ProjectState {
  return { folder, project, readOnly, notices: [...notices], user };
}

function absolute(folder: string): string {
  if (!isAbsolute(folder) || folder.includes('\0')) {
    throw usageError(`${JSON.stringify(folder.slice(0, 200))} is not the full path of a folder.`);
  }
  return folder;
}
