import type { CvatGroup } from './cvat-xml-parse.ts';

/** An image or frame as its file calls it. */
export interface CvatName {
  readonly name: string;
  readonly subset: string;
  /** Id of its task, in the export of a project; else empty. */
  readonly task: string;
}

export function nameOf({ name = '', subset = '', task_id: task = '' }: CvatGroup['attributes']): CvatName {
  return { name: name.replaceAll('\\', '/'), subset, task };
}

/** Names of a whole source: what two images share is told apart by their subset or, within one, by their task. */
export class CvatNames {
  readonly #counts = new Map<string, number>();

  add(name: CvatName): void {
    for (const text of new Set(waysToSay(name))) this.#counts.set(text, (this.#counts.get(text) ?? 0) + 1);
  }

  /** The shortest that no other image has; the name alone where none is. */
  clear(name: CvatName): string {
    return waysToSay(name).find(text => this.#counts.get(text) === 1) ?? name.name;
  }
}

function waysToSay({ name, subset, task }: CvatName): string[] {
  const ofSubset = subset === '' ? name : `${subset}/${name}`;
  return [name, ofSubset, task === '' ? ofSubset : `task_${task}/${ofSubset}`];
}
