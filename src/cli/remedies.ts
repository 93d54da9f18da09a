import type { Remedies } from '../shared/error-codes.ts';

/** What to do about an error on the command line: the flag that helps. */
export const COMMAND_LINE_REMEDIES: Remedies = {
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
  'too-many-classes': () => 'bring them together with --class NAME=crack',
};
