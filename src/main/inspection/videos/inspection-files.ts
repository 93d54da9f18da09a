import type { z } from 'zod';
import { writeFileAtomic } from '../../../node/atomic-file.ts';
import type { ProjectPath } from '../../../node/project-path.ts';
import { exists, readIfThere } from '../../../node/read-file.ts';
import { StudioError, usageError } from '../../../shared/errors.ts';
import {
  type EventsDocument,
  eventsDocumentSchema,
  type InspectionSettings,
  inspectionSettingsSchema,
  type LookRecord,
  type MaskedLook,
  maskedLookSchema,
  type VerdictsDocument,
  verdictsDocumentSchema,
} from '../../../shared/schemas/inspection.ts';
import { textLines } from '../../files/text-lines.ts';

const MOST_BYTES = 64 * 2 ** 20;
/** At a day of 30 frames a second: more are not kept in memory. */
const MOST_LOOKS = 2_600_000;

/** What an inspection was made with; null where there is none. This and the others throw a StudioError for a file that is damaged. */
export function readSettings(folder: ProjectPath): Promise<InspectionSettings | null> {
  return readDocument(folder.join('settings.json'), inspectionSettingsSchema);
}

/** Whether two inspections were made with the same. */
export function sameSettings(one: InspectionSettings, other: InspectionSettings): boolean {
  const [a, b] = [one, other].map(each => JSON.stringify(inspectionSettingsSchema.parse(each)));
  return a === b;
}

/** What an inspection found; null before it came to its end. */
export function readEvents(folder: ProjectPath): Promise<EventsDocument | null> {
  return readDocument(folder.join('events.json'), eventsDocumentSchema);
}

/** The frames that were looked at; none before the first stretch was done. Lines that a crash broke off are passed over. */
export async function readLooks(folder: ProjectPath): Promise<LookRecord[]> {
  const looks: LookRecord[] = [];
  for await (const { masks: _, ...look } of looksWithMasks(folder)) {
    if (looks.length === MOST_LOOKS) {
      throw new StudioError(
        `${folder.join('frames.jsonl')} has more than ${MOST_LOOKS} looks: inspect the video in parts.`,
      );
    }
    looks.push(look);
  }
  return looks;
}

/**
 * As `readLooks`, each with what was taken for cracks in it, read as they are asked for; one that looks like the one before has
 * what that has.
 */
export async function* looksWithMasks(folder: ProjectPath): AsyncGenerator<MaskedLook> {
  const file = folder.join('frames.jsonl');
  if (!(await exists(file))) return;
  let masks: MaskedLook['masks'];
  for await (const line of textLines(file)) {
    const { data: look } = maskedLookSchema.safeParse(jsonOf(line));
    if (!look) continue;
    if (!look.same) masks = look.masks;
    yield { ...look, masks };
  }
}

/** What was taken for cracks in a frame, null where it was not looked at, and the frames around it that were. */
export async function lookIn(folder: ProjectPath, frame: number) {
  let [before, there, after]: (MaskedLook | null)[] = [null, null, null];
  for await (const look of looksWithMasks(folder)) {
    if (look.frame > frame) {
      after = look;
      break;
    }
    if (look.frame === frame) there = look;
    else before = look;
  }
  const placeOf = (look: MaskedLook | null) => look && { frame: look.frame, ms: look.ms };
  return { masks: there && (there.masks ?? []), before: placeOf(before), after: placeOf(after) };
}

/** Undefined where it is none. */
function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

export async function readVerdicts(folder: ProjectPath): Promise<VerdictsDocument['verdicts']> {
  return (await readDocument(folder.join('verdicts.json'), verdictsDocumentSchema))?.verdicts ?? {};
}

export async function writeVerdicts(folder: ProjectPath, verdicts: VerdictsDocument['verdicts']): Promise<void> {
  const document: VerdictsDocument = { version: 1, verdicts };
  await writeFileAtomic(folder.join('verdicts.json'), `${JSON.stringify(document, null, 1)}\n`);
}

/** The settings and the events of an inspection. Throws a StudioError for one that is not done yet. */
export async function readFinished(folder: ProjectPath) {
  const [settings, found] = [await readSettings(folder), await readEvents(folder)];
  if (settings && found) return { settings, ...found };
  throw usageError(`The inspection in ${folder} has not come to its end: go on with it first.`);
}

/** A video that took the place of the one that was inspected. */
export function otherVideo(path: string): StudioError {
  return new StudioError(
    `${path} is not the video that was inspected: it was changed since, so that its frames may be others.`,
  );
}

async function readDocument<T>(path: ProjectPath, schema: z.ZodType<T>): Promise<T | null> {
  const bytes = await readIfThere(path, MOST_BYTES);
  if (!bytes) return null;
  try {
    return schema.parse(JSON.parse(bytes.toString('utf8')));
  } catch (error) {
    throw new StudioError(
      `${path} is damaged or of another program: inspect the video again, or put the file back.`,
      'failure',
      { cause: error },
    );
  }
}
