import { once } from 'node:events';
import { execa } from 'execa';
import { moveInside } from '../../node/move.ts';
import { type ProjectPath, realNameOf } from '../../node/project-path.ts';
import { removeFile } from '../../node/remove.ts';
import { temporaryName } from '../../node/temporary-name.ts';
import { oneLine, StudioError } from '../../shared/errors.ts';
import type { RgbImage } from '../../shared/image/gray-image.ts';
import { theFfmpeg } from './ffmpeg-path.ts';
import { leaveTheCores } from './ffmpeg-process.ts';
import { fileUrl } from './guarded-input.ts';

interface Encoding {
  readonly width: number;
  readonly height: number;
  /** Frames a second. */
  readonly rate: number;
  /** Ends in .mp4; takes its place when it is whole. */
  readonly file: ProjectPath;
  readonly signal?: AbortSignal | undefined;
}

/** Writes pictures of one size as H.264, 4:2:0, without sound; an odd side gets a black line. Throws a StudioError. */
export async function encodeVideo(pictures: AsyncIterable<RgbImage>, encoding: Encoding): Promise<void> {
  const { width, height, rate, file, signal } = encoding;
  const { path } = await theFfmpeg();
  const partial = file.parent.join(temporaryName());
  const input = ['-f', 'rawvideo', '-pix_fmt', 'rgb24', '-s', `${width}x${height}`, '-r', String(rate), '-i', 'pipe:0'];
  const filter = ['-vf', 'pad=ceil(iw/2)*2:ceil(ih/2)*2'];
  const output = ['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '20', '-pix_fmt', 'yuv420p'];
  const place = ['-movflags', '+faststart', '-f', 'mp4', '-y', fileUrl(await realNameOf(partial))];
  const child = execa(path, ['-v', 'error', ...input, ...filter, ...output, ...place], {
    ...({ stdin: 'pipe', stdout: 'ignore', reject: false, killSignal: 'SIGKILL' } as const),
    ...(signal && { cancelSignal: signal }),
  });
  leaveTheCores(child.pid);
  // What it has against a picture is said when it has ended.
  child.stdin.on('error', () => {});
  const drained = () => once(child.stdin, 'drain').catch(() => {});
  try {
    for await (const { data } of pictures) {
      if (child.exitCode !== null || child.stdin.destroyed) break;
      if (!child.stdin.write(data)) await Promise.race([drained(), child]);
    }
    child.stdin.end();
    const { exitCode, stderr } = await child;
    signal?.throwIfAborted();
    if (exitCode !== 0) {
      const said = oneLine(stderr.split('\n')[0] || 'it was ended from outside');
      throw new StudioError(
        `Cannot write ${file}: ffmpeg says ${said}; see that there is room, and that it has libx264.`,
      );
    }
    await moveInside(partial, file);
  } finally {
    child.kill();
    await child;
    await removeFile(partial);
  }
}
