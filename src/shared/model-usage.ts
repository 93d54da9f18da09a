import * as z from 'zod';

/**
 * How a picture meets the network's square: squeezed whole into it, or in overlapping tiles at native resolution. A
 * network is trained in one way and best used so.
 */
export const inputModeSchema = z.enum(['resize', 'tile']);
export type InputMode = z.infer<typeof inputModeSchema>;

const GRAY = 'gray (0.299 R + 0.587 G + 0.114 B)';

/** How every model of this network is used; what it says of itself, in its file and in its card. */
export const MODEL_USAGE = {
  preprocessing: {
    resize: `${GRAY}, resized bilinearly to input_size, divided by 255`,
    tile: `${GRAY} at native resolution, in overlapping tiles of input_size that are mirrored beyond the picture's border, divided by 255`,
  },
  /** Crack where the probability is above, until another is chosen. */
  threshold: 0.5,
} as const;

/** What the first channel of a network is called that tells classes apart; no class may have this name. */
export const BACKGROUND = 'background';

/** What a model's file calls its channels: those that tell classes apart begin with the background, the others have one, for crack. */
export function classesEntry(classes: readonly string[]): { classes: string } {
  return { classes: (classes.length === 0 ? ['crack'] : [BACKGROUND, ...classes]).join(',') };
}

/** The classes that a model tells apart, in the order of its channels behind the background; none when it has one channel. */
export function classesOf({ classes = '' }: Readonly<Record<string, string>>): readonly string[] {
  const [first, ...others] = classes.split(',');
  return first === BACKGROUND ? others : [];
}

/** The key of a model's metadata that names its input mode; one that has none was trained on whole pictures. */
const INPUT_MODE = 'input_mode';

/** What a model's file says of its input mode. */
export function inputModeEntry(mode: InputMode): Record<string, string> {
  return mode === 'resize' ? {} : { [INPUT_MODE]: mode };
}

/** How a model was trained, from its metadata; undefined for a mode that this program does not know. */
export function inputModeOf(metadata: Readonly<Record<string, string>>): InputMode | undefined {
  return inputModeSchema.safeParse(metadata[INPUT_MODE] ?? 'resize').data;
}
