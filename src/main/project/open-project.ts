import { userInfo } from 'node:os';
import { oneLine, StudioError } from '../../shared/errors.ts';
import { type Project, projectClassesSchema, projectSchema } from '../../shared/schemas/project.ts';
import { Serial } from '../files/serial.ts';
import { LabelStore } from '../labels/label-store.ts';
import { finishRemovals } from '../labels/removed-images.ts';
import { type ProjectLayout, projectLayout } from '../layout/project-layout.ts';
import { takeLock } from './lock.ts';
import { mendProject, readProject, saveProject } from './project-file.ts';
import { sweepProject } from './sweep-project.ts';

/** A project as one studio has it open: the only one that writes to it, unless `readOnly` says why not. */
export interface OpenProject {
  readonly folder: string;
  /** Where its things lie, as long as the folder is the one that was opened. */
  readonly layout: ProjectLayout;
  readonly project: Project;
  readonly readOnly: string | null;
  /** What the user should know of files that were damaged or came from a crash, a sentence each. */
  readonly notices: readonly string[];
  readonly labels: LabelStore;
  /** Who works on it, as changes of labels say. */
  readonly user: string;
  /** Aborted when it is closed: work that goes on for long ends then. */
  readonly closing: AbortSignal;
  /** Changes name, classes or settings, on disk first. Throws a StudioError. */
  update(change: Partial<Pick<Project, 'name' | 'classes' | 'settings'>>): Promise<void>;
  /** Writes what is not yet written and gives the project free. Throws a StudioError; the project is closed all the same. */
  close(): Promise<void>;
}

export interface OpenOptions {
  /** How long an edit may wait before its document is written, ms. */
  readonly labelDelay?: number;
}

/** Opens the project in a folder. Throws a StudioError when there is none, or a newer program's. */
export async function openProject(folder: string, options: OpenOptions = {}): Promise<OpenProject> {
  // Whether it is a project at all comes first: a lock makes folders.
  const layout = projectLayout(folder);
  const { root } = layout;
  const { project: read, notice } = await readProject(root);
  const lock = await takeLock(layout.locks);
  const readOnly = lock.held ? null : lock.reason;
  const user = userName();
  const release = () => void (lock.held && lock.release());
  const saving = new Serial();
  const closing = new AbortController();
  let unfinished: string | undefined;
  let project = read;
  try {
    if (lock.held) {
      await root.pin('.studio');
      await sweepProject(layout);
      unfinished = await finishRemovals(layout).then(() => undefined, oneLine);
    }
    // What cannot be mended now, on a full disk, is no reason not to open: it was read.
    const mending = readOnly ? undefined : await mendProject(root, project).then(() => undefined, oneLine);
    const { store, notices } = await LabelStore.open({
      layout,
      classes: {
        get: () => project.classes,
        set(classes) {
          project = { ...project, classes: [...classes] };
        },
        save: () => saving.run(() => saveProject(root, project)),
      },
      readOnly,
      by: user,
      ...(options.labelDelay !== undefined && { delay: options.labelDelay }),
    });
    return {
      folder,
      layout,
      get project() {
        return project;
      },
      readOnly,
      notices: [notice, mending, unfinished, ...notices].filter(sentence => typeof sentence === 'string'),
      labels: store,
      user,
      closing: closing.signal,
      async update(change) {
        if (readOnly) throw new StudioError(readOnly);
        const { classes, ...rest } = change;
        if (classes) await store.changeClasses(projectClassesSchema.parse(classes));
        if (Object.keys(rest).length === 0) return;
        await saving.run(async () => {
          await saveProject(root, projectSchema.parse({ ...project, ...rest }));
          // The classes may have changed meanwhile.
          project = projectSchema.parse({ ...project, ...rest });
        });
      },
      close() {
        closing.abort();
        return store.close().finally(release);
      },
    };
  } catch (error) {
    release();
    throw error;
  }
}

/** A user without an entry in the system's list, as in some containers, has no name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return 'unknown';
  }
}
