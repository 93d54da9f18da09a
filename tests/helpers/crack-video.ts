import { execa } from 'execa';
import { theFfmpeg } from '../../src/main/media/ffmpeg-path.ts';
import type { GrayImage } from '../../src/shared/image/gray-image.ts';
import { ground, SHOT, shot, type View } from './moving-ground.ts';

export type Crack = readonly (readonly [x: number, y: number])[];

/** Ground that is nowhere dark, with cracks that are: what `writeTinyModel` finds. */
export function crackedGround(seed: number, cracks: readonly Crack[]): GrayImage {
  const { width, height, data } = ground(seed);
  const cracked = Uint8Array.from(data, value => 130 + value / 3);
  for (const crack of cracks) drawCrack({ width, height, data: cracked }, crack);
  return { width, height, data: cracked };
}

/** Draws a crack of 4.6 px, or of another width, dark. */
export function drawCrack({ width, data }: GrayImage, crack: Crack, radius = 2.3): void {
  const reach = Math.floor(radius);
  for (const [i, [x2, y2]] of crack.entries()) {
    if (i === 0) continue;
    const [x1, y1] = crack[i - 1];
    const steps = Math.ceil(Math.hypot(x2 - x1, y2 - y1)) * 2;
    for (let step = 0; step <= steps; step++) {
      const [x, y] = [x1 + ((x2 - x1) * step) / steps, y1 + ((y2 - y1) * step) / steps];
      for (let v = -reach; v <= reach; v++) {
        for (let u = -reach; u <= reach; u++) {
          if (Math.hypot(u, v) <= radius) data[(Math.round(y) + v) * width + Math.round(x) + u] = 20;
        }
      }
    }
  }
}

/** Writes what a camera sees from each view, `rate` frames a second, lossless. */
export function writeCrackVideo(path: string, wall: GrayImage, views: readonly View[], rate = 25): Promise<void> {
  return writeGrayVideo(
    path,
    views.map(view => shot(wall, view)),
    rate,
  );
}

/** Writes frames of the size of a shot, `rate` a second, lossless. */
export async function writeGrayVideo(path: string, frames: readonly GrayImage[], rate = 25): Promise<void> {
  const { path: ffmpeg } = await theFfmpeg();
  const size = `${SHOT.width}x${SHOT.height}`;
  const input = ['-f', 'rawvideo', '-pix_fmt', 'gray', '-s', size, '-r', String(rate), '-i', 'pipe:0'];
  const output = ['-c:v', 'libx264', '-preset', 'ultrafast', '-qp', '0', '-g', '25', '-pix_fmt', 'yuv420p'];
  await execa(ffmpeg, ['-v', 'error', '-y', ...input, ...output, path], {
    input: Buffer.concat(frames.map(({ data }) => data)),
  });
}
