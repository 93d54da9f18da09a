import { StudioError } from '../../shared/errors.ts';
import { rulerOf, type ScaleSource, scaleSchema, scaleSourceSchema } from '../../shared/measure/scale.ts';
import { readBytes } from '../files/read.ts';

/** A scale from a JSON file, as the studio keeps it or its source alone. Throws a StudioError that says what is wrong with it. */
export async function readScale(path: string): Promise<ScaleSource> {
  let json: unknown;
  try {
    json = JSON.parse((await readBytes(path)).toString('utf8'));
  } catch (cause) {
    if (cause instanceof StudioError) throw cause;
    throw new StudioError(`The scale ${path} is no JSON: see docs/measuring-cracks.md for what it holds.`, 'failure', {
      cause,
    });
  }
  const kept = scaleSchema.safeParse(json);
  const source = kept.success ? kept.data.source : json;
  const { data, error } = scaleSourceSchema.safeParse(source);
  if (!data) {
    const [{ path: where, message }] = error.issues;
    throw new StudioError(
      `The scale ${path} cannot be used: ${[...where, message].join(' ')}; see docs/measuring-cracks.md.`,
    );
  }
  try {
    rulerOf(data);
  } catch (cause) {
    throw new StudioError(
      `The scale ${path} cannot be used: ${cause instanceof Error ? cause.message : cause}`,
      'failure',
      { cause },
    );
  }
  return data;
}
