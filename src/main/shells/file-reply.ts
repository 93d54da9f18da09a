import { extname } from 'node:path';
import { pipeline, Readable, Transform } from 'node:stream';
import { openFile } from '../../node/open-file.ts';
import type { ContentTypes } from './content-types.ts';
import { parseRange } from './range.ts';

/** A reply that either shell can send. */
export interface FileReply {
  status: number;
  headers: Record<string, string>;
  /** `Content-Length` bytes; destroy it when they are not wanted any more. */
  body?: Readable;
}

export interface FileRequest {
  method: string;
  /** A header's value by its name in lower case. */
  header(name: string): string | null | undefined;
}

/**
 * The reply to a GET or HEAD of a file: whole, in part (206), unchanged (304), or 404 when there is no such file.
 * Chromium seeks in a video only where `Range` is answered. A type that `types` does not have is sent as mere bytes.
 */
export async function fileReply(
  path: string | undefined,
  request: FileRequest,
  types: ContentTypes,
): Promise<FileReply> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return textReply(405, 'Files can only be read.', { Allow: 'GET, HEAD' });
  }
  const file = path === undefined ? undefined : await openFile(path).catch(() => undefined);
  if (path === undefined || !file) return textReply(404, 'There is no such file here.');
  const { size, mtime } = file.stats;
  const etag = `"${size.toString(16)}-${mtime.getTime().toString(16)}"`;
  const headers = {
    'Content-Type': types[extname(path).toLowerCase()] ?? 'application/octet-stream',
    'Accept-Ranges': 'bytes',
    ETag: etag,
    'Last-Modified': mtime.toUTCString(),
    // Asked for again each time, answered with 304 while nothing changed: a mask just painted must be seen at once.
    'Cache-Control': 'private, no-cache',
  };
  const reply = partAskedFor(request, etag, size);
  if (reply.status === 416) Object.assign(headers, { 'Content-Range': `bytes */${size}` });
  if (reply.status === 206) {
    Object.assign(headers, { 'Content-Range': `bytes ${reply.start}-${reply.start + reply.length - 1}/${size}` });
  }
  // No length beside a 304: it would be that of a reply with the file in it.
  if (reply.status !== 304) Object.assign(headers, { 'Content-Length': String(reply.length) });
  if (reply.status < 300 && reply.length > 0 && request.method === 'GET') {
    const stream = file.handle.createReadStream({ start: reply.start, end: reply.start + reply.length - 1 });
    return { status: reply.status, headers, body: exactly(stream, reply.length) };
  }
  await file.handle.close();
  return { status: reply.status, headers };
}

/** Which bytes of the file answer the request, and with which status. */
function partAskedFor(
  { method, header }: FileRequest,
  etag: string,
  size: number,
): { status: 200 | 206 | 304 | 416; start: number; length: number } {
  const whole = { status: 200, start: 0, length: size } as const;
  if (header('if-none-match') === etag) return { ...whole, status: 304 };
  // A part is of use only to whoever holds other parts of this very version.
  if (method === 'HEAD' || (header('if-range') ?? etag) !== etag) return whole;
  const range = parseRange(header('range'), size);
  if (range.kind === 'unsatisfiable') return { status: 416, start: 0, length: 0 };
  return range.kind === 'whole' ? whole : { status: 206, start: range.start, length: range.end - range.start + 1 };
}

/** A file that became shorter since its length was promised ends as an error, not as a picture cut off. */
function exactly(stream: Readable, length: number): Readable {
  let left = length;
  const counted = new Transform({
    transform(piece: Buffer, _encoding, done) {
      left -= piece.length;
      done(null, piece);
    },
    flush: done => done(left > 0 ? new Error('The file became shorter while it was sent.') : null),
  });
  return pipeline(stream, counted, () => {});
}

/** A reply of one sentence. */
export function textReply(status: number, sentence: string, headers: Record<string, string> = {}): FileReply {
  const bytes = Buffer.from(`${sentence}\n`);
  return {
    status,
    headers: {
      'Content-Type': 'text/plain; charset=utf-8',
      'Content-Length': String(bytes.length),
      'Cache-Control': 'no-store',
      ...headers,
    },
    body: Readable.from([bytes]),
  };
}
