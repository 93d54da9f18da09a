import sharp from 'sharp';
import { type UnnamedFile, writeFileAtomic } from '../../node/atomic-file.ts';
import { makeFolder } from '../../node/folders.ts';
import type { ProjectPath } from '../../node/project-path.ts';
import { removeFile } from '../../node/remove.ts';
import { usageError } from '../../shared/errors.ts';
import type { GrayImage, RgbImage } from '../../shared/image/gray-image.ts';
import { formatTime } from '../../shared/time.ts';
import { exists } from '../files/listing.ts';

/** The folders of the reference layout under `<dataset>/<video stem>/`, with the end of the names in each. */
export const SAMPLE_FILES = {
  images: '.png',
  roi_masks: '_roi.png',
  raw_gray: '_raw.png',
  previews: '_prev.png',
  meta: '.json',
} as const;

export type SampleKind = keyof typeof SAMPLE_FILES;

/** What is written for a sample: bytes or text by folder, or a file that has them; a folder that is left out gets nothing. */
export type SampleContents = Partial<Record<SampleKind, Buffer | string | UnnamedFile>>;

/** Whether what is written is in a file already. */
export function isUnnamed(content: Buffer | string | UnnamedFile): content is UnnamedFile {
  return typeof content !== 'string' && !Buffer.isBuffer(content);
}

export function samplePath(folder: ProjectPath, kind: SampleKind, base: string): ProjectPath {
  return folder.join(kind, base + SAMPLE_FILES[kind]);
}

/** HHMMSSmmm_f<7 digits>_<tag>, as the reference pipeline names a sample. */
export function sampleBase(timeMs: number, frame: number, tag: string): string {
  if (!/^[\p{L}\p{N}._-]{1,64}$/u.test(tag) || tag.startsWith('.')) {
    throw usageError(`The tag "${tag}" goes into file names: use at most 64 letters, digits, ".", "_" and "-".`);
  }
  return `${frameName(timeMs, frame)}_${tag}`;
}

/** HHMMSSmmm_f<7 digits>, for the names of files that show a frame. */
export function frameName(timeMs: number, frame: number): string {
  return `${formatTime(timeMs).replace(/[:.]/g, '')}_f${String(frame).padStart(7, '0')}`;
}

/**
 * The base, or the base with _0001, _0002, …: the first that no file of a sample bears yet. `again`: what a kill left unfinished,
 * without its image, is nobody's.
 */
export async function freeBase(folder: ProjectPath, base: string, again = false): Promise<string> {
  const kinds = again ? (['images'] as const) : (['images', 'meta'] as const);
  for (let i = 0; ; i++) {
    const name = i === 0 ? base : `${base}_${String(i).padStart(4, '0')}`;
    const taken = await Promise.all(kinds.map(kind => exists(samplePath(folder, kind, name))));
    if (!taken.includes(true)) return name;
  }
}

/** Writes all files of a sample, each in one piece; when one cannot be written none of them stays. */
export async function writeSample(folder: ProjectPath, base: string, contents: SampleContents): Promise<void> {
  const begun: ProjectPath[] = [];
  const write = async (kind: SampleKind) => {
    const content = contents[kind];
    if (content === undefined) return;
    const file = samplePath(folder, kind, base);
    await makeFolder(file.parent);
    begun.push(file);
    if (isUnnamed(content)) await content.name(file);
    else await writeFileAtomic(file, content);
  };
  // The image comes last: whoever finds it finds the rest.
  const others = await Promise.allSettled((['roi_masks', 'raw_gray', 'previews', 'meta'] as const).map(write));
  try {
    for (const other of others) if (other.status === 'rejected') throw other.reason;
    await write('images');
  } catch (error) {
    await Promise.all(begun.map(removeFile));
    for (const content of Object.values(contents)) if (isUnnamed(content)) await content.remove();
    throw error;
  }
}

/** An 8-bit PNG of one channel. */
export function grayPng({ data, width, height }: GrayImage): Promise<Buffer> {
  return sharp(data, { raw: { width, height, channels: 1 } })
    .toColourspace('b-w')
    .png()
    .toBuffer();
}

/** An 8-bit PNG of three channels. */
export function rgbPng({ data, width, height }: RgbImage): Promise<Buffer> {
  return sharp(data, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
}
