import type { Input } from '../../shared/contract.ts';

/** A request to save a frame that the studio has not confirmed. */
export interface Unsent {
  /** Full path of the video: its id may be another the next time. */
  readonly path: string;
  readonly request: Omit<Input<'sample.save'>, 'video'> & { readonly save: string };
}

/** Unconfirmed requests, kept where a page that is loaded anew finds them. */
export class SaveOutbox {
  readonly #storage: Storage;
  readonly #prefix: string;

  /** `project`: its folder. */
  constructor(storage: Storage, project: string) {
    this.#storage = storage;
    this.#prefix = `save ${project} `;
  }

  put(unsent: Unsent): void {
    this.#storage.setItem(this.#prefix + unsent.request.save, JSON.stringify(unsent));
  }

  remove(save: string): void {
    this.#storage.removeItem(this.#prefix + save);
  }

  /** Those of one video. */
  of(path: string): Unsent[] {
    const keys = Object.keys(this.#storage).filter(key => key.startsWith(this.#prefix));
    const all = keys.map(key => JSON.parse(this.#storage.getItem(key) ?? 'null') as Unsent | null);
    return all.filter(unsent => unsent !== null).filter(unsent => unsent.path === path);
  }
}
