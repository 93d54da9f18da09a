import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

/** A package as it says of itself, with the words of its licence. */
export interface Shipped {
  readonly name: string;
  readonly version: string;
  /** SPDX. */
  readonly licence: string;
  /** Null where the package brings no file of it. */
  readonly text: string | null;
}

const packageSchema = z.object({ name: z.string(), version: z.string(), license: z.string().default('') });

/** Reads what a package's folder says of its licence. Throws one sentence when it says nothing. */
export function readShipped(folder: string): Shipped {
  const { name, version, license } = packageSchema.parse(
    JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')),
  );
  if (!license) throw new Error(`The package ${name} says nothing of its licence: it cannot be shipped.`);
  const file = readdirSync(folder).find(each => /^(licen[cs]e|copying)/i.test(each));
  return { name, version, licence: license, text: file ? readFileSync(join(folder, file), 'utf8').trim() : null };
}

/** The names of what is shipped besides packages, with the file of the licence. */
const OTHERS = [
  { title: 'Inter (typeface)', file: 'assets/fonts/LICENSE-inter.txt' },
  { title: 'BSData (the sample)', file: 'assets/sample/ATTRIBUTION.md' },
];

/** NOTICE.txt: the licences of all that is shipped beside Electron, which brings its own. */
export function notice(packages: readonly Shipped[], ffmpeg: string, root: string): string {
  const sections = [
    'Crack Studio holds the work of others, under these licences. Electron’s and Chromium’s lie beside the program.',
    `ffmpeg (a program of its own, run and not linked)\n\n${ffmpeg}`,
    ...OTHERS.map(({ title, file }) => `${title}\n\n${readFileSync(join(root, file), 'utf8').trim()}`),
    ...packages.map(
      ({ name, version, licence, text }) => `${name} ${version} (${licence})${text ? `\n\n${text}` : ''}`,
    ),
  ];
  return `${sections.join(`\n\n${'-'.repeat(78)}\n\n`)}\n`;
}

/** The bill of materials as CycloneDX 1.6 (cyclonedx.org/docs/1.6/json). */
export function billOfMaterials(app: Pick<Shipped, 'name' | 'version'>, packages: readonly Shipped[]): string {
  const component = ({ name, version, licence }: Shipped) => ({
    type: 'library',
    name,
    version,
    purl: `pkg:npm/${name.replace('@', '%40')}@${version}`,
    licenses: [/ (OR|AND|WITH) /.test(licence) ? { expression: licence } : { license: { id: licence } }],
  });
  const bill = {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { component: { type: 'application', name: app.name, version: app.version } },
    components: packages.map(component),
  };
  return `${JSON.stringify(bill, null, 2)}\n`;
}
