import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Crack, crackedGround, writeCrackVideo } from '../../../helpers/crack-video.ts';
import { temporaryFolder } from '../../../helpers/pictures.ts';
import { python } from '../../../helpers/python.ts';
import { type Compared, compareWithPeer } from '../../../helpers/reference-peer.ts';
import { studio } from '../../../helpers/studio.ts';
import { writeTinyModel } from '../../../helpers/tiny-model.ts';

const opencv = python('cv2');
const sample = join(import.meta.dirname, '../../../../assets/sample/ball-screw.mp4');
const sampleRoi = '420,246 600,196 600,280 420,330';
const dir = temporaryFolder();
const [model, wall] = [join(dir, 'model.onnx'), join(dir, 'wall.mp4')];
const roi = '20,15 300,10 310,230 12,220';

const cracks: Crack[] = [
  [
    [170, 200],
    [200, 260],
    [230, 330],
  ],
  [
    [320, 180],
    [330, 240],
    [325, 320],
  ],
];
/** The camera pans until the first crack has gone. */
const views = Array.from({ length: 30 }, (_, i) => ({ x: 230 + 8 * i, y: 260, turn: 0, zoom: 1 }));

beforeAll(async () => {
  await writeTinyModel(model, { darkness: 0.3, metadata: { input_size: '256' } });
  await writeCrackVideo(wall, crackedGround(5, cracks), views);
});
afterAll(() => rmSync(dir, { recursive: true }));

/**
 * All the same; but for the time of frames that OpenCV's decoder held back until the end of the file: it has none, and says that of the
 * seek's first frame.
 */
function expectTheSame({ frames, ours, peers }: Compared): void {
  const last = Math.max(...frames.map(([, { ms }]) => ms));
  const end = frames.findIndex(([, { ms }]) => ms === last);
  for (const [i, [our, peer]] of frames.entries()) expect(i <= end ? our : { ...our, ms: peer.ms }).toEqual(peer);
  expect(frames.length - 1 - end).toBeLessThanOrEqual(2);
  const timed = frames.slice(0, end + 1).filter(([{ boxes }]) => boxes.length > 0).length;
  expect(ours.slice(0, timed)).toEqual(peers.slice(0, timed));
  expect(ours).toHaveLength(peers.length);
}

describe.skipIf(!opencv)('as the literal port on OpenCV does,', () => {
  it('black-hats find the same lines, boxes and votes in the sample', async () => {
    const compared = await compareWithPeer(opencv!, { video: sample, roi: sampleRoi, dir: join(dir, 'sample') });
    expectTheSame(compared);
    expect(compared.ours.length).toBeGreaterThan(0);
    expect(compared.worst).toBe(1);
  });

  it('a model finds the same lines and boxes, and votes in all but a thousandth of the pixels; pairs of pictures have the same names', async () => {
    const place = { roi, dir: join(dir, 'wall'), model, pictures: true };
    const compared = await compareWithPeer(opencv!, { ...place, video: wall, startS: 0.2, endS: 0.6 });
    expect(compared.frames[0][0]).toMatchObject({ frame: 7, ms: 240 });
    expectTheSame(compared);
    expect(compared.ours.length).toBeGreaterThan(5);
    expect(compared.worst).toBeGreaterThan(0.999);
    const images = (side: string) => join(dir, 'wall', side, 'images/wall');
    expect(readdirSync(images('ours')).sort()).toEqual(readdirSync(images('peers')).sort());
    const pixels = (side: string, name: string) =>
      sharp(join(images(side), name))
        .raw()
        .toBuffer();
    for (const name of readdirSync(images('peers'))
      .filter(each => each.endsWith('_orig.png'))
      .slice(0, 2)) {
      expect(await pixels('ours', name)).toEqual(await pixels('peers', name));
      const insp = name.replace('_orig', '_insp');
      const [ours, peers] = [await pixels('ours', insp), await pixels('peers', insp)];
      const differing = ours.filter((value, i) => Math.abs(value - peers[i]) > 64).length;
      expect(differing / ours.length).toBeLessThan(0.02);
    }
  });
});

describe('studio inspect --reference', () => {
  const run = (...flags: string[]) => studio(['inspect', ...flags, '--roi', roi, '--out', join(dir, 'out')]);
  const names = () => readdirSync(join(dir, 'out/images/wall')).sort();
  const log = () => readFileSync(join(dir, 'out/logs/wall/wall_detections.txt'), 'utf8').trim().split('\n');

  it('writes its log and two pictures a frame; once more, the lines come behind and the pictures get a number', async () => {
    const { exitCode, stdout, stderr } = await run('--reference', model, wall, '--end', '0.1s');
    expect([exitCode, stderr]).toEqual([0, expect.stringMatching(/^2 of 2 frames of .*wall\.mp4 show a crack: /)]);
    expect(log()).toEqual([
      expect.stringMatching(/^00:00:00\.040 {2}\(frame=0000002, count=\d\)$/),
      expect.stringMatching(/^00:00:00\.080 {2}\(frame=0000003, count=\d\)$/),
    ]);
    expect(stdout.split('\n')).toEqual(log());
    await run('--reference', model, wall, '--end', '0.05s');
    expect(log()).toHaveLength(3);
    expect(names()).toEqual([
      'wall_000000040_insp.png',
      'wall_000000040_insp_01.png',
      'wall_000000040_orig.png',
      'wall_000000040_orig_01.png',
      'wall_000000080_insp.png',
      'wall_000000080_orig.png',
    ]);
  });

  it('needs no model with --model-free', async () => {
    const { exitCode, stderr } = await run('--model-free', wall, '--pictures', 'none');
    expect([exitCode, stderr]).toEqual([0, expect.stringMatching(/^\d+ of 29 frames of .*wall\.mp4 show a crack: /)]);
    expect(names()).toHaveLength(6);
  });

  it('says in one sentence what the reference cannot do', async () => {
    const said = async (...flags: string[]) => (await run(...flags)).stderr;
    expect(await said('--reference', model, wall, '--every', '2')).toBe(
      'error: The reference knows no --every: leave it out, or inspect without --reference.',
    );
    expect(await said('--reference', model)).toBe('error: Name at least one video behind the model.');
    expect(await said('--model-free', wall, '--start', '99s')).toMatch(
      /^error: .*wall\.mp4 has no frame to inspect there: it lasts 1\.2 s, and the reference passes over the first one\.$/,
    );
  });
});
