/**
 * The one kind of error that a user may see: a sentence that says what happened, to which file, and what to do.
 * `usage` means the request itself makes no sense (exit code 2), `failure` that it could not be carried out (1).
 */
export class StudioError extends Error {
  override readonly name = 'StudioError';
  readonly code: 'usage' | 'failure';

  constructor(message: string, code: 'usage' | 'failure' = 'failure', options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** A request that makes no sense as it stands: a flag out of range, an ROI outside the picture. */
export function usageError(message: string): StudioError {
  return new StudioError(message, 'usage');
}

const SYSTEM_REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'it does not exist; check the path',
  EACCES: 'permission is denied; choose a place you may use, or change its permissions',
  EPERM: 'permission is denied; choose a place you may use, or change its permissions',
  EROFS: 'the disk is read-only; choose another place',
  ENOSPC: 'the disk is full; free some space and run it again',
  EDQUOT: 'the disk quota is used up; free some space and run it again',
  EFBIG: 'it would be larger than this disk or user may write; choose another place',
  EISDIR: 'it is a folder where a file is needed',
  ENOTDIR: 'a file stands where a folder is needed',
  EEXIST: 'a file of that name is in the way',
  EMFILE: 'too many files are open; close other programs',
  ENAMETOOLONG: 'the name is too long',
};

/**
 * Turns what `node:fs` throws into one sentence, e.g. "Cannot write a.png: the disk is full; free some space and run it again."
 * An error that is a StudioError already passes through unchanged.
 */
export function fileError(doing: 'read' | 'write', path: string, error: unknown): StudioError {
  if (error instanceof StudioError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const noPlace =
    doing === 'write' && code === 'ENOENT' ? 'there is no such place to write to; choose another' : undefined;
  const reason = noPlace ?? SYSTEM_REASONS[code] ?? (error instanceof Error ? error.message : String(error));
  return new StudioError(`Cannot ${doing} ${path}: ${reason}.`, 'failure', { cause: error });
}

/** One line for a person, whatever was thrown: never a stack trace. */
export function oneLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n', 1)[0] || 'Something failed without saying why.';
}
