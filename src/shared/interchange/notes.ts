import * as z from 'zod';

/** The kinds of notes, as the window calls them: kept in another shape; not taken over; taken over, but worth a look. */
export const NOTE_KINDS = { converted: 'Converted', skipped: 'Skipped', suspicious: 'Worth a look' } as const;

export type NoteKind = keyof typeof NOTE_KINDS;

/** What can be said of labels on their way in or out, each with its kind and its sentence. */
export const NOTES = {
  'stroke-to-area': { kind: 'converted', text: 'polylines became the area of their stroke' },
  'brush-to-polygons': { kind: 'converted', text: 'brush masks became the polygons of their edges' },
  'brush-to-mask': { kind: 'converted', text: 'brush masks became run-length masks' },
  'border-to-mask': { kind: 'converted', text: 'polygons that hold their border pixels became run-length masks' },
  'polygon-to-mask': {
    kind: 'converted',
    text: 'polygons that the other tool would draw by a pixel or more differently became run-length masks',
  },
  'polygon-retraced': {
    kind: 'converted',
    text: 'polygons were traced anew, along the edges of the pixels they cover',
  },
  'shape-to-mask': { kind: 'converted', text: 'boxes, circles and ellipses became run-length masks' },
  'box-to-polygon': { kind: 'converted', text: 'boxes became polygons' },
  'ellipse-to-polygon': { kind: 'converted', text: 'circles and ellipses became polygons' },
  'mask-to-brush': { kind: 'converted', text: 'masks became brush labels' },
  'line-to-polyline': { kind: 'converted', text: 'lines became polylines with a width' },
  'parts-to-labels': { kind: 'converted', text: 'labels of several parts became a label for each part' },
  'track-to-labels': { kind: 'converted', text: 'tracks became labels of single frames' },
  'track-interpolated': {
    kind: 'converted',
    text: 'shapes lie between two keyframes of their track, or stay after the last, where the file says nothing',
  },
  'background-erased': { kind: 'converted', text: 'background shapes were cut out of the labels below them' },
  'overlap-flattened': { kind: 'converted', text: 'labels were cut where later ones lie over them' },
  'class-mapped': { kind: 'converted', text: 'labels came into a class that is called otherwise here' },
  'scaled-up': {
    kind: 'converted',
    text: 'images had labels of a smaller size, which were scaled up by a whole factor',
  },
  turned: { kind: 'converted', text: 'images are turned by their EXIF data, and their labels were turned with them' },
  upright: {
    kind: 'converted',
    text: 'photos are turned by their EXIF data, and their labels lie right on them as they are',
  },
  'cropped-to-roi': {
    kind: 'converted',
    text: 'images are ROI crops, and labels of the whole frame were moved to them',
  },
  'name-flattened': { kind: 'converted', text: 'names with folders became names without' },
  threshold: { kind: 'converted', text: 'masks with soft edges were cut at half of their largest value, as asked' },
  inverted: { kind: 'converted', text: 'masks were inverted, as asked' },
  'class-renamed': { kind: 'converted', text: 'classes got another name, for the format does not take theirs' },
  'state-lost': { kind: 'converted', text: 'images that are in progress went out like finished ones' },

  'keys-dropped': {
    kind: 'skipped',
    text: 'labels or images have so many notes and attributes of the other tool that they are not kept for it',
  },
  'points-skipped': { kind: 'skipped', text: 'points, tags and other shapes without an area' },
  'class-skipped': { kind: 'skipped', text: 'labels of a class that was to be left out' },
  'crowd-skipped': { kind: 'skipped', text: 'crowd regions' },
  degenerate: { kind: 'skipped', text: 'shapes with too few points to have an area' },
  'bad-number': { kind: 'skipped', text: 'shapes with coordinates that are no sensible numbers' },
  'bad-shape': { kind: 'skipped', text: 'shapes that do not make sense, such as runs that do not add up' },
  'bad-file': { kind: 'skipped', text: 'files that could not be read' },
  'size-differs': { kind: 'skipped', text: 'images whose labels were made for another size' },
  'soft-mask': {
    kind: 'skipped',
    text: 'masks with soft edges, which say how many pixels are neither crack nor background',
  },
  'void-unclear': {
    kind: 'skipped',
    text: 'masks of a few small grays and 255: they are either class numbers and a void, or white with soft edges',
  },
  'inverted-mask': {
    kind: 'skipped',
    text: 'masks that are mostly crack, and so may be the wrong way round, with black cracks on white',
  },
  'undeclared-colour': { kind: 'skipped', text: 'masks with colours that the label map does not declare' },
  'no-image': { kind: 'skipped', text: 'images of the source of which there is no picture' },
  'outside-roi': { kind: 'skipped', text: 'labels lie outside the ROI that their image was cut to' },
  'bad-name': { kind: 'skipped', text: 'names that no file may bear' },
  'ambiguous-name': { kind: 'skipped', text: 'names that fit several images' },
  'unlabelled-unexported': {
    kind: 'skipped',
    text: 'images that nobody has labelled, which the format would take for empty',
  },
  'class-unexported': { kind: 'skipped', text: 'labels of a class that the format cannot tell' },
  'void-pixels': { kind: 'skipped', text: 'pixels that are void: nobody wanted to say whether they are crack' },

  'split-one-sided': {
    kind: 'suspicious',
    text: 'images came with the one side of a split: as long as the other is missing, training makes a split of its own',
  },
  'encoding-guessed': {
    kind: 'suspicious',
    text: 'texts are not Unicode and do not say what they are: they were read as what most of their characters are',
  },
  'looks-inverted': { kind: 'suspicious', text: 'masks are mostly crack and look inverted' },
  'background-class': { kind: 'suspicious', text: 'labels are of a class called background' },
  'background-ambiguous': { kind: 'suspicious', text: 'it is not clear which class is the background' },
  'covers-nothing': { kind: 'suspicious', text: 'labels cover no pixel' },
  'outside-image': { kind: 'suspicious', text: 'labels reach over the edge of their image' },
  'same-stem': { kind: 'suspicious', text: 'images share their name up to the extension' },
  'only-unexportable': { kind: 'suspicious', text: 'images had only shapes that the other tool drops' },
  'too-many-instances': {
    kind: 'suspicious',
    text: 'images have more than 255 labels, which the other tool cannot count',
  },
  'reads-as-comment': {
    kind: 'suspicious',
    text: 'images have a name that begins with #, which the other tool takes for a comment',
  },
  'already-labelled': { kind: 'suspicious', text: 'images had labels already, which were replaced' },
  'added-to': { kind: 'suspicious', text: 'images had labels already, and those of the source were added to them' },
  'exif-unclear': {
    kind: 'suspicious',
    text: 'images are turned by their EXIF data in a way that their size does not show: check that labels lie right',
  },
  'kept-as-is': { kind: 'suspicious', text: 'images had labels already, which were kept' },
  duplicate: { kind: 'suspicious', text: 'labels occur twice' },
  'holes-to-brush': { kind: 'converted', text: 'polygons with holes became brush labels' },
  'box-unmasked': {
    kind: 'suspicious',
    text: 'rectangles stay what they are, and the other tool leaves them out where it exports masks itself',
  },
  'soft-brush': { kind: 'converted', text: 'brush strokes with soft edges were cut at half' },
  'other-annotations': {
    kind: 'skipped',
    text: 'labels of the same image by others, or of earlier: the newest, or those marked as true, were taken',
  },
  'mask-elsewhere': {
    kind: 'skipped',
    text: 'masks that the file only links to: export them with their pixels',
  },
  'holes-bridged': { kind: 'converted', text: 'polygons with holes became one ring with a bridge' },
} as const satisfies Record<string, { readonly kind: NoteKind; readonly text: string }>;

