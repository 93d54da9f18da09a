import type { Remedies } from './error-codes.ts';

/** What to do about an error in the window: the control that helps. For the page, and for notices of the desktop app. */
export const WINDOW_REMEDIES: Remedies = {
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
  'too-many-classes': () => 'give several of them one name under Classes',
};
