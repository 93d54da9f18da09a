import type { Input } from '../shared/contract.ts';

export type FileKind = Input<'dialog.openFile'>['kind'];

/** Open dialogs on the studio's own machine; null, or no files, when the user cancels. Each shell brings its own. */
export interface Dialogs {
  openFile(kind: FileKind): Promise<string | null>;
  openFiles(kind: FileKind): Promise<string[]>;
  openFolder(): Promise<string | null>;
}
