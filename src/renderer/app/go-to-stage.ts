import type { StageId } from './stage.ts';

/** Shows another stage, from anywhere; `item` is what to show in it, as an image of Label. */
export function goToStage(id: StageId, item?: string): void {
  window.location.hash = addressOf(id, item);
}

/** `#/label/<image>`: the place in the address, so that a reload and the back button find it again. */
function addressOf(id: string, item?: string): string {
  return item === undefined ? `/${id}` : `/${id}/${encodeURIComponent(item)}`;
}

/** Notes in the address what a stage shows now. It is no step to go back from. */
export function noteItem(id: StageId, item?: string): void {
  window.history.replaceState(null, '', `#${addressOf(id, item)}`);
}

/** What an address asks for. */
export function readAddress(hash: string): { id: string; item: string | undefined } {
  const [id = '', item] = hash.replace(/^#\//, '').split('/');
  return { id, item: item && decoded(item) };
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

const keyOf = (folder: string) => `studio-stage ${folder}`;

/** Where the user was in a project. */
export function rememberStage(folder: string, id: StageId): void {
  localStorage.setItem(keyOf(folder), id);
}

/** Goes on where the user was in a project; a new one begins with collecting. */
export function goOn(folder: string): void {
  window.location.hash = addressOf(localStorage.getItem(keyOf(folder)) ?? 'collect');
}
