import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createOpenedFiles } from '../../../src/main/files/opened-files.ts';
import { serveScheme } from '../../../src/main/shells/electron/protocol.ts';
import { startServer } from '../../../src/main/shells/web/server.ts';
import { createEmitter } from '../../../src/shared/emitter.ts';
import { someHandlers } from '../../helpers/handlers.ts';
import { temporaryFolder } from '../../helpers/pictures.ts';
import { ask, enter } from '../../helpers/web-client.ts';

const dir = temporaryFolder();
mkdirSync(join(dir, 'page'));
mkdirSync(join(dir, 'project'));
writeFileSync(join(dir, 'page/index.html'), '<!doctype html>');
writeFileSync(join(dir, 'project/a b.png'), '0123456789');
writeFileSync(join(dir, 'project/empty.png'), '');
writeFileSync(join(dir, 'video.MP4'), 'video');
writeFileSync(join(dir, 'secret.txt'), 'secret');
symlinkSync(join(dir, 'secret.txt'), join(dir, 'project/out.txt'));

const openedFiles = createOpenedFiles();
const projectUrl = openedFiles.open('project', join(dir, 'project'));
const site = { rendererDir: join(dir, 'page'), openedFiles };
const file = `${projectUrl}/a%20b.png`;

interface Answer {
  status: number;
  header(name: string): string | null;
  text: string;
}
type Get = (path: string, headers?: Record<string, string>, method?: string) => Promise<Answer>;

const server = await startServer({ port: 0, handlers: someHandlers({}), emitter: createEmitter(), site });
afterAll(() => server.close());
const { origin, cookie } = await enter(server.url);
const overHttp: Get = async (path, headers, method = 'GET') => {
  const reply = await ask(origin, path, { method, headers: { ...headers, cookie } });
  return {
    status: reply.status,
    header: name => reply.headers[name.toLowerCase()]?.toString() ?? null,
    text: reply.body.toString(),
  };
};

let handler: ((request: Request) => Response | Promise<Response>) | undefined;
const handle = (_scheme: string, added: unknown) => {
  handler = added as typeof handler;
};
serveScheme({ handle }, site);
const overScheme: Get = async (path, headers = {}, method = 'GET') => {
  const response = await handler!(new Request(`studio://app${path}`, { method, headers }));
  return { status: response.status, header: name => response.headers.get(name), text: await response.text() };
};

describe.each([
  ['the web shell', overHttp],
  ["Electron's scheme", overScheme],
])('files over %s', (_name, get) => {
  it('come whole, with their type and size', async () => {
    const reply = await get(file);
    expect([reply.status, reply.text]).toEqual([200, '0123456789']);
    expect(reply.header('Content-Type')).toBe('image/png');
    expect(reply.header('Content-Length')).toBe('10');
    expect(reply.header('Accept-Ranges')).toBe('bytes');
  });

  it.each([
    ['bytes=2-4', '234', 'bytes 2-4/10'],
    ['bytes=7-', '789', 'bytes 7-9/10'],
    ['bytes=-2', '89', 'bytes 8-9/10'],
    ['bytes=0-0', '0', 'bytes 0-0/10'],
    ['bytes=5-999', '56789', 'bytes 5-9/10'],
  ])('come in part: %s', async (range, text, contentRange) => {
    const reply = await get(file, { Range: range });
    expect([reply.status, reply.text]).toEqual([206, text]);
    expect(reply.header('Content-Range')).toBe(contentRange);
    expect(reply.header('Content-Length')).toBe(String(text.length));
  });

  it('come whole when several parts are asked for, or the range is none', async () => {
    for (const range of ['bytes=0-1,4-5', 'bytes=5-2', 'pages=1-2']) {
      expect(await get(file, { Range: range })).toMatchObject({ status: 200, text: '0123456789' });
    }
  });

  it('are told to be shorter when the part begins behind their end', async () => {
    const reply = await get(file, { Range: 'bytes=10-' });
    expect([reply.status, reply.text, reply.header('Content-Range')]).toEqual([416, '', 'bytes */10']);
  });

  it('are described without being sent', async () => {
    const reply = await get(file, { Range: 'bytes=2-4' }, 'HEAD');
    expect([reply.status, reply.text, reply.header('Content-Length')]).toEqual([200, '', '10']);
  });

  it('are not sent again while they are unchanged', async () => {
    const etag = (await get(file)).header('ETag') ?? '';
    expect(await get(file, { 'If-None-Match': etag })).toMatchObject({ status: 304, text: '' });
    expect(await get(file, { 'If-None-Match': '"other"' })).toMatchObject({ status: 200 });
  });

  it('come whole when the part asked for was of an older version', async () => {
    const etag = (await get(file)).header('ETag') ?? '';
    expect(await get(file, { Range: 'bytes=2-4', 'If-Range': etag })).toMatchObject({ status: 206 });
    expect(await get(file, { Range: 'bytes=2-4', 'If-Range': '"older"' })).toMatchObject({ status: 200 });
  });

  it('may be empty', async () => {
    const reply = await get(`${projectUrl}/empty.png`);
    expect([reply.status, reply.text, reply.header('Content-Length')]).toEqual([200, '', '0']);
  });

  it('stay inside what was opened', async () => {
    for (const path of ['/out.txt', '/..%2fsecret.txt', '/%252e%252e/secret.txt', '', '/']) {
      expect((await get(projectUrl + path)).status).toBe(404);
    }
  });

  it('can be one file alone, and are gone when it is closed', async () => {
    const url = openedFiles.open('video', join(dir, 'video.MP4'));
    expect(await get(url)).toMatchObject({ status: 200, text: 'video' });
    expect((await get(url)).header('Content-Type')).toBe('video/mp4');
    expect((await get(`${url}/secret.txt`)).status).toBe(404);
    openedFiles.close('video');
    expect((await get(url)).status).toBe(404);
  });

  it('are those of the page too', async () => {
    const reply = await get('/');
    expect([reply.status, reply.text]).toEqual([200, '<!doctype html>']);
    expect(reply.header('Content-Security-Policy')).toMatch(/^default-src 'self'/);
    expect((await get('/nothing.js')).status).toBe(404);
  });
});

describe("Electron's scheme", () => {
  it('has one host', async () => {
    expect((await handler!(new Request('studio://other/'))).status).toBe(404);
  });
});
