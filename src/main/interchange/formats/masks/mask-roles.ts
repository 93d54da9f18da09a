import type { Side } from '../foreign.ts';
import { sideOf } from '../names.ts';

/** What lies in a folder: images, their masks, or pictures that are neither, such as overlays. */
export type Role = 'image' | 'mask' | 'neither';

const WORDS: Readonly<Record<Role, RegExp>> = {
  neither:
    /^(objects?|instances?|overlays?|visuali[sz]ations?|vis|viz|previews?|thumbs?|thumbnails?|boxes|depth|edges?)$/,
  mask: /^(masks?|gts?|truths?|groundtruths?|labels?|labs?|labelled|labeled|annotations?|annots?|annos?|anns?|segmentations?|segs?|segm|targets?|mattes?|labelids|bw|binary|manual)$/,
  image: /^(images?|imgs?|pictures?|photos?|frames?|rgb|inputs?|originals?|orig|jpegs?|jpgs?)$/,
};
/** Words that may stand beside those and say nothing of their own. */
const FILLERS =
  /^(\d+|\d*bit|\d+st|\d+nd|dirs?|folders?|pngs?|raw|data|sets?|files?|all|new|final|classe?s?|ground|semantic|pixels?|levels?|gray|grey|colou?rs?|crops?|resized|left|right|fine|coarse|cracks?|defects?|damages?|concrete)$/;

/** `train_masks`, `val`, `Ground Truth`, `SegmentationClassPNG`, `trainannot`, …: what a folder's name says of what lies in it. */
export function readFolder(folder: string): { readonly role: Role | null; readonly side: Side | null } {
  const words = wordsOf(folder);
  const side = words.map(sideOf).find(each => each !== null) ?? null;
  const rest = words.filter(word => sideOf(word) === null);
  const roles = rest.map(roleOf);
  const isClear = rest.every((word, i) => roles[i] !== null || FILLERS.test(word));
  const role = (['neither', 'mask', 'image'] as const).find(each => roles.includes(each)) ?? null;
  if (rest.length === 0) return { role: null, side };
  return isClear && role ? { role, side } : { role: null, side: null };
}

/** In small letters, at what is neither letter nor digit, at capitals, and after a side (`trainannot`) or before a number (`masks2`, `leftImg8bit`). */
function wordsOf(folder: string): string[] {
  return folder
    .replace(/(\p{Ll})(?=\p{Lu})|(\p{Lu})(?=\p{Lu}\p{Ll})/gu, '$& ')
    .toLowerCase()
    .replace(/\b(train|val|valid|test)(?=[a-z]{2})(?!(ing|id|ation|idation)\b)/g, '$1 ')
    .replace(/(\p{L})(?=\d)/gu, '$1 ')
    .split(/[^\p{L}\p{N}]+/u)
    .filter(word => word !== '');
}

function roleOf(word: string): Role | null {
  return (Object.keys(WORDS) as Role[]).find(role => WORDS[role].test(word)) ?? null;
}

const MASK_WORDS =
  'labels?|masks?|gt|gtfine|gtcoarse|ground[_-]?truth|seg|segmentations?|annotations?|annots?|lab|bw|matte|label[_-]?ids';
const IMAGE_WORDS = 'images?|img|photo|frame|rgb|input|sat|orig|original|leftimg8bit';
/** What surely tells a mask from its image where both lie in one folder; the rest does where there is such an image. */
const SURE = /[_-](labels?|masks?|gt)$/i;
const MASK_AFFIX = new RegExp(`^(${MASK_WORDS})[_\\-. ]+|[_\\-. ]+(${MASK_WORDS})$`, 'i');
const IMAGE_AFFIX = new RegExp(`^(${IMAGE_WORDS})[_\\-. ]+|[_\\-. ]+(${IMAGE_WORDS})$`, 'i');

/** Whether the name of a file, without extension, says that it is a mask. */
export function isSurelyMask(stem: string): boolean {
  return SURE.test(stem);
}

export function saysMask(stem: string): boolean {
  return MASK_AFFIX.test(stem);
}

/** A path without extension, without what says that it is a mask or an image. */
export function bareMask(key: string): string {
  return withoutAffix(key, MASK_AFFIX);
}

export function bareImage(key: string): string {
  return withoutAffix(key, IMAGE_AFFIX);
}

/** Two at most: `a_gtFine_labelIds`. */
function withoutAffix(key: string, affix: RegExp): string {
  const at = key.lastIndexOf('/') + 1;
  return key.slice(0, at) + key.slice(at).replace(affix, '').replace(affix, '');
}
