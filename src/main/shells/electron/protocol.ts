import { Readable } from 'node:stream';
import type { CustomScheme, Protocol } from 'electron';
import { textReply } from '../file-reply.ts';
import { type Site, siteReply } from '../site.ts';

/** The page's address. A scheme of our own instead of `file://`, which could read the whole disk and has no origin. */
export const PAGE_ORIGIN = 'studio://app';

/** To be registered before the app is ready. `stream` lets a video be seeked, `standard` gives the page an origin. */
export const STUDIO_SCHEME: CustomScheme = {
  scheme: 'studio',
  privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, corsEnabled: true },
};

/** Serves the page and the opened files under `studio://app/`, with Range. */
export function serveScheme(protocol: Pick<Protocol, 'handle'>, site: Site): void {
  protocol.handle(STUDIO_SCHEME.scheme, async request => {
    const { host, pathname } = new URL(request.url);
    const { status, headers, body } =
      host === new URL(PAGE_ORIGIN).host
        ? await siteReply(site, pathname, { method: request.method, header: name => request.headers.get(name) })
        : textReply(404, 'There is no such page.');
    return new Response(body ? (Readable.toWeb(body) as ReadableStream) : null, { status, headers });
  });
}
