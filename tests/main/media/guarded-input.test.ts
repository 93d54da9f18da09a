import { execFile } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openFrameIndex } from '../../../src/main/media/frame-index.ts';
import { makeProxy } from '../../../src/main/media/proxy.ts';
import { temporaryFolder } from '../../helpers/pictures.ts';
import { makeClips } from './clips.ts';

const folder = temporaryFolder();
const clip = (name: string) => join(folder, name);
const asked: string[] = [];
const server = createServer((request, response) => {
  asked.push(request.url ?? '');
  response.writeHead(404).end();
});
let host: string;

beforeAll(async () => {
  await makeClips(folder, ['mpeg-ts.ts']);
  await new Promise<void>(listening => server.listen(0, '127.0.0.1', listening));
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.close();
  await rm(folder, { recursive: true, force: true });
});

const hls = (part: string) =>
  `#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXT-X-MEDIA-SEQUENCE:0\n#EXTINF:9,\n${part}\n#EXT-X-ENDLIST\n`;
const dash = (part: string) =>
  `<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" mediaPresentationDuration="PT3S"><Period><AdaptationSet mimeType="video/mp4"><Representation id="0"><BaseURL>${part}</BaseURL></Representation></AdaptationSet></Period></MPD>`;
const sdp =
  'v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 5004 RTP/AVP 96\na=rtpmap:96 H264/90000\n';

test.each([
  ['a playlist of another host', () => hls(`http://${host}/part.ts`)],
  ['a playlist of another file', () => hls(`file:${clip('mpeg-ts.ts')}`)],
  ['a playlist of a file beside it', () => hls('mpeg-ts.ts')],
  ['a list of parts', () => `ffconcat version 1.0\nfile '${clip('mpeg-ts.ts')}'\n`],
  ['a manifest of another host', () => dash(`http://${host}/video.mp4`)],
  ['a manifest of a file beside it', () => dash('mpeg-ts.ts')],
  ['a description of a session', () => sdp],
  ['a picture', () => 'P5\n2 2\n255\nabcd'],
])('%s that is called .mp4 is refused, and nothing that it names is opened', async (_what, content) => {
  await writeFile(clip('evil.mp4'), content());
  await expect(openFrameIndex(clip('evil.mp4'), { cache: null })).rejects.toThrow(/^Cannot read .*evil\.mp4: it is /);
  const { info } = await openFrameIndex(clip('b-frames.mp4'), { cache: null });
  const evil = { ...info, path: clip('evil.mp4') };
  const proxy = makeProxy(evil, clip('proxy.mp4'), { signal: AbortSignal.timeout(20_000) });
  await expect(proxy).rejects.toThrow(/^No preview of /);
  expect(asked).toEqual([]);
});

test.skipIf(process.platform === 'win32')('a named pipe is refused at once, and so is a device', async () => {
  await promisify(execFile)('mkfifo', [clip('pipe.mp4')]);
  await expect(openFrameIndex(clip('pipe.mp4'))).rejects.toThrow(/it is not a file/);
  await expect(openFrameIndex('/dev/zero')).rejects.toThrow(/it is not a file/);
});
