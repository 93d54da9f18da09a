import { once } from 'node:events';
import { mkdirSync, readdirSync, readlinkSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { createConnection, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createOpenedFiles } from '../../../../src/main/files/opened-files.ts';
import { type RunningServer, startServer } from '../../../../src/main/shells/web/server.ts';
import { createEmitter } from '../../../../src/shared/emitter.ts';
import { someHandlers } from '../../../helpers/handlers.ts';
import { temporaryFolder } from '../../../helpers/pictures.ts';
import { ask, type Entered, enter, type WebRequest } from '../../../helpers/web-client.ts';

const BODY_LIMIT = 10_000;
const dir = temporaryFolder();
const openedFiles = createOpenedFiles();
const emitter = createEmitter();
let calls = 0;
let gone: AbortSignal | undefined;
let server: RunningServer;
let origin: string;
let cookie: string;
let key: string;
let entered: Entered;

beforeAll(async () => {
  for (const folder of ['page/assets', 'project/data', 'outside']) mkdirSync(join(dir, folder), { recursive: true });
  writeFileSync(join(dir, 'page/index.html'), '<!doctype html>');
  writeFileSync(join(dir, 'project/data/frame.png'), '0123456789');
  writeFileSync(join(dir, 'project/page.html'), '<script>alert(1)</script>');
  writeFileSync(join(dir, 'outside/secret.txt'), 'secret');
  symlinkSync(join(dir, 'outside'), join(dir, 'project/way-out'));
  symlinkSync(join(dir, 'outside/secret.txt'), join(dir, 'project/data/link.png'));
  symlinkSync(join(dir, 'project/data/frame.png'), join(dir, 'project/inner.png'));
  openedFiles.open('project', join(dir, 'project'));
  server = await startServer({
    port: 0,
    handlers: someHandlers({
      'video.open': (_input, signal) => {
        gone = signal;
        return new Promise(() => {});
      },
      'machine.describe': async () => {
        calls++;
        return { version: '1.2.3', ffmpeg: { found: true, path: '/bin/ffmpeg' } };
      },
    }),
    emitter,
    site: { rendererDir: join(dir, 'page'), openedFiles },
    limits: { body: BODY_LIMIT, request: 400 },
  });
  entered = await enter(server.url);
  ({ origin, cookie, key } = entered);
});
afterAll(() => server.close());

function call(change: WebRequest = {}, path = '/api/machine.describe') {
  return ask(origin, path, {
    method: 'POST',
    body: '{}',
    ...change,
    headers: { ...entered.headers, ...change.headers },
  });
}

function get(path: string) {
  return ask(origin, path, { headers: { cookie } });
}

/** The head of a call, up to the blank line. */
function requestHead(...headers: string[]): string {
  const own = [
    `Host: ${new URL(origin).host}`,
    `Cookie: ${cookie}`,
    `X-Studio-Key: ${key}`,
    'Content-Type: application/json',
  ];
  return ['POST /api/machine.describe HTTP/1.1', ...own, ...headers, '', ''].join('\r\n');
}

/** Writes text as it is, with HOST and COOKIE filled in; gives all that is answered. */
function speak(text: string | Buffer): Promise<string> {
  const socket = createConnection(Number(new URL(origin).port), '127.0.0.1');
  const filled =
    typeof text === 'string'
      ? text.replaceAll('HOST', new URL(origin).host).replace('COOKIE', `${cookie}\r\nX-Studio-Key: ${key}`)
      : text;
  socket.end(filled);
  return allOf(socket);
}

/** What a socket receives until it closes. */
function allOf(socket: Socket): Promise<string> {
  return new Promise(resolve => {
    let text = '';
    socket.on('data', piece => {
      text += piece;
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve(text));
  });
}

/** What a descriptor of this process leads to, if it is still open. */
function linkOf(fd: string): string | undefined {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`);
  } catch {
    return undefined;
  }
}

describe('a browser that was given the launch URL', () => {
  it('is taken to the clean address with a cookie', async () => {
    const reply = await ask(origin, new URL(server.url).pathname + new URL(server.url).search);
    expect(reply.status).toBe(303);
    expect(reply.headers.location).toMatch(/^\/#key=[\w-]{43}$/);
    expect(reply.headers['set-cookie']?.[0]).toMatch(/; HttpOnly; SameSite=Strict; Path=\/$/);
  });

  it('coming from a link on another site, moves on by itself, for a redirect would lose the cookie', async () => {
    const { pathname, search } = new URL(server.url);
    const reply = await ask(origin, pathname + search, { headers: { 'Sec-Fetch-Site': 'cross-site' } });
    expect(reply).toMatchObject({
      status: 200,
      headers: { refresh: expect.stringMatching(/^0; url=\/#key=[\w-]{43}$/) },
    });
  });

  it('gets in with it once: then it is another that the studio names', async () => {
    const { pathname, search } = new URL(server.url);
    expect((await ask(origin, pathname + search)).status).toBe(303);
    expect((await ask(origin, pathname + search)).status).toBe(401);
    // Who is in is led on, without anything new.
    const again = await ask(origin, pathname + search, { headers: { cookie } });
    expect([again.status, again.headers.location, again.headers['set-cookie']]).toEqual([303, '/', undefined]);
    expect((await enter(server.url)).key).toHaveLength(43);
  });

  it('gets the page, locked down', async () => {
    const { status, headers, body } = await get('/');
    expect([status, body.toString()]).toEqual([200, '<!doctype html>']);
    expect(headers['content-security-policy']).toMatch(/default-src 'self'.*frame-ancestors 'none'/);
    expect(headers['x-content-type-options']).toBe('nosniff');
  });

  it('makes calls, whose answers are not stored', async () => {
    const { status, headers, body } = await call();
    expect([status, headers['cache-control']]).toEqual([200, 'no-store']);
    expect(JSON.parse(body.toString())).toMatchObject({ ok: true, output: { version: '1.2.3' } });
  });

  it('follows a link inside the project', async () => {
    expect((await get('/files/project/inner.png')).body.toString()).toBe('0123456789');
  });

  it('never gets a page or script of the project as one', async () => {
    const { headers } = await get('/files/project/page.html');
    expect(headers['content-type']).toBe('application/octet-stream');
    expect(headers['content-security-policy']).toMatch(/sandbox/);
  });
});

describe('a hostile caller', () => {
  it('without the token gets nothing: not the page, not a file, not a call, not events', async () => {
    for (const path of ['/', '/files/project/data/frame.png', '/api/events', '/api/machine.describe']) {
      expect((await ask(origin, path)).status).toBe(401);
    }
    const before = calls;
    const { status, body } = await call({ headers: { cookie: '' } });
    expect(status).toBe(401);
    expect(JSON.parse(body.toString())).toMatchObject({ ok: false, details: { code: 'denied' } });
    expect(calls).toBe(before);
  });

  it('with the cookie alone, which the browser sends to every port of this machine, makes no call and hears no event', async () => {
    const before = calls;
    expect((await call({ headers: { 'X-Studio-Key': '' } })).status).toBe(401);
    expect((await get('/api/events')).status).toBe(401);
    expect(calls).toBe(before);
  });

  it('with a guessed token is refused', async () => {
    expect((await ask(origin, '/?token=guess')).status).toBe(401);
    expect((await call({ headers: { cookie: `${cookie.split('=')[0]}=guess` } })).status).toBe(401);
  });

  it('under another name is refused, cookie or not', async () => {
    expect((await call({ headers: { host: 'evil.example' } })).status).toBe(403);
    expect((await call({ headers: { host: `evil.example:${new URL(origin).port}` } })).status).toBe(403);
  });

  it('from another site is refused before the call is made, and gets no permission for a next one', async () => {
    const before = calls;
    for (const headers of [{ origin: 'http://evil.example' }, { origin: 'null' }, { 'sec-fetch-site': 'same-site' }]) {
      expect((await call({ headers })).status).toBe(403);
    }
    const preflight = await call({ method: 'OPTIONS', headers: { origin: 'http://evil.example' } });
    expect(preflight.status).toBe(403);
    expect(preflight.headers['access-control-allow-origin']).toBeUndefined();
    expect(calls).toBe(before);
  });

  it.each([
    '/files/project/../outside/secret.txt',
    '/files/project/%2e%2e/outside/secret.txt',
    '/files/project/%252e%252e/outside/secret.txt',
    '/files/project/..%2foutside%2fsecret.txt',
    '/files/project/data/..%5c..%5coutside%5csecret.txt',
    '/files/project/%2fetc%2fpasswd',
    '/files/project//etc/passwd',
    '/files/project/data/frame.png%00.txt',
    '/files/project/%c0%ae%c0%ae/outside/secret.txt',
    '/files/project/%',
    '/files/project/way-out/secret.txt',
    '/files/project/data/link.png',
    '/files/project/data',
    '/files/project',
    '/files/other/x',
    '/files/__proto__/x',
    '/files/',
    '/../outside/secret.txt',
    '/assets/../../outside/secret.txt',
    '/%2e%2e/outside/secret.txt',
    '//etc/passwd',
    '/etc/passwd',
  ])('finds nothing at %s', async path => {
    const { status, body } = await get(path);
    expect(status).toBe(404);
    expect(body.toString()).toBe('There is no such file here.\n');
  });

  it('who sends too much is stopped, whether it says how much or not', async () => {
    const body = JSON.stringify({ filler: 'x'.repeat(BODY_LIMIT) });
    expect((await call({ body })).status).toBe(413);
    expect((await call({ body, headers: { 'Transfer-Encoding': 'chunked' } })).status).toBe(413);
  });

  it.each([
    ['', 400],
    ['{', 400],
    ['{"a":1}{', 400],
    [Buffer.from([0x22, 0xff, 0x22]), 400],
    ['null', 400],
    ['[]', 400],
    ['"text"', 400],
    ['['.repeat(BODY_LIMIT), 400],
  ])('who sends %j gets one sentence', async (body, status) => {
    const reply = await call({ body });
    expect(reply.status).toBe(status);
    const { ok, error } = JSON.parse(reply.body.toString());
    expect(ok).toBe(false);
    expect(error).toMatch(/^[^\n]+\.$/);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp', 'multipart/form-data', ''])(
    'who sends "%s", as a form on a foreign page could, is refused',
    async type => {
      expect((await call({ headers: { 'Content-Type': type } })).status).toBe(415);
    },
  );

  it('who asks for what is not in the contract gets 404, and with the wrong method 405', async () => {
    for (const name of ['machine.destroy', 'toString', '__proto__', '', 'machine.describe/x']) {
      expect((await call({}, `/api/${name}`)).status).toBe(404);
    }
    expect(await call({ method: 'GET' })).toMatchObject({ status: 405, headers: { allow: 'POST' } });
    expect((await call({}, '/')).status).toBe(405);
    expect((await call({ method: 'PUT' }, '/files/project/data/frame.png')).status).toBe(405);
  });

  it.each([
    ['no HTTP', 'hello, studio\r\n\r\n', 400],
    ['TLS', Buffer.from('16030100c8010000c40303', 'hex'), 400],
    ['a method of its own', 'BREW / HTTP/1.1\r\nHost: HOST\r\n\r\n', 400],
    ['no Host', 'GET / HTTP/1.0\r\n\r\n', 403],
    ['to a proxy', 'GET http://evil.example/ HTTP/1.1\r\nHost: HOST\r\nCookie: COOKIE\r\n\r\n', 400],
    ['of an upgrade', 'GET / HTTP/1.1\r\nHost: HOST\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n', 401],
    ['with headers without end', `GET / HTTP/1.1\r\nHost: HOST\r\nX-Filler: ${'x'.repeat(20_000)}`, 431],
    [
      'a body of two lengths',
      'POST /api/machine.describe HTTP/1.1\r\nHost: HOST\r\nCookie: COOKIE\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}',
      400,
    ],
  ])('who speaks %s is told so and shown out', async (_what, text, status) => {
    const before = calls;
    const heard = await speak(text);
    expect(heard).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(calls).toBe(before);
    expect((await call()).status).toBe(200);
  });

  it('who breaks off in the middle of a body has called nothing', async () => {
    const before = calls;
    for (let i = 0; i < 20; i++) {
      const socket = createConnection(Number(new URL(origin).port), '127.0.0.1');
      socket.write(requestHead('Content-Length: 1000'));
      socket.write('{"a":');
      await new Promise(resolve => setTimeout(resolve, i));
      socket.destroy();
    }
    expect((await call()).status).toBe(200);
    expect(calls).toBe(before + 1);
  });

  it('who leaves before the answer lets the studio give the call up', async () => {
    const left = new AbortController();
    const body = JSON.stringify({ path: '/videos/a.mp4' });
    const asked = fetch(`${origin}/api/video.open`, {
      method: 'POST',
      headers: entered.headers,
      body,
      signal: left.signal,
    });
    await vi.waitUntil(() => gone);
    expect(gone?.aborted).toBe(false);
    left.abort();
    await expect(asked).rejects.toThrow(/abort/);
    await vi.waitUntil(() => gone?.aborted);
  });

  it('who listens for events and does not read them is let go of', async () => {
    const socket = createConnection(Number(new URL(origin).port), '127.0.0.1');
    const gone = new Promise(resolve => socket.on('error', () => {}).on('close', resolve));
    socket.write(`GET /api/events?key=${key} HTTP/1.1\r\nHost: ${new URL(origin).host}\r\nCookie: ${cookie}\r\n\r\n`);
    await once(socket, 'readable');
    socket.pause();
    const text = 'x'.repeat(1 << 16);
    const told = 1000;
    for (let i = 0; i < told; i++) {
      emitter.publish('job.progress', { job: 'unread', done: i, total: told, text });
      if (i % 50 === 0) await new Promise(resolve => setImmediate(resolve));
    }
    let length = 0;
    socket.on('data', piece => {
      length += piece.length;
    });
    socket.resume();
    await gone;
    expect(length).toBeLessThan(told * text.length);
  });

  it('who dribbles a body is cut off', async () => {
    const socket = createConnection(Number(new URL(origin).port), '127.0.0.1');
    socket.write(requestHead('Content-Length: 1000'));
    const dribble = setInterval(() => socket.write(' '), 50);
    const heard = await allOf(socket);
    clearInterval(dribble);
    expect(heard).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('of a thousand at once all are answered, and the studio still works', async () => {
    const requests = Array.from({ length: 1000 }, (_, i) =>
      i % 3 === 0 ? ask(origin, '/') : i % 3 === 1 ? call() : get('/files/project/data/frame.png'),
    );
    const statuses = (await Promise.all(requests)).map(({ status }) => status);
    expect(statuses).toEqual(requests.map((_, i) => (i % 3 === 0 ? 401 : 200)));
    expect((await call()).status).toBe(200);
  });
});

describe('the server', () => {
  it('breaks off a file that became shorter while it was sent, instead of passing off a part as the whole', async () => {
    const path = join(dir, 'project/large.png');
    writeFileSync(path, Buffer.alloc(64 << 20));
    const { hostname, port } = new URL(origin);
    const received = await new Promise<number>(resolve => {
      let length = 0;
      const socket = createConnection(Number(port), hostname, () => {
        socket.write(`GET /files/project/large.png HTTP/1.1\r\nHost: ${hostname}:${port}\r\nCookie: ${cookie}\r\n\r\n`);
      });
      socket.once('data', () => {
        truncateSync(path, 1 << 20);
        socket.on('data', piece => {
          length += piece.length;
        });
      });
      socket.on('error', () => {});
      socket.on('close', () => resolve(length));
    });
    expect(received).toBeLessThan(64 << 20);
  });

  it.skipIf(process.platform !== 'linux')('keeps no file open for those who leave', async () => {
    writeFileSync(join(dir, 'project/movie.mp4'), Buffer.alloc(8 << 20));
    const { hostname, port } = new URL(origin);
    const request = `GET /files/project/movie.mp4 HTTP/1.1\r\nHost: ${hostname}:${port}\r\nCookie: ${cookie}\r\n\r\n`;
    for (let i = 0; i < 60; i++) {
      const socket = createConnection(Number(port), hostname, () => socket.write(request));
      socket.on('error', () => {});
      setTimeout(() => socket.destroy(), i % 20);
    }
    const open = () => readdirSync('/proc/self/fd').filter(fd => linkOf(fd)?.endsWith('movie.mp4'));
    await new Promise(resolve => setTimeout(resolve, 100));
    await vi.waitFor(() => expect(open()).toEqual([]), 60_000);
  });

  it('says in one sentence that its port is taken', async () => {
    const port = Number(new URL(origin).port);
    const site = { rendererDir: dir, openedFiles };
    await expect(startServer({ port, handlers: someHandlers({}), emitter, site })).rejects.toThrow(
      `Port ${port} is in use; choose another, or 0 for any that is free.`,
    );
  });

  it('lets go of everyone when it closes, those who listen for events too', async () => {
    const site = { rendererDir: dir, openedFiles };
    const other = await startServer({ port: 0, handlers: someHandlers({}), emitter, site });
    const entered = await enter(other.url);
    const events = ask(entered.origin, `/api/events?key=${entered.key}`, { headers: { cookie: entered.cookie } });
    const ended = expect(events).rejects.toThrow();
    await new Promise(resolve => setTimeout(resolve, 50));
    await other.close();
    await ended;
    await expect(ask(entered.origin, '/')).rejects.toThrow(/ECONNREFUSED/);
  });
});
