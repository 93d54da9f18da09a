/**
 * Which of `files` is the picture of a labelme file. Tried in turn: where `imagePath` leads to from the file's folder; its
 * name there; a picture beside the file with the file's own stem; the only picture of that name anywhere; all of it without
 * regard to capitals.
 *
 * @param json path of the labelme file, `/` between folders
 * @param imagePath as the file has it: relative to the file or absolute, of any platform
 */
export function pictureOf(json: string, imagePath: string | null, pictures: readonly string[]): string | null {
  const exact = exactPictureOf(json, imagePath, pictures);
  if (exact !== null || pictures.length === 0) return exact;
  const small = pictures.map(picture => picture.toLowerCase());
  const found = exactPictureOf(json.toLowerCase(), imagePath?.toLowerCase() ?? null, small);
  return found === null ? null : pictures[small.indexOf(found)];
}

function exactPictureOf(json: string, imagePath: string | null, pictures: readonly string[]): string | null {
  const folder = folderOf(json);
  const path = imagePath?.replaceAll('\\', '/') ?? '';
  const name = path.split('/').at(-1) ?? '';
  const stem = stemOf(json);
  const beside = pictures.filter(picture => stemOf(picture) === stem);
  const named = pictures.filter(picture => name !== '' && picture.split('/').at(-1) === name);
  return (
    pictures.find(picture => picture === joined(folder, path)) ??
    pictures.find(picture => picture === joined(folder, name)) ??
    (beside.length === 1 ? beside[0] : null) ??
    (named.length === 1 ? named[0] : null)
  );
}

/** How an image is called whose picture is not there: where `imagePath` leads to, as far as that is within the source. */
export function imageNameOf(json: string, imagePath: string | null): string {
  const path = imagePath?.replaceAll('\\', '/') ?? '';
  const isAbsolute = path.startsWith('/') || /^[a-z]:/i.test(path);
  const joinedPath = isAbsolute ? path.split('/').at(-1) : joined(folderOf(json), path);
  return joinedPath && /[^/.]/.test(path) ? joinedPath : stemOf(json);
}

function folderOf(path: string): string {
  return path.split('/').slice(0, -1).join('/');
}

/** Without the extension. */
export function stemOf(path: string): string {
  return path.replace(/\.[^./]+$/, '');
}

/** `..` leads upwards as long as there is a folder. */
function joined(folder: string, path: string): string {
  const parts: string[] = [];
  for (const part of `${folder}/${path}`.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
}
