import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ffmpegName, type Target } from './contents.ts';

/** The program to pack: the one named in STUDIO_PACKAGE_FFMPEG, else ffmpeg-static's, which is this machine's. */
function ffmpegFor({ platform, arch }: Target): string | undefined {
  if (process.env.STUDIO_PACKAGE_FFMPEG) return process.env.STUDIO_PACKAGE_FFMPEG;
  if (platform !== process.platform || arch !== process.arch) return undefined;
  try {
    return createRequire(import.meta.url)('ffmpeg-static') ?? undefined;
  } catch {
    return undefined;
  }
}

/** Puts the ffmpeg of the target into the folder; gives its version line and licence. Throws one sentence without one. */
export function stageFfmpeg(target: Target, folder: string): string {
  const path = ffmpegFor(target);
  if (!path || !existsSync(path)) {
    throw new Error(
      `There is no ffmpeg to pack for ${target.platform} ${target.arch}: run node node_modules/ffmpeg-static/install.js, or name a program in STUDIO_PACKAGE_FFMPEG.`,
    );
  }
  const staged = join(folder, ffmpegName(target));
  mkdirSync(folder, { recursive: true });
  copyFileSync(path, staged);
  chmodSync(staged, 0o755);
  if (existsSync(`${path}.LICENSE`)) copyFileSync(`${path}.LICENSE`, join(folder, 'LICENSE'));
  return target.platform === process.platform ? describe(staged) : 'GPL 3, ffmpeg.org';
}

/** What the program says of itself and its licence. Throws one sentence when it does not run. */
function describe(program: string): string {
  const { status, stdout } = spawnSync(program, ['-hide_banner', '-L'], { encoding: 'utf8' });
  const version = spawnSync(program, ['-version'], { encoding: 'utf8' }).stdout?.split('\n')[0];
  if (status !== 0 || !version) throw new Error(`${program} is not an ffmpeg that runs here: name another to pack.`);
  return `${version}\nIts source is at ffmpeg.org.\n\n${stdout.trim()}`;
}
