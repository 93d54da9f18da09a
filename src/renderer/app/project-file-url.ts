/** Where the page reads a file of the open project; `path` is relative to its folder, with slashes. */
export function projectFileUrl(path: string): string {
  return `/files/project/${path.split('/').map(encodeURIComponent).join('/')}`;
}
