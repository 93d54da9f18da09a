import { hasControlCharacter } from '../../../shared/control-characters.ts';

const MAX_LENGTH = 1000;
/** How much worse than the name itself a name fits that a web server made: an address, or an upload with a mark before it. */
const ADDRESS = 100;
export const UPLOAD = 200;

/** Label Studio puts eight hexadecimal digits before the name of what is uploaded. */
const UPLOAD_MARK = /^[0-9a-f]{8}-(?=.)/;

/** The folders and the name in a name from outside, or null when no file may bear it. Windows separators and drives are taken for what they are. */
export function partsOf(name: string): string[] | null {
  if (name.length > MAX_LENGTH || hasControlCharacter(name)) return null;
  const parts = name
    .replaceAll('\\', '/')
    .replace(/^[a-z]:(?=\/)/i, '')
    .split('/')
    .filter(part => part !== '' && part !== '.');
  return parts.length === 0 || parts.includes('..') ? null : parts;
}

/**
 * The path within an address, or null where a name is none: `?d=a%5Cb.png` of Label Studio's local files, `https://host/a.png?x`,
 * `a%20b.png`.
 */
function pathInAddress(name: string): string | null {
  const [, local] = /[?&]d=([^&]*)/.exec(name) ?? [];
  const path = local ?? name.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/]*\//i, '').replace(/[?#].*$/, '');
  try {
    const decoded = decodeURIComponent(path);
    return decoded === name ? null : decoded;
  } catch {
    return path === name ? null : path;
  }
}

/** The name of an upload without its mark; null where it has none. */
export function withoutUploadMark(parts: readonly string[]): string[] | null {
  const last = parts.at(-1) ?? '';
  return UPLOAD_MARK.test(last) ? parts.with(-1, last.replace(UPLOAD_MARK, '')) : null;
}

/** What a name of the source may mean, the likeliest first. */
export interface Meaning {
  readonly parts: readonly string[];
  readonly cost: number;
  readonly isUpload: boolean;
}

/** None for a name that no file may bear. */
export function meaningsOf(name: string): Meaning[] {
  const address = pathInAddress(name);
  return [{ text: name, cost: 0 }, ...(address === null ? [] : [{ text: address, cost: ADDRESS }])].flatMap(
    ({ text, cost }): Meaning[] => {
      const parts = partsOf(text);
      const upload = parts && withoutUploadMark(parts);
      return [
        ...(parts ? [{ parts, cost, isUpload: false }] : []),
        ...(upload ? [{ parts: upload, cost: cost + UPLOAD, isUpload: true }] : []),
      ];
    },
  );
}
