/** One of so many stretches of a video, counted from 1. */
export interface Shard {
  readonly number: number;
  readonly of: number;
}

/** More stretches of a video are of no use to anybody. */
export const MOST_SHARDS = 10_000;

/** A shard's frames of those that are due: stretches are as long as each other, or one frame longer. */
export function framesOf<T>(due: readonly T[], { number, of }: Shard): T[] {
  return due.slice(Math.floor(((number - 1) * due.length) / of), Math.floor((number * due.length) / of));
}
