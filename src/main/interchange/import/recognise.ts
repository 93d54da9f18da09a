import { StudioError } from '../../../shared/errors.ts';
import { INTERCHANGE_FORMATS, type InterchangeFormat } from '../../../shared/interchange/formats.ts';
import type { Format } from '../formats/format.ts';
import { FORMATS } from '../formats/formats.ts';
import type { Source } from './source.ts';
import { unreadError } from './unread-source.ts';

export interface Recognised {
  readonly format: Format;
  /** By what; null when the format was named. */
  readonly reason: string | null;
}

/** The format of a source: the one that is named, or the first that recognises it. Throws a StudioError. */
export async function recogniseFormat(
  source: Source,
  wanted: InterchangeFormat | 'auto',
  formats: readonly Format[] = FORMATS,
): Promise<Recognised> {
  if (wanted !== 'auto') return { format: formatNamed(wanted, formats), reason: null };
  const found = await findFormat(source, formats);
  if (found) return found;
  const unread = await unreadError(source);
  if (unread) throw unread;
  throw new StudioError(
    `Cannot tell what labels ${source.path} holds: name its format (${INTERCHANGE_FORMATS.join(', ')}), or check the path.`,
  );
}

/** The first format that recognises a source, or null. Throws a StudioError when it cannot be read. */
export async function findFormat(
  source: Source,
  formats: readonly Format[] = FORMATS,
): Promise<{ readonly format: Format; readonly reason: string } | null> {
  for (const format of formats) {
    const reason = await format.recognise(source);
    if (reason !== null) return { format, reason };
  }
  return null;
}

export function formatNamed(id: InterchangeFormat, formats: readonly Format[] = FORMATS): Format {
  const format = formats.find(each => each.id === id);
  if (!format) throw new StudioError(`This studio cannot read or write the format ${id} yet.`);
  return format;
}
