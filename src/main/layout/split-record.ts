import { crc32 } from 'node:zlib';
import * as z from 'zod';
import { writeFileAtomic } from '../../node/atomic-file.ts';
import type { FilePath } from '../../node/project-path.ts';
import { type SplitRecord, splitRecordSchema } from '../../shared/contract-dataset.ts';
import { readText } from '../files/read.ts';
import { trainingLayout } from './training-layout.ts';

/** File names of both sides. */
interface Lists {
  readonly train: readonly string[];
  readonly val: readonly string[];
}

/** `lists` tells of which lists the record speaks: another program may have written new ones since. */
const fileSchema = splitRecordSchema.extend({ lists: z.number() });

/** Keeps how the split was made, for whoever asks later. Throws a StudioError. */
export async function writeSplitRecord(dir: FilePath, lists: Lists, record: SplitRecord): Promise<void> {
  const content = { ...record, lists: checksumOf(lists) };
  await writeFileAtomic(trainingLayout(dir).splitRecord, `${JSON.stringify(content, null, 2)}\n`);
}

/** How these lists were made; null for those of another program. */
export async function readSplitRecord(dir: FilePath, lists: Lists): Promise<SplitRecord | null> {
  try {
    const { lists: checksum, ...record } = fileSchema.parse(
      JSON.parse(await readText(trainingLayout(dir).splitRecord)),
    );
    return checksum === checksumOf(lists) ? record : null;
  } catch {
    return null;
  }
}

function checksumOf({ train, val }: Lists): number {
  return crc32(JSON.stringify([train, val]));
}
