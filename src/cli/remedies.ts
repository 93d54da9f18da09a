import type { Remedies } from '../shared/error-codes.ts';
import type { NothingReason } from '../shared/interchange/nothing-imported.ts';

/** What to do about an error on the command line: the flag that helps. */
export const COMMAND_LINE_REMEDIES: Remedies = {
  'no-project': ({ folder }) => `choose another folder, or make it one with studio new ${folder}`,
  'out-of-memory': ({ worker }) =>
    ({
      training: 'train with a smaller --batch, --size or --base',
      tensorflow: 'train with a smaller --batch, --size or --base',
      inference: 'predict with --mode tile',
      measure: 'close other programs',
      export: 'close other programs',
    })[worker],
  'empty-split': () => 'use --split all, or prepare the folder anew',
  'no-frames-chosen': () => 'say which with --at TIME, --frame N, --every TIME or --count K',
  'nothing-imported': ({ reason }) =>
    NOTHING_IMPORTED[reason] ?? 'export the labels again, and look first with --dry-run',
  'class-in-use': ({ name }) =>
    `give them to another class with --merge ${name}=CLASS, or delete them with --with-labels`,
  'too-many-classes': () => 'bring them together with --class NAME=crack',
};

const NOTHING_IMPORTED: Readonly<Partial<Record<NothingReason, string>>> = {
  'no-annotation': 'export the labels, too, or take the images for free of cracks with --missing empty',
  'no-images': 'check the path, or say with --format what it holds',
  'no-image': 'name the folder of the pictures with --images',
  'ambiguous-name': 'give the images names of their own, or import one folder after the other',
  'size-differs': 'export labels and pictures together, at one size',
  'soft-mask': 'cut them with --soft half, or take their grays for class numbers with --soft classes',
  'void-unclear': 'say with --soft classes that 255 is void, or with --soft half that it is the crack',
  'inverted-mask': 'turn all masks over with --invert, or take them as they are with --invert no',
  'kept-as-is': 'replace them with --existing replace, or add to them with --existing add',
  'class-skipped': 'leave fewer classes out with --class',
};
