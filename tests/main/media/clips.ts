import { mkdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { type Ffmpeg, keepEveryFrame, theFfmpeg } from '../../../src/main/media/ffmpeg-path.ts';

const SOURCE = ['-f', 'lavfi', '-i', 'testsrc2=size=160x120:rate=25:duration=3'];
const H264 = ['-c:v', 'libx264', '-preset', 'veryfast', '-g', '25'];

/** How each clip is made, by name. A clip may be made from one that stands above it. */
function recipes(folder: string, ffmpeg: Ffmpeg): Record<string, string[]> {
  const from = (name: string) => ['-i', join(folder, name)];
  const vfr = keepEveryFrame(ffmpeg.version).slice(0, 2);
  const modern = Number.parseFloat(ffmpeg.version) >= 6;
  return {
    'b-frames.mp4': [...SOURCE, ...H264, '-bf', '3'],
    'long.mp4': ['-f', 'lavfi', '-i', 'testsrc2=size=160x120:rate=25:duration=15', ...H264, '-bf', '3'],
    'long.ts': [...from('long.mp4'), '-c', 'copy'],
    'mpeg-ts.ts': [...from('b-frames.mp4'), '-c', 'copy'],
    'edit-list.mp4': ['-ss', '1.3', ...from('b-frames.mp4'), '-c', 'copy'],
    'variable-rate.mp4': [
      ...SOURCE,
      '-vf',
      'select=not(mod(n\\,7))+lt(n\\,20)+gt(n\\,60)',
      ...vfr,
      ...H264,
      '-bf',
      '2',
    ],
    'variable-rate.mkv': [...from('variable-rate.mp4'), '-c', 'copy'],
    'open-gop.mp4': [...SOURCE, ...H264, '-x264-params', 'open-gop=1:bframes=3'],
    'mpeg2.mpg': [...SOURCE, '-c:v', 'mpeg2video', '-g', '12', '-bf', '2'],
    'packed.avi': [...SOURCE, '-c:v', 'mpeg4', '-bf', '2', '-g', '20'],
    'late-start.mkv': ['-itsoffset', '7.5', ...SOURCE, ...H264],
    'rotated.mp4': modern
      ? ['-display_rotation', '90', ...from('b-frames.mp4'), '-c', 'copy']
      : [...from('b-frames.mp4'), '-c', 'copy', '-metadata:s:v:0', 'rotate=90'],
    'ten-bit.mkv': [
      ...SOURCE,
      ...H264,
      '-pix_fmt',
      'yuv420p10le',
      '-color_primaries',
      'bt2020',
      '-color_trc',
      'smpte2084',
    ],
    'odd-size.mp4': [...SOURCE, '-vf', 'scale=161:91', ...H264, '-pix_fmt', 'yuv444p'],
    'a:strange name%03d.mp4': [...from('b-frames.mp4'), '-c', 'copy'],
    'anamorphic.mp4': [...SOURCE, '-vf', 'setsar=4/3', ...H264],
    'narrow.mp4': [...SOURCE, '-vf', 'setsar=8/9', ...H264],
    'large.ts': ['-f', 'lavfi', '-i', 'testsrc2=size=320x240:rate=25:duration=2', ...H264, '-bf', '2'],
    'small.ts': [...SOURCE, ...H264, '-frames:v', '40'],
    'full-chroma.ts': [...SOURCE, ...H264, '-frames:v', '40', '-pix_fmt', 'yuv422p'],
    'raw.h264': [...from('b-frames.mp4'), '-c', 'copy'],
    'one-frame.mp4': [...SOURCE, ...H264, '-frames:v', '1'],
    'sound.wav': ['-f', 'lavfi', '-i', 'sine=duration=1'],
    'stream-first.mp4': [...from('b-frames.mp4'), '-c', 'copy', '-movflags', '+faststart'],
  };
}

/** Clips that show a decoder what inspection videos do to it; every one of them decodes to the end. */
export const WHOLE_CLIPS = [
  'b-frames.mp4',
  'mpeg-ts.ts',
  'edit-list.mp4',
  'variable-rate.mp4',
  'variable-rate.mkv',
  'open-gop.mp4',
  'mpeg2.mpg',
  'packed.avi',
  'late-start.mkv',
  'rotated.mp4',
  'ten-bit.mkv',
  'odd-size.mp4',
  'a:strange name%03d.mp4',
  'one-frame.mp4',
];

/** Makes the clips named, and those they are made from, in `folder` with the real ffmpeg. */
export async function makeClips(folder: string, names: readonly string[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  const ffmpeg = await theFfmpeg();
  const wanted = new Set([...names, 'b-frames.mp4', 'variable-rate.mp4']);
  for (const [name, args] of Object.entries(recipes(folder, ffmpeg))) {
    if (!wanted.has(name)) continue;
    await execa(ffmpeg.path, ['-v', 'error', '-nostdin', '-y', ...args, `file:${join(folder, name)}`]);
  }
}

/** Files one behind the other, as recorders and `cat` join MPEG-TS: sizes and pixel formats change midway. */
export async function joinClips(folder: string, [first, second]: readonly [string, string], to: string): Promise<void> {
  await makeClips(folder, [first, second]);
  const parts = await Promise.all([first, second].map(name => readFile(join(folder, name))));
  await writeFile(join(folder, to), Buffer.concat(parts));
}

/** Lets an MP4 ask to be turned by 45 degrees, which ffmpeg writes no more: the matrix in its track header. */
export async function turnAskew(from: string, to: string): Promise<void> {
  const bytes = await readFile(from);
  const matrix = bytes.indexOf('tkhd') + 44;
  const half = Math.round(Math.SQRT1_2 * 65536);
  [half, half, 0, -half, half, 0].forEach((value, i) => void bytes.writeInt32BE(value, matrix + 4 * i));
  await writeFile(to, bytes);
}

/** A copy of a file without its second half. */
export async function cutInHalf(from: string, to: string): Promise<void> {
  const bytes = await readFile(from);
  await writeFile(to, bytes);
  await truncate(to, Math.floor(bytes.length / 2));
}

/** The MD5 of every frame of a plain sequential decode to rgb24, asked of ffmpeg itself. */
export async function sequentialDecode(video: string, filter = 'null'): Promise<string[]> {
  const ffmpeg = await theFfmpeg();
  const passthrough = keepEveryFrame(ffmpeg.version).slice(0, 2);
  const args = [
    '-nostdin',
    '-i',
    `file:${video}`,
    '-an',
    ...passthrough,
    '-vf',
    filter,
    '-pix_fmt',
    'rgb24',
    '-f',
    'framemd5',
    '-',
  ];
  const { stdout } = await execa(ffmpeg.path, args);
  const lines = stdout.split('\n').filter(line => /^0,/.test(line));
  return lines.map(line => line.slice(line.lastIndexOf(',') + 1).trim());
}
