import * as z from 'zod';
import { type ErrorCode, type ErrorDetails, errorDetailsSchema, type Remedies, remedyFor } from './error-codes.ts';

/**
 * The one kind of error that a user may see: a sentence that says what happened, to which file, and what to do, unless
 * each door words that itself from `details`.
 */
export class StudioError extends Error {
  override readonly name = 'StudioError';
  readonly details: ErrorDetails;

  constructor(message: string, details: ErrorDetails | 'usage' | 'failure' = 'failure', options?: ErrorOptions) {
    super(message, options);
    this.details = typeof details === 'string' ? { code: details } : details;
  }

  get code(): ErrorCode {
    return this.details.code;
  }
}

/** An error as it crosses a border: from a worker, into an event of the contract. */
export const problemSchema = z.object({ message: z.string(), details: errorDetailsSchema });
export type Problem = z.infer<typeof problemSchema>;

/** What crosses a border in place of whatever was thrown: one line, never a stack trace. */
export function problemOf(error: unknown): Problem {
  return { message: oneLine(error), details: error instanceof StudioError ? error.details : { code: 'failure' } };
}

/** The error that `problemOf` made a problem of. */
export function errorOf({ message, details }: Problem): StudioError {
  return new StudioError(message, details);
}

/** Whether an error has a code: the way to decide by one. */
export function hasCode(error: unknown, code: ErrorCode): boolean {
  return error instanceof StudioError && error.code === code;
}

/** The sentence of an error as one door says it: what happened, and what to do there. */
export function inWords(error: unknown, remedies: Remedies): string {
  const sentence = oneLine(error);
  const remedy = error instanceof StudioError ? remedyFor(error.details, remedies) : undefined;
  return remedy === undefined ? sentence : `${sentence.replace(/\.$/, '')}: ${remedy}.`;
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
  const details: ErrorDetails = doing === 'read' ? { code: 'unreadable', path } : { code: 'failure' };
  return new StudioError(`Cannot ${doing} ${path}: ${reason}.`, details, { cause: error });
}

/** One line for a person, whatever was thrown: never a stack trace. */
export function oneLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n', 1)[0] || 'Something failed without saying why.';
}
