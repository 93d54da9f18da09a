import { openFile } from '../../node/open-file.ts';
import { type FilePath, pathOf } from '../../node/project-path.ts';
import { StudioError } from '../../shared/errors.ts';

/** A longer line is none of ours, characters. */
const LONGEST_LINE = 64 * 2 ** 20;

/**
 * The lines of a file, read as they are asked for; one without an end, as a crash leaves it, is passed over. Throws what Node does
 * when there is no file, and a StudioError for a line that is too long.
 */
export async function* textLines(path: FilePath): AsyncGenerator<string> {
  await using file = await openFile(path);
  let rest = '';
  for await (const text of file.handle.createReadStream({ encoding: 'utf8', autoClose: false })) {
    const lines = `${rest}${text}`.split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > LONGEST_LINE)
      throw new StudioError(
        `${pathOf(path)} is damaged: it has a line that does not end; put a whole copy in its place.`,
      );
    yield* lines;
  }
}
