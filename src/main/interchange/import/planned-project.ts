import * as z from 'zod';
import type { LabelDocument } from '../../../shared/schemas/label.ts';
import { readBytes } from '../../files/read.ts';
import { resolveInside } from '../../files/resolve-inside.ts';
import type { LabelStore } from '../../labels/label-store.ts';
import { projectLayout } from '../../layout/project-layout.ts';
import type { Target } from '../shapes/fit-labels.ts';

/** A project that labels are to come into. */
export interface PlannedProject {
  readonly folder: string;
  readonly classes: readonly string[];
  readonly labels: Pick<LabelStore, 'list' | 'read'>;
}

/** `collect` writes all of it, the reference pipeline only the box. */
const metaSchema = z.object({
  bbox_xyxy: z.tuple([z.int(), z.int(), z.int(), z.int()]),
  video_width: z.int().positive().optional(),
  video_height: z.int().positive().optional(),
});

/** Where an image of the training set was cut out of its frame: its name tells the sample. Null for what is no sample. */
export async function cropOf(folder: string, image: string): Promise<Target['crop']> {
  const [, video, base] = /^(.+?)__(.+)\.png$/i.exec(image) ?? [];
  if (video === undefined) return null;
  try {
    const path = resolveInside(projectLayout(folder).dataset, video, 'meta', `${base}.json`);
    const { bbox_xyxy, video_width, video_height } = metaSchema.parse(JSON.parse((await readBytes(path)).toString()));
    const [x1, y1, x2, y2] = bbox_xyxy;
    const frame = video_width && video_height ? { width: video_width, height: video_height } : null;
    return { box: { x1, y1, x2, y2 }, frame };
  } catch {
    return null;
  }
}

/** Whether anybody, or another tool's mask, has said something of the image. */
export function hasLabels({ state, labels }: Pick<LabelDocument, 'state' | 'labels'>): boolean {
  return state !== 'unlabelled' || labels.length > 0;
}
