import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Reply, refusal } from '../../../shared/bridge.ts';
import { answer, type Handlers } from '../../../shared/contract.ts';
import type { Emitter } from '../../../shared/emitter.ts';
import { type ErrorCode, IS_USAGE } from '../../../shared/error-codes.ts';
import { API_PREFIX } from '../../../shared/web-addresses.ts';
import { SECURITY_HEADERS } from '../security-headers.ts';

export interface ApiOptions {
  handlers: Handlers;
  emitter: Emitter;
  /** The largest input of a call, bytes. */
  bodyLimit: number;
}

/** A page that stopped reading is let go of, before what it has not read fills the memory. It comes back by itself. */
const UNREAD_EVENTS_LIMIT = 1 << 20;
const HEARTBEAT_MS = 15_000;

/** Carries the contract over HTTP: `POST /api/<call>` with the input as JSON, `GET /api/events` as server-sent events. */
export async function answerApi(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  { handlers, emitter, bodyLimit }: ApiOptions,
): Promise<void> {
  const name = path.slice(API_PREFIX.length);
  if (name === 'events' && request.method === 'GET') return sendEvents(response, emitter);
  if (request.method !== 'POST') return refuse(request, response, 405, 'A call is made with POST.');
  // Besides being unreadable, any other type is what a foreign page's form can send without being asked first.
  if (!/^application\/json\s*(;|$)/i.test(request.headers['content-type'] ?? '')) {
    return refuse(request, response, 415, 'A call is made with application/json.');
  }
  const body = await readBody(request, bodyLimit);
  if (!body) return refuse(request, response, 413, `A call takes ${bodyLimit} bytes at most.`);
  const input = parseJson(body);
  if (!input) return refuse(request, response, 400, 'This is no JSON.');
  const reply = await answer(handlers, name, input.value, goneSignal(response));
  sendReply(response, reply.ok ? 200 : statusOf(reply.details.code), reply);
}

function statusOf(code: ErrorCode): number {
  if (code === 'denied') return 403;
  if (code === 'unknown') return 404;
  return IS_USAGE[code] ? 400 : 500;
}

/** Aborted when the connection ends before the answer was sent: the page was left, or wants something newer. */
function goneSignal(response: ServerResponse): AbortSignal {
  const gone = new AbortController();
  response.once('close', () => response.writableFinished || gone.abort());
  return gone.signal;
}

/** Sends a refusal as the page expects it: in the shape of every reply of a call. */
export function refuse(request: IncomingMessage, response: ServerResponse, status: number, error: string): void {
  sendReply(response, status, refusal(status === 401 || status === 403 ? 'denied' : 'usage', error));
  // What is still coming is thrown away, so that the caller gets to read why; but not for ever.
  request.resume();
  setTimeout(() => request.complete || request.destroy(), 1000).unref();
}

function sendReply(response: ServerResponse, status: number, reply: Reply): void {
  const text = JSON.stringify(reply);
  response.writeHead(status, {
    ...SECURITY_HEADERS,
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(text),
    'Cache-Control': 'no-store',
    ...(status === 405 && { Allow: 'POST' }),
  });
  response.end(text);
}

/** The whole body, or undefined when it is larger than `limit` bytes, whatever its header promised. */
async function readBody(request: IncomingMessage, limit: number): Promise<Buffer | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > limit) return undefined;
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = [];
    let length = 0;
    request.on('data', (piece: Buffer) => {
      length += piece.length;
      if (length <= limit) pieces.push(piece);
      else resolve(undefined);
    });
    request.on('end', () => resolve(Buffer.concat(pieces)));
    request.on('error', reject);
  });
}

function parseJson(body: Buffer): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)) };
  } catch {
    return undefined;
  }
}

function sendEvents(response: ServerResponse, emitter: Emitter): void {
  response.writeHead(200, {
    ...SECURITY_HEADERS,
    'Content-Type': 'text/event-stream',
    'Cache-Control': 'no-store',
  });
  const write = (text: string) => {
    if (response.writableLength > UNREAD_EVENTS_LIMIT) response.destroy();
    else response.write(text);
  };
  write(':\n\n');
  const leave = emitter.subscribe(event => write(`data: ${JSON.stringify(event)}\n\n`));
  const heartbeat = setInterval(write, HEARTBEAT_MS, ':\n\n');
  response.on('close', () => {
    leave();
    clearInterval(heartbeat);
  });
}
