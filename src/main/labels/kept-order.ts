import * as z from 'zod';
import { writeFileAtomic } from '../../node/atomic-file.ts';
import { makeFolder } from '../../node/folders.ts';
import { readText } from '../files/read.ts';
import type { ProjectLayout } from '../layout/project-layout.ts';

const orderSchema = z.object({ version: z.literal(1), names: z.array(z.string().max(255)).max(200_000) });

/** The place of each image in the order in which they teach a model most, as the last that labelled ahead said; empty before. */
export async function placesInOrder({ teachingOrder }: ProjectLayout): Promise<ReadonlyMap<string, number>> {
  try {
    const { names } = orderSchema.parse(JSON.parse(await readText(teachingOrder)));
    return new Map(names.map((name, i) => [name, i]));
  } catch {
    return new Map();
  }
}

/** Keeps it for the list of images; one that cannot be kept is made again next time. */
export async function keepOrder({ teachingOrder }: ProjectLayout, names: readonly string[]): Promise<void> {
  try {
    await makeFolder(teachingOrder.parent);
    await writeFileAtomic(teachingOrder, JSON.stringify({ version: 1, names }));
  } catch {}
}
