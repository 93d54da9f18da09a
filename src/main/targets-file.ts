import path from 'node:path';
import * as z from 'zod';
import { readIfThere } from '../node/read-file.ts';
import { StudioError } from '../shared/errors.ts';
import { settingsFile } from './settings.ts';

export const targetsFile = path.join(path.dirname(settingsFile), 'targets.json');

const fileSchema = z.strictObject({
  /** The Python of the PyTorch engine on this machine, before any other. */
  python: z.string().min(1).max(4096).optional(),
});

/** What this user trains with beside the studio's own engine. Nothing when the file does not exist. Throws a StudioError. */
export async function readTargets(): Promise<z.infer<typeof fileSchema>> {
  const bytes = await readIfThere(targetsFile, 2 ** 20);
  try {
    return fileSchema.parse(bytes === null ? {} : JSON.parse(bytes.toString('utf8')));
  } catch (cause) {
    throw new StudioError(
      `${targetsFile} is not valid: it is a JSON object that may hold "python"; correct or delete it.`,
      'failure',
      { cause },
    );
  }
}
