import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { createOpenedFiles } from '../../../src/main/files/opened-files.ts';
import { createThumbnails } from '../../../src/main/images/thumbnails.ts';
import { siteReply } from '../../../src/main/shells/site.ts';
import { temporaryFolder, writePicture } from '../../helpers/pictures.ts';

describe('thumbnails', () => {
  const folder = temporaryFolder();
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('fit a picture into 160 px, whatever its shape', async () => {
    await writePicture(join(folder, 'wide.png'), 640, 200, pixel => pixel % 251, 3);
    const { format, width, height } = await sharp(await createThumbnails().of(join(folder, 'wide.png'))).metadata();
    expect({ format, width, height }).toEqual({ format: 'webp', width: 160, height: 50 });
  });

  it('are made again when the picture is another', async () => {
    const path = join(folder, 'changed.png');
    const thumbnails = createThumbnails();
    await writePicture(path, 8, 8, () => 0);
    const dark = await thumbnails.of(path);
    expect(await thumbnails.of(path)).toBe(dark);
    await writePicture(path, 9, 9, () => 255);
    expect(await thumbnails.of(path)).not.toEqual(dark);
  });

  it('are not made of what is no picture', async () => {
    await writeFile(join(folder, 'notes.png'), 'no picture');
    expect(await createThumbnails().of(join(folder, 'notes.png'))).toBeUndefined();
    expect(await createThumbnails().of(join(folder, 'missing.png'))).toBeUndefined();
    expect(await createThumbnails().of(folder)).toBeUndefined();
  });

  it('are served for opened files only', async () => {
    await writePicture(join(folder, 'opened', 'a b.png'), 320, 320, () => 7);
    await writePicture(join(folder, 'secret.png'), 8, 8, () => 7);
    const openedFiles = createOpenedFiles();
    openedFiles.open('project', join(folder, 'opened'));
    const ask = (path: string, method = 'GET') =>
      siteReply({ rendererDir: folder, openedFiles }, path, { method, header: () => undefined });
    const reply = await ask('/thumbnails/project/a%20b.png');
    expect(reply).toMatchObject({ status: 200, headers: { 'Content-Type': 'image/webp' } });
    expect((await buffer(reply.body!)).length).toBe(Number(reply.headers['Content-Length']));
    expect(await ask('/thumbnails/project/a%20b.png', 'HEAD')).not.toHaveProperty('body');
    for (const path of ['..%2fsecret.png', '../secret.png', 'secret.png']) {
      expect((await ask(`/thumbnails/project/${path}`)).status).toBe(404);
    }
    expect((await ask('/thumbnails/project/a%20b.png', 'POST')).status).toBe(405);
  });
});
