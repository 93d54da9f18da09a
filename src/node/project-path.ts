import { lstat, realpath, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, normalize, relative, resolve, sep } from 'node:path';
import { StudioError } from '../shared/errors.ts';

/** Any of these makes a folder a project: the file itself, or its backup when it got lost. */
const PROJECT_MARKS = ['studio.json', join('.studio', 'backups', 'studio.json')];

/** What its own files must not lead out of: a project, or a training folder or a run that stands alone. */
export class ProjectRoot {
  /** As it was named: perhaps from the working folder, perhaps through links. */
  readonly path: string;
  readonly #isProject: boolean;
  readonly #pinned = new Map<string, string>();
  #real: Promise<string> | undefined;

  /** `isProject`: it is the whole; otherwise it may lie in a project, and that is then what must not be left. */
  constructor(path: string, isProject: boolean) {
    const named = normalize(path);
    // Without the separator that a shell puts behind a folder.
    this.path = named.length > 1 && named.endsWith(sep) ? named.slice(0, -1) : named;
    this.#isProject = isProject;
  }

  /** The folder itself, or one below it. */
  at(...names: readonly string[]): ProjectPath {
    return new ProjectPath(this, join(this.path, ...names));
  }

  /** Where it really lies, from the first time it was asked for. Throws what Node does when it is gone. */
  real(): Promise<string> {
    this.#real ??= this.#find().catch(error => {
      this.#real = undefined;
      throw error;
    });
    return this.#real;
  }

  /**
   * From now on nothing is written once the folder, or one of those named in it, is another than now: a project that is moved
   * while it is open takes its journal along. Throws what Node does.
   */
  async pin(...names: readonly string[]): Promise<void> {
    for (const path of [this.path, ...names.map(name => join(this.path, name))]) {
      this.#pinned.set(path, await identityOf(path));
    }
  }

  /** Throws a StudioError when it is not the folder that was pinned. */
  async requirePinned(): Promise<void> {
    for (const [path, identity] of this.#pinned) {
      if ((await identityOf(path).catch(() => '')) === identity) continue;
      throw new StudioError(
        `${this.path} was moved or replaced while it was open, so nothing is written there: open the project where it is now, or put it back.`,
      );
    }
  }

  async #find(): Promise<string> {
    const enclosing = this.#isProject ? undefined : await enclosingProject(resolve(this.path));
    return realpath(enclosing ?? this.path);
  }
}

/** Of a folder, wherever it is moved to on its disk. */
async function identityOf(path: string): Promise<string> {
  const { dev, ino } = await stat(path, { bigint: true });
  return `${dev} ${ino}`;
}

/** The outermost project around a folder, or that it is: what lies in a stranger's may pass itself off as another. */
export async function enclosingProject(folder: string): Promise<string | undefined> {
  const parent = dirname(folder);
  const outer = parent === folder ? undefined : await enclosingProject(parent);
  if (outer !== undefined) return outer;
  const marks = await Promise.all(PROJECT_MARKS.map(mark => lstat(join(folder, mark)).catch(() => null)));
  return marks.some(Boolean) ? folder : undefined;
}

/**
 * A file or folder of a project. It is no string, so that nobody opens it past `src/node`, where its real path is proven
 * to lie in the project's real folder.
 */
export class ProjectPath {
  readonly root: ProjectRoot;
  /** As the root was named, and the way from there; for messages and addresses. */
  readonly path: string;

  /** Throws a StudioError when the names alone lead out of the root. */
  constructor(root: ProjectRoot, path: string) {
    this.root = root;
    this.path = path;
    if (!isInside(root.path, path)) throw outside(path, root.path);
  }

  join(...names: readonly string[]): ProjectPath {
    return new ProjectPath(this.root, join(this.path, ...names));
  }

  get parent(): ProjectPath {
    return new ProjectPath(this.root, dirname(this.path));
  }

  toString(): string {
    return this.path;
  }
}

/** A file that the user named, wherever it leads; or one of a project, which must lie in it. */
export type FilePath = string | ProjectPath;

/** A folder as services take it: by its path it stands alone, as its own root unless it lies in a project. */
export function projectPath(folder: FilePath): ProjectPath {
  return typeof folder === 'string' ? new ProjectRoot(folder, false).at() : folder;
}

/** What is to be written where the user says: in a project it is a file of that project, whose links lead nothing out of it. */
export async function toBeWritten(path: FilePath): Promise<FilePath> {
  if (typeof path !== 'string') return path;
  const full = resolve(path);
  const project = await enclosingProject(dirname(full));
  return project === undefined ? path : new ProjectRoot(project, true).at(relative(project, full));
}

/** The path as a string, for messages and other processes. */
export function pathOf(path: FilePath): string {
  return typeof path === 'string' ? path : path.path;
}

/** Where a file or folder that is there really lies; links inside the root are followed. Throws what Node does, or a StudioError when it leads out. */
export async function realPathOf(path: ProjectPath): Promise<string> {
  const [root, real] = [await path.root.real(), await realpath(path.path)];
  if (isInside(root, real)) return real;
  throw outside(path.path, path.root.path);
}

/**
 * Where a file is to be written by its name, whatever stands there: its folder is proven, its last link is not followed. Throws
 * what Node does, or a StudioError.
 */
export async function realNameOf(path: ProjectPath): Promise<string> {
  await path.root.requirePinned();
  if (path.path === path.root.path) return realPathOf(path);
  return join(await realPathOf(path.parent), basename(path.path));
}

function isInside(root: string, path: string): boolean {
  const way = relative(root, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/** Of a link without anything behind it. */
export function leadsNowhere(path: ProjectPath): StudioError {
  return new StudioError(`${path} is a link that leads nowhere, so it is left alone: remove it.`);
}

function outside(path: string, root: string): StudioError {
  return new StudioError(`${path} leads out of ${root}, so it is left alone: put the file or folder itself there.`);
}
