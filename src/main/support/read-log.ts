import { join } from 'node:path';
import { LOG_FILES } from '../../node/log.ts';
import { readIfThere } from '../../node/read-file.ts';

/** What is shown of the log, bytes: the newest. */
const SHOWN = 256 * 1024;

/** The newest file of the log, and its last entries, oldest first. Throws a StudioError. */
export async function readLog(folder: string): Promise<{ file: string; text: string }> {
  const file = join(folder, LOG_FILES[0]);
  const bytes = (await readIfThere(file)) ?? Buffer.of();
  const text = bytes.subarray(-SHOWN).toString('utf8');
  // From the first entry that is whole.
  return { file, text: bytes.length > SHOWN ? text.slice(text.search(/^\d{4}-/m)) : text };
}

/** All of the log, oldest first. Throws a StudioError. */
export async function readWholeLog(folder: string): Promise<string> {
  const files = await Promise.all(LOG_FILES.map(name => readIfThere(join(folder, name))));
  return files.toReversed().join('');
}
