import type { SessionState } from '../../../src/renderer/label/session-state.ts';
import {
  labelsOf,
  type Pointer,
  type Step,
  type ToolState,
  type World,
} from '../../../src/renderer/label/tools/tool.ts';
import { applyEdits, type LabelContent, type LabelEdit } from '../../../src/shared/labels/label-edits.ts';
import type { ImageLabel, Point } from '../../../src/shared/schemas/label.ts';

type Settings = Partial<
  Pick<World, 'pixel' | 'className' | 'lineWidth' | 'brushWidth' | 'snapping' | 'wire' | 'widthsAlong' | 'flood'>
> &
  Partial<Pick<SessionState, 'selected'>>;

/** A hand on a tool: does what a person does and keeps what comes of it, without a canvas. The picture has 100x100 px. */
export class Hand {
  content: LabelContent;
  state: ToolState;
  selection: readonly string[];
  readonly edits: LabelEdit[] = [];
  readonly #settings: Settings;
  lineWidth: number;
  #ids = 0;

  constructor(tool: ToolState, labels: readonly ImageLabel[] = [], settings: Settings = {}) {
    this.content = { state: 'in progress', labels };
    this.state = tool;
    this.selection = settings.selected ?? [];
    this.lineWidth = settings.lineWidth ?? 3;
    this.#settings = settings;
  }

  /** The selected label, if it is the only one. */
  get selected(): string | null {
    return this.selection.length === 1 ? this.selection[0] : null;
  }

  get world(): World {
    const { pixel = 0.5, className = 'crack', brushWidth = 4, snapping = false } = this.#settings;
    const { labels } = this.content;
    const selection = labels.filter(({ id }) => this.selection.includes(id));
    return {
      content: this.content,
      width: 100,
      height: 100,
      visible: labels,
      snapping,
      free: labels,
      selection,
      selected: selection.length === 1 ? selection[0] : null,
      className,
      lineWidth: this.lineWidth,
      brushWidth,
      pixel,
      newId: () => `new-${this.#ids++}`,
      wire: this.#settings.wire ?? ((from, to) => [from, to]),
      widthsAlong: this.#settings.widthsAlong ?? (() => null),
      flood: this.#settings.flood ?? (() => ({ shape: null, isKnown: true })),
    };
  }

  get draft(): ImageLabel | undefined {
    const draft = this.state.draft?.(this.world) ?? null;
    return draft && 'stroke' in draft ? draft.stroke : labelsOf(draft)[0];
  }

  down(at: Point, keys: Partial<Pointer> = {}): this {
    return this.#perform(this.state.onPointerDown?.(pointer(at, keys), this.world));
  }

  move(at: Point, keys: Partial<Pointer> = {}): this {
    return this.#perform(this.state.onPointerMove?.(pointer(at, keys), this.world));
  }

  up(at: Point): this {
    return this.#perform(this.state.onPointerUp?.(pointer(at), this.world));
  }

  click(at: Point, keys: Partial<Pointer> = {}): this {
    return this.move(at).down(at, keys).up(at);
  }

  drag(...way: Point[]): this {
    this.move(way[0]).down(way[0]);
    for (const at of way.slice(1)) this.move(at);
    return this.up(way[way.length - 1]);
  }

  press(what: 'onComplete' | 'onBack' | 'onNews' | 'onCancel'): this {
    return this.#perform(this.state[what]?.(this.world));
  }

  #perform(step: Step | undefined): this {
    const { edits = [], to, select, lineWidth } = step ?? {};
    this.content = applyEdits(this.content, edits);
    this.edits.push(...edits);
    this.state = to ?? this.state;
    this.selection = select ?? this.selection;
    this.lineWidth = lineWidth ?? this.lineWidth;
    return this;
  }
}

function pointer(at: Point, keys: Partial<Pointer> = {}): Pointer {
  return { at, button: 'left', shift: false, alt: false, ctrl: false, ...keys };
}

export function polygon(id: string, points: Point[], className = 'crack'): ImageLabel {
  return { id, shape: 'polygon', class: className, source: 'drawn', points };
}

export function polyline(id: string, points: Point[], width = 3): ImageLabel {
  return { id, shape: 'polyline', class: 'crack', source: 'drawn', points, width };
}

/** The corners of a box as a polygon. */
export function square(id: string, [x, y]: Point, side: number): ImageLabel {
  return polygon(id, [
    [x, y],
    [x + side, y],
    [x + side, y + side],
    [x, y + side],
  ]);
}
