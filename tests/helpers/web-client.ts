import { type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http';
import { KEY_HEADER } from '../../src/shared/web-addresses.ts';

export interface WebReply {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

export interface WebRequest {
  method?: string;
  headers?: OutgoingHttpHeaders;
  body?: string | Buffer;
}

/** Asks a server over a real socket. The path goes out as it is given: `fetch` would tidy `..` away. */
export function ask(
  origin: string,
  path: string,
  { method = 'GET', headers = {}, body }: WebRequest = {},
): Promise<WebReply> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(origin);
    const sent = request({ hostname, port, path, method, headers, agent: false }, response => {
      const pieces: Buffer[] = [];
      response.on('data', piece => pieces.push(piece));
      response.on('error', reject);
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(pieces) }),
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** A browser that was let in: the cookie that all its requests carry, and the key with which its page makes calls. */
export interface Entered {
  readonly origin: string;
  readonly cookie: string;
  readonly key: string;
  /** Of a call. */
  readonly headers: Record<string, string>;
}

/** Goes through the launch URL as a browser does. */
export async function enter(url: string): Promise<Entered> {
  const { origin, pathname, search } = new URL(url);
  const { headers } = await ask(origin, pathname + search);
  const cookie = headers['set-cookie']?.[0]?.split(';', 1)[0] ?? '';
  const key = headers.location?.split('#key=')[1] ?? '';
  return { origin, cookie, key, headers: { cookie, [KEY_HEADER]: key, 'Content-Type': 'application/json' } };
}
