/** What a `Range` header asks for: the whole file, bytes `start` to `end` (inclusive), or nothing that exists. */
export type RangeRequest = { kind: 'whole' } | { kind: 'part'; start: number; end: number } | { kind: 'unsatisfiable' };

/**
 * Reads a `Range` header for a file of `size` bytes (RFC 9110, section 14). A header that is no byte range is ignored, as
 * the RFC demands, and so is one with several ranges: a whole reply is always correct, and no player asks for more.
 */
export function parseRange(header: string | null | undefined, size: number): RangeRequest {
  const [, first, last] = /^bytes\s*=\s*(\d*)\s*-\s*(\d*)\s*$/i.exec(header ?? '') ?? [];
  if (first === undefined || (first === '' && last === '')) return { kind: 'whole' };
  if (first === '') return lastBytes(Number(last), size);
  const start = Number(first);
  if (last !== '' && Number(last) < start) return { kind: 'whole' };
  if (start >= size) return { kind: 'unsatisfiable' };
  return { kind: 'part', start, end: last === '' ? size - 1 : Math.min(Number(last), size - 1) };
}

function lastBytes(count: number, size: number): RangeRequest {
  if (count === 0 || size === 0) return { kind: 'unsatisfiable' };
  return { kind: 'part', start: Math.max(0, size - count), end: size - 1 };
}
