import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Handlers } from '../../../shared/contract.ts';
import type { Emitter } from '../../../shared/emitter.ts';
import { StudioError, usageError } from '../../../shared/errors.ts';
import { textReply } from '../file-reply.ts';
import { SECURITY_HEADERS } from '../security-headers.ts';
import type { Site } from '../site.ts';
import { sendFile, sendReply } from './files.ts';
import { API_PREFIX, answerApi, refuse } from './http-api.ts';
import { judge, type Lock } from './request-guard.ts';

export interface ServerOptions {
  /** 0 takes any free port. */
  port: number;
  handlers: Handlers;
  emitter: Emitter;
  site: Site;
  limits?: Partial<Limits>;
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
  /** The address for the user's browser, with this launch's token in it. */
  url: string;
  /** Ends every connection; resolves when the port is free. */
  close(): Promise<void>;
}

/** Serves the studio on loopback. Throws a StudioError when the port cannot be had. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const limits = { ...LIMITS, ...options.limits };
  const lock: Lock = { port: 0, token: randomBytes(32).toString('base64url') };
  const server = createServer(
    // Node itself ends a request that comes too slowly, with 408.
    {
      requestTimeout: limits.request,
      headersTimeout: limits.request,
      connectionsCheckingInterval: Math.min(limits.request, 5000),
    },
    (request, response) => {
      handle(request, response, lock, options, limits).catch(() => response.destroy());
    },
  );
  lock.port = await listen(server, options.port);
  return {
    url: `http://127.0.0.1:${lock.port}/?token=${lock.token}`,
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
  lock: Lock,
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
    },
    lock,
  );
  if (verdict.kind === 'enter') return enter(request, response, verdict.cookie);
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

/** Takes the token out of the address bar, and so out of history and screenshots. */
function enter(request: IncomingMessage, response: ServerResponse, cookie: string): void {
  // Clicked on another site's page (a terminal in the browser), a redirect would still count as that site's request and
  // come without the strict cookie. A page that moves on by itself is our own.
  const site = request.headers['sec-fetch-site'] ?? 'none';
  const direct = site === 'none' || site === 'same-origin';
  response.writeHead(direct ? 303 : 200, {
    ...SECURITY_HEADERS,
    'Set-Cookie': cookie,
    'Cache-Control': 'no-store',
    ...(direct ? { Location: '/' } : { Refresh: '0; url=/' }),
  });
  response.end();
}

async function listen(server: Server, port: number): Promise<number> {
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EADDRINUSE') throw usageError(`Port ${port} is in use; choose another, or 0 for any that is free.`);
    if (code === 'EACCES') throw usageError(`Port ${port} is not for this user; choose one above 1023.`);
    throw new StudioError(`The studio cannot listen on port ${port}: ${code ?? error}.`, 'failure', { cause: error });
  }
}
