import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isSystemError } from '../../../node/system-error.ts';
import type { Handlers } from '../../../shared/contract.ts';
import type { Emitter } from '../../../shared/emitter.ts';
import { oneLine, StudioError, usageError } from '../../../shared/errors.ts';
import { API_PREFIX, KEY_HEADER, KEY_MARK } from '../../../shared/web-addresses.ts';
import { textReply } from '../file-reply.ts';
import { SECURITY_HEADERS } from '../security-headers.ts';
import type { Site } from '../site.ts';
import { sendFile, sendReply } from './files.ts';
import { answerApi, refuse } from './http-api.ts';
import { cookieFor, judge, type Lock } from './request-guard.ts';
import { type Session, Sessions } from './sessions.ts';

export interface ServerOptions {
  /** 0 takes any free port. */
  port: number;
  handlers: Handlers;
  emitter: Emitter;
  site: Site;
  limits?: Partial<Limits>;
  /** Told the address for another browser, each time that one was used. */
  onEntered?: ((next: string) => void) | undefined;
}

export interface Limits {
  /** The largest input of a call, bytes. */
  body: number;
  /** Within which a request, body included, must have come, ms. */
  request: number;
}

/** A label file of many brush masks has some megabytes. */
const LIMITS: Limits = { body: 16 << 20, request: 30_000 };

/** A server that runs. */
export interface RunningServer {
  /** The address for the next browser, with a token in it that is good once. */
  readonly url: string;
  /** Ends every connection; resolves when the port is free. */
  close(): Promise<void>;
}

/** Serves the studio on loopback. Throws a StudioError when the port cannot be had. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const limits = { ...LIMITS, ...options.limits };
  const sessions = new Sessions();
  const lock: Lock = { port: 0, sessions };
  const address = () => `http://127.0.0.1:${lock.port}/?token=${sessions.token}`;
  const server = createServer(
    // Node itself ends a request that comes too slowly, with 408.
    {
      requestTimeout: limits.request,
      headersTimeout: limits.request,
      connectionsCheckingInterval: Math.min(limits.request, 5000),
    },
    (request, response) => {
      handle(request, response, { lock, enter }, options, limits).catch(() => response.destroy());
    },
  );
  const enter = (known: Session | undefined) => {
    const { cookie, key } = sessions.enter(known);
    options.onEntered?.(address());
    return { cookie: cookieFor(lock, cookie), to: `/#${KEY_MARK}${key}` };
  };
  lock.port = await listen(server, options.port);
  return {
    get url() {
      return address();
    },
    async close() {
      const closed = new Promise<void>(resolve => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  { lock, enter }: { lock: Lock; enter: (known: Session | undefined) => Entrance },
  { handlers, emitter, site }: ServerOptions,
  limits: Limits,
): Promise<void> {
  const { headers, method = '', url: target = '' } = request;
  const verdict = judge(
    {
      method,
      target,
      remoteAddress: request.socket.remoteAddress,
      host: headers.host,
      origin: headers.origin,
      fetchSite: headers['sec-fetch-site']?.toString(),
      cookie: headers.cookie,
      key: headers[KEY_HEADER]?.toString(),
    },
    lock,
  );
  if (verdict.kind === 'enter') return sendOn(request, response, enter(verdict.session));
  if (verdict.kind === 'again') return sendOn(request, response, { to: '/' });
  const [path] = target.split('?', 1);
  const isCall = path.startsWith(API_PREFIX);
  if (verdict.kind === 'refuse') {
    const { status, reason } = verdict;
    return isCall ? refuse(request, response, status, reason) : sendReply(response, textReply(status, reason));
  }
  if (isCall) {
    return answerApi(request, response, path, { handlers, emitter, bodyLimit: limits.body });
  }
  return sendFile(request, response, path, site);
}

/** What a browser is given that comes in, and where it goes on. */
interface Entrance {
  readonly cookie?: string;
  readonly to: string;
}

/** Takes the token out of the address bar, and so out of history and screenshots. The page takes its key out itself. */
function sendOn(request: IncomingMessage, response: ServerResponse, { cookie, to }: Entrance): void {
  // Clicked on another site's page (a terminal in the browser), a redirect would still count as that site's request and
  // come without the strict cookie. A page that moves on by itself is our own.
  const site = request.headers['sec-fetch-site'] ?? 'none';
  const direct = site === 'none' || site === 'same-origin';
  response.writeHead(direct ? 303 : 200, {
    ...SECURITY_HEADERS,
    ...(cookie !== undefined && { 'Set-Cookie': cookie }),
    'Cache-Control': 'no-store',
    ...(direct ? { Location: to } : { Refresh: `0; url=${to}` }),
  });
  response.end();
}

async function listen(server: Server, port: number): Promise<number> {
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  } catch (error) {
    if (isSystemError(error, 'EADDRINUSE'))
      throw usageError(`Port ${port} is in use; choose another, or 0 for any that is free.`);
    if (isSystemError(error, 'EACCES')) throw usageError(`Port ${port} is not for this user; choose one above 1023.`);
    throw new StudioError(`The studio cannot listen on port ${port}: ${oneLine(error)}.`, 'failure', { cause: error });
  }
}
