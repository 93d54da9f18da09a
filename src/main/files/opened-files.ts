import { ProjectRoot, realPathOf } from '../../node/project-path.ts';

/** Where the files of opened roots are found by a page: `/files/<name>/<path inside the folder>`. */
export const FILES_PREFIX = '/files/';

/** `/thumbnails/<name>/<path>`: a small picture of what is found under `/files/` there. */
export const THUMBNAILS_PREFIX = '/thumbnails/';

/**
 * What pages may read: nothing but the files and folders that were opened here, each under a name. A page gets pixels by
 * URL, and this table is what stands between a URL and the rest of the disk.
 */
export interface OpenedFiles {
  /** Opens a folder with all that is in it, or one file; replaces what had the name. Returns its URL, without a slash at the end. */
  open(name: string, path: string): string;
  close(name: string): void;
  /** The real path behind a URL path (still percent-encoded), or undefined when it is not a thing that was opened. */
  locate(urlPath: string): Promise<string | undefined>;
}

export function createOpenedFiles(): OpenedFiles {
  const roots = new Map<string, string>();
  return {
    open(name, path) {
      roots.set(name, path);
      return FILES_PREFIX + encodeURIComponent(name);
    },
    close: name => void roots.delete(name),
    async locate(urlPath) {
      if (!urlPath.startsWith(FILES_PREFIX)) return undefined;
      const [name, ...rest] = pathSegments(urlPath.slice(FILES_PREFIX.length)) ?? [];
      const root = roots.get(name ?? '');
      return root === undefined ? undefined : realPathInside(root, rest);
    },
  };
}

/**
 * The segments of a URL path, each decoded once, or undefined when one of them is no plain name: `..` however it is
 * encoded, a slash that was hidden by encoding, a backslash or a colon (a drive, a stream) that Windows would follow.
 */
export function pathSegments(urlPath: string): string[] | undefined {
  try {
    const segments = urlPath.split('/').map(decodeURIComponent);
    return segments.every(isPlainName) ? segments : undefined;
  } catch {
    return undefined;
  }
}

function isPlainName(name: string): boolean {
  const windows = process.platform === 'win32';
  return name !== '' && name !== '.' && name !== '..' && !(windows ? /[/\\:\0]/ : /[/\0]/).test(name);
}

/** Follows every symbolic link, and only then asks whether the path is still inside: a link may not lead out. */
export async function realPathInside(root: string, segments: readonly string[]): Promise<string | undefined> {
  try {
    return await realPathOf(new ProjectRoot(root, true).at(...segments));
  } catch {
    return undefined;
  }
}
