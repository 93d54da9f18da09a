/** Shows another stage, from anywhere. */
export function goToStage(id: string): void {
  window.location.hash = `/${id}`;
}

const keyOf = (folder: string) => `studio-stage ${folder}`;

/** Where the user was in a project. */
export function rememberStage(folder: string, id: string): void {
  localStorage.setItem(keyOf(folder), id);
}

/** Goes on where the user was in a project; a new one begins with collecting. */
export function goOn(folder: string): void {
  goToStage(localStorage.getItem(keyOf(folder)) ?? 'collect');
}
