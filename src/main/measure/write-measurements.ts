import { join } from 'node:path';
import { stringify } from 'csv-stringify/sync';
import { writeFileAtomic } from '../../node/atomic-file.ts';
import { makeFolder } from '../../node/folders.ts';
import type { FilePath } from '../../node/project-path.ts';
import type { MeasurementsDocument } from '../../shared/measure/measurements-document.ts';

/** Writes measurements.json and measurements.csv. Throws a StudioError. */
export async function writeMeasurements(folder: FilePath, document: MeasurementsDocument): Promise<void> {
  const file = (name: string) => (typeof folder === 'string' ? join(folder, name) : folder.join(name));
  await makeFolder(folder);
  await writeFileAtomic(file('measurements.json'), `${JSON.stringify(document, null, 1)}\n`);
  await writeFileAtomic(file('measurements.csv'), measurementsCsv(document.measurements));
}

/** The records as a spreadsheet reads them: one line each, a heading, places as `x y`; nothing in a name is taken for a formula. */
export function measurementsCsv(records: readonly Readonly<Record<string, unknown>>[]): string {
  const columns = [...new Set(records.flatMap(record => Object.keys(record)))];
  const cast = {
    number: (value: number) => String(Number(value.toFixed(4))),
    boolean: (value: boolean) => String(value),
    object: (value: object) => (Array.isArray(value) ? value.map(number => number.toFixed(1)).join(' ') : ''),
  };
  return stringify([...records], { header: true, columns, cast, escape_formulas: true });
}
