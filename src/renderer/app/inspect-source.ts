/** What the Inspect stage looks at: pictures, or the frame at which the player stands. */
export type SourceKind = 'images' | 'frame';

const keyOf = (project: string) => `inspect-source ${project}`;

/** For this tab and project; a stage that sends the user to Inspect says so beforehand. */
export function rememberSource(project: string, kind: SourceKind): void {
  sessionStorage.setItem(keyOf(project), kind);
}

export function lastSource(project: string): SourceKind {
  return sessionStorage.getItem(keyOf(project)) === 'frame' ? 'frame' : 'images';
}
