/** What the Inspect stage looks at: pictures, the frame at which the player stands, or whole videos. */
export const SOURCE_KINDS = ['images', 'frame', 'videos'] as const;
export type SourceKind = (typeof SOURCE_KINDS)[number];
/** Those that are one picture after the other. */
export type PictureKind = Exclude<SourceKind, 'videos'>;

const keyOf = (project: string) => `inspect-source ${project}`;

/** For this tab and project; a stage that sends the user to Inspect says so beforehand. */
export function rememberSource(project: string, kind: SourceKind): void {
  sessionStorage.setItem(keyOf(project), kind);
}

export function lastSource(project: string): SourceKind {
  const kept = sessionStorage.getItem(keyOf(project));
  return SOURCE_KINDS.find(kind => kind === kept) ?? 'images';
}
