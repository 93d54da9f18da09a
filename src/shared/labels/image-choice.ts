import * as z from 'zod';
import { parseFrameTime } from '../dataset/sample-name.ts';
import { type ImageSummary, imageStateSchema, verdictSchema } from '../schemas/label.ts';

/** How far an image is. `to review`: verified, and not approved; `predicted`: a model's labels are in it that nobody has looked at. */
export const imageFilterSchema = z.enum([
  'all',
  ...imageStateSchema.options,
  'predicted',
  'to review',
  ...verdictSchema.options,
]);
export type ImageFilter = z.infer<typeof imageFilterSchema>;

export const imageOrderSchema = z.enum(['name', 'state', 'labels', 'largest crack', 'smallest crack', 'teaches most']);
export type ImageOrder = z.infer<typeof imageOrderSchema>;

/** Which images of a list are shown, and in which order. */
export interface ImageChoice {
  readonly filter: ImageFilter;
  /** A part of the name. */
  readonly search: string;
  /** Of one label at least; null for any. */
  readonly className: string | null;
  /** See `videoOf`; null for any. */
  readonly video: string | null;
  readonly order: ImageOrder;
}

export const ALL_IMAGES: ImageChoice = { filter: 'all', search: '', className: null, video: null, order: 'name' };

/** The video that an image was collected from, as its name says; '' for others. */
export function videoOf(image: Pick<ImageSummary, 'name'>): string {
  return parseFrameTime(image.name)?.video ?? '';
}

/** The videos of images, by name. */
export function videosOf(images: readonly ImageSummary[]): string[] {
  return [...new Set(images.map(videoOf))].filter(video => video !== '').sort();
}

/** Whether an image is ready for a review and has none that counts. */
export function waitsForReview({ state, review }: ImageSummary): boolean {
  return state === 'verified' && review !== 'approved';
}

export function passesFilter(image: ImageSummary, filter: ImageFilter): boolean {
  if (filter === 'to review') return waitsForReview(image);
  if (filter === 'predicted') return image.state !== 'verified' && image.predicted > 0;
  return filter === 'all' || image.state === filter || image.review === filter;
}

export function isChosen(image: ImageSummary, { filter, search, className, video }: ImageChoice): boolean {
  return (
    image.name.toLowerCase().includes(search.trim().toLowerCase()) &&
    passesFilter(image, filter) &&
    (className === null || Object.hasOwn(image.classes, className)) &&
    (video === null || videoOf(image) === video)
  );
}

const ORDERS: Readonly<Record<Exclude<ImageOrder, 'name'>, (image: ImageSummary) => number>> = {
  state: ({ state }) => imageStateSchema.options.indexOf(state),
  labels: ({ labels }) => -labels,
  'largest crack': ({ crackPx }) => -crackPx,
  'teaches most': ({ teaches }) => teaches ?? Number.POSITIVE_INFINITY,
  'smallest crack': ({ crackPx }) => crackPx || Number.POSITIVE_INFINITY,
};

/** The images that are chosen, in their order; `images` are by name, and so are those that nothing else tells apart. */
export function chosenImages(images: readonly ImageSummary[], choice: ImageChoice): readonly ImageSummary[] {
  const { filter, search, className, video, order } = choice;
  const isAll = filter === 'all' && search === '' && className === null && video === null;
  const chosen = isAll ? images : images.filter(image => isChosen(image, choice));
  if (order === 'name') return chosen;
  const rank = ORDERS[order];
  const ranked = chosen.map(image => ({ image, rank: rank(image) }));
  return ranked.sort((a, b) => (a.rank === b.rank ? 0 : a.rank - b.rank)).map(({ image }) => image);
}
