import type { Remedies } from './error-codes.ts';
import type { NothingReason } from './interchange/nothing-imported.ts';

/** What to do about an error in the window: the control that helps. For the page, and for notices of the desktop app. */
export const WINDOW_REMEDIES: Remedies = {
  'no-project': () => 'choose another folder, or create a project there',
  'out-of-memory': ({ worker }) =>
    ({
      training: 'choose a smaller batch, size or base',
      tensorflow: 'choose a smaller batch, size or base',
      inference: 'choose Tiles as the mode',
      measure: 'close other programs',
      export: 'close other programs',
    })[worker],
  'empty-split': () => 'make the split anew in the Dataset stage',
  'no-frames-chosen': () => 'say how often, or how many',
  'nothing-imported': ({ reason }) => NOTHING_IMPORTED[reason] ?? 'export the labels again',
  'class-in-use': () => 'choose what becomes of them',
  'too-many-classes': () => 'give several of them one name under Classes',
};

const NOTHING_IMPORTED: Readonly<Partial<Record<NothingReason, string>>> = {
  'no-annotation': 'export the labels, too, or take images without a word for free of cracks',
  'no-images': 'check the path, or choose the format',
  'no-image': 'name the folder of the pictures',
  'ambiguous-name': 'give the images names of their own, or import one folder after the other',
  'size-differs': 'export labels and pictures together, at one size',
  'soft-mask': 'choose what becomes of masks with soft edges',
  'void-unclear': 'choose whether the grays of masks with soft edges are class numbers',
  'inverted-mask': 'choose what masks are that are mostly crack',
  'kept-as-is': 'replace their labels, or add to them',
  'class-skipped': 'leave fewer classes out',
};
