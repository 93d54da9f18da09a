import type { CvatGroup } from './cvat-xml-parse.ts';

/** An image or frame as its file calls it. */
export interface CvatName {
  readonly name: string;
  readonly subset: string;
  /** Id of its task, in the export of a project; else empty. */
  readonly task: string;
  /** Of the file that tells of it, with `/` at its end, or empty. */
  readonly folder: string;
}

export function nameOf(
  { name = '', subset = '', task_id: task = '' }: CvatGroup['attributes'],
  folder: string,
): CvatName {
  return { name: name.replaceAll('\\', '/'), subset, task, folder };
}

/** Names of a whole source: what two images share is told apart by their subset, their task or their file's folder. */
export class CvatNames {
  readonly #counts = new Map<string, number>();

  add(name: CvatName): void {
    for (const text of waysToSay(name)) this.#counts.set(text, (this.#counts.get(text) ?? 0) + 1);
  }

  /** The shortest that no other image has; the name alone where none is. */
  clear(name: CvatName): string {
    return waysToSay(name).find(text => this.#counts.get(text) === 1) ?? name.name;
  }
}

function waysToSay({ name, subset, task, folder }: CvatName): string[] {
  const ofSubset = subset === '' ? name : `${subset}/${name}`;
  const ofTask = task === '' ? ofSubset : `task_${task}/${ofSubset}`;
  return [...new Set([name, ofSubset, ofTask, folder + name, folder + ofSubset, folder + ofTask])];
}
