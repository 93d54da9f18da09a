import { ALL_IMAGES, type ImageChoice } from '../../shared/labels/image-choice.ts';
import { summaryOf } from '../../shared/labels/label-summary.ts';
import type { ImageLabel, ImageSummary, LabelDocument, Point } from '../../shared/schemas/label.ts';
import type { Viewport } from '../canvas/viewport.ts';
import type { OpenDocument } from './label-documents.ts';
import type { Answer } from './model/answer.ts';
import type { ToolState, World } from './tools/tool.ts';
import { type ToolName, toolOf } from './tools/tools.ts';
import { type FOLLOWABLE, straightWire, type Wire } from './wire/wire.ts';

export interface BulkStep {
  readonly id: string;
  again(): Promise<void>;
}

/** What the Label stage shows, apart from the documents. */
export interface SessionState {
  /** Undefined until the list has come. */
  readonly images: readonly ImageSummary[] | undefined;
  /** Which of them are listed, and how. */
  readonly choice: ImageChoice;
  /** Names of those that are to be changed together. */
  readonly picked: ReadonlySet<string>;
  /** The one from which the next stretch is picked. */
  readonly anchor: string | null;
  readonly current: string | null;
  readonly toolName: ToolName;
  readonly tool: ToolState;
  /** Ids. */
  readonly selected: readonly string[];
  /** Labels by `labelKey`. */
  readonly hidden: ReadonlySet<string>;
  readonly locked: ReadonlySet<string>;
  readonly className: string;
  /** Px of the picture. */
  readonly lineWidth: number;
  readonly brushWidth: number;
  /** What a model said of the image that it was last asked about. */
  readonly answer: Answer | null;
  /** From which probability of a model on a pixel is crack. */
  readonly threshold: number;
  readonly wire: Wire;
  /** What the wire follows. */
  readonly followed: keyof typeof FOLLOWABLE;
  /** Whether vertices are drawn to what is near. */
  readonly snapping: boolean;
  /** By how much the selected labels are being simplified, px. */
  readonly tolerance: number;
  /** For display only: 1 is the picture as it is. */
  readonly brightness: number;
  readonly contrast: number;
  /** Whether the colour original is shown in place of the gray training image, where it was kept. */
  readonly colour: boolean;
  /** Where the original of an image and its ROI are found; null where none was kept. Only of the image that was asked for last. */
  readonly original: { readonly image: string; readonly url: string | null; readonly roiUrl: string | null } | null;
  /** CLAHE. */
  readonly localContrast: boolean;
  /** Of the mask, 0 to 1. */
  readonly maskOpacity: number;
  /** Whether the picture is shown without labels for the moment. */
  readonly bare: boolean;
  readonly clipboard: readonly ImageLabel[];
  /** What was last done to many images at once, as long as nothing was done after it; and what of it was just taken back. */
  readonly bulkUndo: BulkStep | null;
  readonly bulkRedo: BulkStep | null;
  /** The place that the remark is about whose words are being written; picture px. */
  readonly remarkAt: Point | null;
  /** Null: the whole picture is fitted into the view. */
  readonly viewport: Viewport | null;
}

export function initialState(className: string): SessionState {
  return {
    images: undefined,
    choice: ALL_IMAGES,
    picked: new Set(),
    anchor: null,
    current: null,
    toolName: 'select',
    tool: toolOf('select').begin(),
    selected: [],
    hidden: new Set(),
    locked: new Set(),
    className,
    lineWidth: 3,
    brushWidth: 12,
    answer: null,
    threshold: 0.5,
    wire: straightWire,
    followed: 'dark',
    snapping: false,
    tolerance: 0,
    brightness: 1,
    contrast: 1,
    colour: false,
    original: null,
    localContrast: false,
    maskOpacity: 0.45,
    bare: false,
    clipboard: [],
    bulkUndo: null,
    bulkRedo: null,
    remarkAt: null,
    viewport: null,
  };
}

/** How wide the tool draws, px; null where that does not matter. */
export function widthInHand(state: SessionState): number | null {
  const { width } = toolOf(state.toolName);
  return width && state[width];
}

/** Ids are unique within an image only. */
export function labelKey(image: string, id: string): string {
  return `${image}/${id}`;
}

/** What the tools may know of an image that is open. `pixel`: picture px to a CSS px. */
export function worldOf(state: SessionState, document: LabelDocument, pixel: number): World {
  const visible = without(state.hidden, document.image, document.labels);
  const free = without(state.locked, document.image, visible);
  const selection = free.filter(({ id }) => state.selected.includes(id));
  return {
    content: document,
    width: document.width,
    height: document.height,
    visible,
    snapping: state.snapping,
    free,
    selection,
    selected: selection.length === 1 ? selection[0] : null,
    className: state.className,
    lineWidth: state.lineWidth,
    brushWidth: state.brushWidth,
    pixel,
    newId: () => crypto.randomUUID(),
    wire: (from, to, wanted) => state.wire.between(from, to, state.followed, wanted),
    widthsAlong: state.wire.widths,
    flood: state.wire.flood,
  };
}

/** The labels whose keys are not in a set; mostly it is empty, and each move of the pointer asks. */
function without(keys: ReadonlySet<string>, image: string, labels: readonly ImageLabel[]): readonly ImageLabel[] {
  return keys.size === 0 ? labels : labels.filter(({ id }) => !keys.has(labelKey(image, id)));
}

/** The labels to show, those that are being made or changed among them in the places that they will have. */
export function shownLabels(
  state: SessionState,
  document: LabelDocument,
  drafts: readonly ImageLabel[],
): readonly ImageLabel[] {
  const visible = without(state.hidden, document.image, document.labels);
  if (drafts.length === 0) return visible;
  const changed = new Map(drafts.map(label => [label.id, label]));
  const shown = visible.map(label => changed.get(label.id) ?? label);
  return [...shown, ...drafts.filter(({ id }) => !visible.some(label => label.id === id))];
}

/** The list as it is, edits on their way included. */
export function liveImages(
  images: readonly ImageSummary[],
  open: Readonly<Record<string, OpenDocument>>,
): readonly ImageSummary[] {
  return images.map(image => {
    const shown = open[image.name]?.shown;
    if (!shown) return image;
    return { ...image, ...summaryOf(shown) };
  });
}

/** The name of the next (1) or previous (-1) image that fits, seen from `current`, which itself may not; null at the end. */
export function neighbour(
  images: readonly ImageSummary[],
  current: string | null,
  direction: 1 | -1,
  fits: (image: ImageSummary) => boolean,
): string | null {
  const from = images.findIndex(({ name }) => name === current);
  for (let i = from + direction; i >= 0 && i < images.length; i += direction)
    if (fits(images[i])) return images[i].name;
  return null;
}
