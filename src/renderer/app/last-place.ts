/** Where the user was in which video. */
export interface Place {
  readonly path: string;
  readonly frame: number;
  /** Whether samples were saved with black outside the ROI. */
  readonly maskOutside?: boolean;
}

/** For this tab and project only: it is no setting, merely where one goes on after a reload, or in another stage. */
const keyOf = (project: string) => `collect ${project}`;

export function rememberPlace(project: string, place: Place | null): void {
  if (place) sessionStorage.setItem(keyOf(project), JSON.stringify(place));
  else sessionStorage.removeItem(keyOf(project));
}

export function lastPlace(project: string): Place | null {
  const text = sessionStorage.getItem(keyOf(project));
  return text === null ? null : (JSON.parse(text) as Place);
}
