import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { FileReply } from '../file-reply.ts';
import { SECURITY_HEADERS } from '../security-headers.ts';
import { type Site, siteReply } from '../site.ts';

/** Sends the page's files and the opened ones. */
export async function sendFile(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  site: Site,
): Promise<void> {
  const header = (name: string) => request.headers[name]?.toString();
  return sendReply(response, await siteReply(site, path, { method: request.method ?? '', header }));
}

/** Sends a reply to its end, or breaks the connection where it cannot be kept. */
export async function sendReply(response: ServerResponse, { status, headers, body }: FileReply): Promise<void> {
  response.writeHead(status, { ...SECURITY_HEADERS, ...headers });
  if (!body) {
    response.end();
    return;
  }
  // Whoever leaves in the middle (a video player that seeks) ends the reading too.
  await pipeline(body, response).catch(() => response.destroy());
}
