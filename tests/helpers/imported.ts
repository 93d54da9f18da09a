import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ImportOptions } from '../../src/main/interchange/import/import-source.ts';
import { importInto } from '../../src/main/interchange/import/into-project.ts';
import { answersSchema } from '../../src/shared/interchange/import-choices.ts';
import { parseClassMap } from '../../src/shared/interchange/map-classes.ts';
import type { InterchangeReport } from '../../src/shared/interchange/report.ts';
import { pixelsOf } from '../../src/shared/labels/painted-part.ts';
import { readDocument } from '../main/labels/label-project.ts';
import { temporaryFolder } from './pictures.ts';

const context = { signal: new AbortController().signal, progress() {} };

export interface Imported {
  readonly folder: string;
  readonly report: InterchangeReport;
  /** By image: its state, and of each class how many pixels its labels cover. */
  readonly images: Readonly<Record<string, string>>;
  /** Codes of what was said, with how often. */
  readonly codes: readonly string[];
}

/** Imports a source into a project of its own. */
export async function imported(source: string, options: Partial<ImportOptions> = {}): Promise<Imported> {
  const folder = join(temporaryFolder(), 'p');
  const given = { ...answersSchema.parse({}), source, format: 'auto', classes: parseClassMap([]), ...options } as const;
  const { report } = await importInto(folder, given, context);
  const codes = report.notes.map(({ code, count }) => `${code} ${count}`);
  return { folder, report, codes, images: imagesIn(folder) };
}

/** What a project's images came to, e.g. `verified crack 160`. */
function imagesIn(folder: string): Record<string, string> {
  const images: Record<string, string> = {};
  for (const file of namesIn(join(folder, 'data/dl_train/images'))) images[file] = 'unlabelled';
  for (const file of namesIn(join(folder, 'data/dl_train/labels'))) {
    const document = readDocument(folder, file.replace(/\.json$/, ''));
    const classes = [...new Set(document.labels.map(label => label.class))];
    const pixels = classes.map(name => {
      const own = document.labels.filter(label => label.class === name);
      return ` ${name} ${pixelsOf(own, document)}`;
    });
    images[document.image] = `${document.state}${pixels.join('')}`;
  }
  return images;
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}
