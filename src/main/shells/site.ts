import { Readable } from 'node:stream';
import {
  FILES_PREFIX,
  type OpenedFiles,
  pathSegments,
  realPathInside,
  THUMBNAILS_PREFIX,
} from '../files/opened-files.ts';
import { createThumbnails } from '../images/thumbnails.ts';
import { FILE_TYPES, PAGE_TYPES } from './content-types.ts';
import { type FileReply, type FileRequest, fileReply, textReply } from './file-reply.ts';
import { FILE_POLICY, SECURITY_HEADERS } from './security-headers.ts';

/** What both shells serve by URL: the page itself, and the files that were opened. */
export interface Site {
  /** The folder of the built page. */
  rendererDir: string;
  openedFiles: OpenedFiles;
}

const thumbnails = createThumbnails();

/** Answers the request for a URL path as it came: still percent-encoded, without its query. */
export async function siteReply(site: Site, urlPath: string, request: FileRequest): Promise<FileReply> {
  if (urlPath.startsWith(FILES_PREFIX)) {
    const reply = await fileReply(await site.openedFiles.locate(urlPath), request, FILE_TYPES);
    return { ...reply, headers: { ...reply.headers, ...SECURITY_HEADERS, ...FILE_POLICY } };
  }
  if (urlPath.startsWith(THUMBNAILS_PREFIX)) {
    const original = FILES_PREFIX + urlPath.slice(THUMBNAILS_PREFIX.length);
    const reply = await thumbnailReply(await site.openedFiles.locate(original), request);
    return { ...reply, headers: { ...reply.headers, ...SECURITY_HEADERS, ...FILE_POLICY } };
  }
  const segments = urlPath === '/' ? ['index.html'] : pathSegments(urlPath.slice(1));
  const path = segments && (await realPathInside(site.rendererDir, segments));
  const reply = await fileReply(path, request, PAGE_TYPES);
  return { ...reply, headers: { ...reply.headers, ...SECURITY_HEADERS } };
}

/** The page asks with the picture's date in the query, so that a thumbnail never becomes another one. */
async function thumbnailReply(path: string | undefined, { method }: FileRequest): Promise<FileReply> {
  if (method !== 'GET' && method !== 'HEAD') return textReply(405, 'Files can only be read.', { Allow: 'GET, HEAD' });
  const bytes = path === undefined ? undefined : await thumbnails.of(path);
  if (!bytes) return textReply(404, 'There is no such picture here.');
  const headers = {
    'Content-Type': 'image/webp',
    'Content-Length': String(bytes.length),
    'Cache-Control': 'private, max-age=31536000, immutable',
  };
  return method === 'HEAD' ? { status: 200, headers } : { status: 200, headers, body: Readable.from([bytes]) };
}
