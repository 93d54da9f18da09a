import * as z from 'zod';
import { StudioError } from '../errors.ts';

type Document = Record<string, unknown>;

/** How a kind of file has changed: `steps[n]` turns format `n` into format `n + 1`, up to `current`. */
export interface Migrations {
  readonly current: number;
  readonly steps: Readonly<Record<number, (document: Document) => Document>>;
}

const versionedSchema = z.looseObject({ version: z.int().positive() });

/**
 * Brings a parsed file to the current format; `path` is for the message. Throws a StudioError when a newer program
 * wrote it, and another error when it is no document of ours at all.
 */
export function migrate(document: unknown, { current, steps }: Migrations, path: string): unknown {
  let migrated: Document & { version: number } = versionedSchema.parse(document);
  if (migrated.version > current) {
    throw new StudioError(
      `Cannot open ${path}: a newer Crack Studio wrote it (format ${migrated.version}, this one knows ${current}); update this program.`,
    );
  }
  while (migrated.version < current) {
    const { version } = migrated;
    const step = steps[version];
    if (!step) throw new Error(`no step from format ${version} of ${path}`);
    migrated = { ...step(migrated), version: version + 1 };
  }
  return migrated;
}
