import { writeSync } from 'node:fs';
import { importLabels } from '../../../../src/main/interchange/import/import-labels.ts';
import { openProject } from '../../../../src/main/project/open-project.ts';
import { rectangle } from '../../../helpers/export-dataset.ts';
import { manyNames, toldFormat } from '../../../helpers/told-format.ts';

/** Imports labels for images 000.png to 099.png and new.png, and says so on stdout, a line for each batch that is written. */
const [folder, source] = process.argv.slice(2);
const labels = [rectangle(1, 1, 4, 3, 'rust')];
const told = manyNames(100).map(name => ({ name, labels }));
const formats = [toldFormat([{ name: 'new.png', labels, picture: { path: 'new.png' } }, ...told])];
const project = await openProject(folder);
await importLabels(
  project,
  { source, format: 'auto', classes: new Map(), missing: 'unlabelled', existing: 'replace', formats },
  {
    signal: new AbortController().signal,
    progress: (_done, _total, text) => void (text === 'Writing labels' && writeSync(1, 'batch\n')),
  },
);
// Whoever listens kills it: an import that is done is no crash amid one, but can be undone as well.
setTimeout(() => {}, 60_000);
