import { rmSync } from 'node:fs';
import { afterAll, expect, it } from 'vitest';
import { encodeVideo } from '../../../src/main/media/encode-video.ts';
import { projectPath } from '../../../src/node/project-path.ts';
import { temporaryFolder } from '../../helpers/pictures.ts';

const dir = temporaryFolder();
afterAll(() => rmSync(dir, { recursive: true }));

it('says what ffmpeg says when it ends before it has taken all pictures', async () => {
  const size = { width: 640, height: 480 };
  async function* pictures() {
    for (let i = 0; i < 20; i++) yield { ...size, data: new Uint8Array(640 * 480 * 3) };
  }
  const file = projectPath(dir).join('none.mp4');
  const encoding = encodeVideo(pictures(), { ...size, rate: 0, file });
  await expect(encoding).rejects.toThrow(/^Cannot write .*none\.mp4: ffmpeg says /);
});
