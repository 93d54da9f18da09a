import { parse } from 'yaml';
import { oneLine, StudioError, usageError } from '../../shared/errors.ts';
import { WIDTH_CLASSES, type WidthClasses, widthClassesSchema } from '../../shared/measure/width-classes.ts';
import { readBytes } from '../files/read.ts';

const MOST_BYTES = 2 ** 16;

/** Classes by width that the studio knows. Throws a usage error. */
export function classesNamed(id: string): WidthClasses {
  const found = WIDTH_CLASSES.find(classes => classes.id === id);
  if (found) return found;
  throw usageError(`There are no width classes "${id}": use one of ${WIDTH_CLASSES.map(({ id }) => id).join(', ')}.`);
}

/** Classes by width, by the name that the studio knows them by, or from a JSON or YAML file. Throws a StudioError. */
export async function readWidthClasses(named: string): Promise<WidthClasses> {
  if (!/\.(json|ya?ml)$/i.test(named)) return classesNamed(named);
  const bytes = await readBytes(named, MOST_BYTES);
  try {
    const { data, error } = widthClassesSchema.safeParse(parse(bytes.toString('utf8')));
    if (data) return data;
    const [{ path, message }] = error.issues;
    throw new Error([path.join('.'), message].filter(Boolean).join(': '));
  } catch (cause) {
    throw new StudioError(
      `The width classes ${named} cannot be used: ${oneLine(cause)}; see docs/measuring-cracks.md.`,
      'failure',
      { cause },
    );
  }
}
