import type { DatasetHealth } from '../shared/contract-dataset.ts';
import { FINDINGS } from '../shared/dataset/health/findings.ts';
import { keysOf } from '../shared/table.ts';
import { plainTable } from './output.ts';

/** The findings by kind, then the first of them a line each; `limit` 0 lists all. */
export function healthText({ images, classes, findings }: DatasetHealth, limit: number): string {
  if (findings.length === 0) return `${images} images: nothing to look at.\n${classTable(classes)}`;
  const table = plainTable(['found', 'how often']);
  for (const kind of keysOf(FINDINGS)) {
    const count = findings.filter(finding => finding.kind === kind).length;
    if (count > 0) table.push([FINDINGS[kind].title, count]);
  }
  const listed = limit > 0 ? findings.slice(0, limit) : findings;
  const rest = findings.length - listed.length;
  return [
    `${images} images, ${findings.length} findings, the most suspicious first:`,
    ...listed.map(({ text }) => `- ${text}`),
    ...(rest > 0 ? [`and ${rest} more (--limit 0 lists all)`] : []),
    table.toString(),
    classTable(classes),
  ].join('\n');
}

function classTable(classes: DatasetHealth['classes']): string {
  const table = plainTable(['class', 'images', 'labels', 'pixels']);
  for (const { name, images, labels, pixels } of classes) table.push([name, images, labels, pixels]);
  return table.toString();
}