export type NoteCode = keyof typeof NOTES;

/** Something said of `count` things (default 1) of an image or file. */
export interface Note {
  readonly code: NoteCode;
  readonly count?: number;
  /** The image or file, and what exactly, for the list of examples. */
  readonly detail?: string;
}

/** Takes a note of whatever does not go through unchanged: nothing is dropped in silence. */
export type TakeNote = (note: Note) => void;

export const noteCountSchema = z.object({
  code: z.enum(Object.keys(NOTES) as [NoteCode, ...NoteCode[]]),
  kind: z.enum(Object.keys(NOTE_KINDS) as [NoteKind, ...NoteKind[]]),
  text: z.string(),
  count: z.int().nonnegative(),
  /** A few of them. */
  examples: z.array(z.string()),
});
export type NoteCount = z.infer<typeof noteCountSchema>;

/** How many examples are kept for each kind of note. */
const EXAMPLES = 10;

/** Counts notes by their code. */
export class NoteCounts {
  readonly #counts = new Map<NoteCode, { count: number; examples: string[] }>();

  readonly takeNote: TakeNote = ({ code, count = 1, detail }) => {
    const entry = this.#counts.get(code) ?? { count: 0, examples: [] };
    entry.count += count;
    if (detail !== undefined && entry.examples.length < EXAMPLES) entry.examples.push(detail);
    this.#counts.set(code, entry);
  };

  /** In the order of `NOTES`. */
  list(): NoteCount[] {
    return (Object.keys(NOTES) as NoteCode[]).flatMap(code => {
      const found = this.#counts.get(code);
      return found ? [{ code, kind: NOTES[code].kind, text: NOTES[code].text, ...found }] : [];
    });
  }
}
