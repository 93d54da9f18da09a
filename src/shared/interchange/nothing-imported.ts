import * as z from 'zod';
import { NOTES, type NoteCode } from './notes.ts';

/** What keeps an import from anything, beside what notes say: nothing in the source speaks of a crack, or of any image. */
const SILENCES = {
  'no-annotation': { text: 'no image has a usable label, or is said to be free of cracks' },
  'no-images': { text: 'it names no images' },
} as const;

/** What can keep an import from anything, each as the second half of a sentence. */
export const NOTHING_REASONS = { ...SILENCES, ...NOTES };

export type NothingReason = keyof typeof SILENCES | NoteCode;
export const nothingReasonSchema = z.enum(Object.keys(NOTHING_REASONS) as [NothingReason, ...NothingReason[]]);
