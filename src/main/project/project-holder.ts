import { realpath } from 'node:fs/promises';
import type { ProjectState } from '../../shared/contract-project.ts';
import { oneLine, StudioError, usageError } from '../../shared/errors.ts';
import type { Project } from '../../shared/schemas/project.ts';
import type { OpenedFiles } from '../files/opened-files.ts';
import { Serial } from '../files/serial.ts';
import { createDemoProject } from './demo-project.ts';
import { type OpenProject, openProject } from './open-project.ts';
import { createProject } from './project-file.ts';
import { rememberProject } from './recent.ts';

export interface ProjectHolderOptions {
  /** Pages may read the files of the project that is open. */
  readonly openedFiles: OpenedFiles;
  /** Aborted when the studio closes; the project is closed then. */
  readonly closing: AbortSignal;
  /** The list of recent projects, null for none. Default: the user's. */
  readonly recentFile?: string | null | undefined;
}

type ProjectChange = Partial<Pick<Project, 'name' | 'classes' | 'settings'>>;

/** The one project that a studio has open. What works on it is given this; it is opened, changed and closed here, in turn. */
export class ProjectHolder {
  readonly #options: ProjectHolderOptions;
  readonly #turns = new Serial();
  #open: OpenProject | null = null;

  constructor(options: ProjectHolderOptions) {
    this.#options = options;
    options.closing.addEventListener('abort', () => void this.close().catch(() => {}), { once: true });
  }

  /** Throws a StudioError when none is open. */
  get(): OpenProject {
    if (!this.#open) throw usageError('No project is open: open or create one first.');
    return this.#open;
  }

  /** The open project, which may be written to. Throws a StudioError. */
  writable(): OpenProject {
    const open = this.get();
    if (open.readOnly) throw new StudioError(open.readOnly);
    return open;
  }

  /** The open project as a window sees it, or null. */
  state(): ProjectState | null {
    return this.#open && stateOf(this.#open);
  }

  /** Makes a project of a folder and opens it. Throws a StudioError. */
  create(folder: string, name: string): Promise<ProjectState> {
    return this.#turns.run(async () => {
      await createProject(folder, name);
      return this.#change(folder);
    });
  }

  /** Makes a project with the demo that comes with the studio, and opens it. Throws a StudioError. */
  createDemo(folder: string, demoFolder: string): Promise<ProjectState> {
    return this.#turns.run(async () => {
      await createDemoProject(folder, demoFolder);
      return this.#change(folder);
    });
  }

  /** Opens a project and closes the one before. Throws a StudioError; the one before is then still open. */
  open(folder: string): Promise<ProjectState> {
    return this.#turns.run(() => this.#change(folder));
  }

  /** Changes the project by what `change` makes of it when its turn comes. Throws a StudioError. */
  update(change: (open: OpenProject) => ProjectChange): Promise<ProjectState> {
    return this.#turns.run(async () => {
      const open = this.get();
      await open.update(change(open));
      return stateOf(open);
    });
  }

  /** Writes what is not yet written and closes the project. Throws a StudioError; it is closed all the same. */
  close(): Promise<void> {
    return this.#turns.run(async () => {
      const previous = this.#open;
      this.#open = null;
      this.#options.openedFiles.close('project');
      await previous?.close();
    });
  }

  /** Opens the new one before it closes the old: one that cannot be opened changes nothing. */
  async #change(folder: string): Promise<ProjectState> {
    const { openedFiles, recentFile } = this.#options;
    const real = await realpath(folder).catch(() => folder);
    if (this.#open?.folder === real) return stateOf(this.#open);
    const opened = await openProject(real);
    const previous = this.#open;
    this.#open = opened;
    openedFiles.open('project', real);
    const left = await previous?.close().then(() => undefined, oneLine);
    if (recentFile !== null)
      await rememberProject({ folder: real, name: opened.project.name }, recentFile).catch(() => {});
    const state = stateOf(opened);
    return left ? { ...state, notices: [...state.notices, left] } : state;
  }
}

function stateOf({ folder, project, readOnly, notices, user }: OpenProject): ProjectState {
  return { folder, project, readOnly, notices: [...notices], user };
}
