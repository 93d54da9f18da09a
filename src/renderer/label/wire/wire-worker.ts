import { assertNever } from '../../../shared/assert.ts';
import type { GrayImage } from '../../../shared/image/gray-image.ts';
import type { BrushShape } from '../../../shared/labels/brush-mask.ts';
import { lineWidths } from '../../../shared/measure/line-widths.ts';
import type { Point } from '../../../shared/schemas/label.ts';
import { asPlaces } from '../../../shared/wire/snap-label.ts';
import type { Followed } from '../../../shared/wire/step-costs.ts';
import { wireTracer } from '../../../shared/wire/wire-between.ts';
import { grayOf, rgbaOf } from '../../canvas/gray-of.ts';
import { flooder } from './flooder.ts';

/** What the page asks of the worker: to read a picture, then for wires on it. */
export type WireRequest =
  | ({ readonly kind: 'picture' } & WirePicture)
  | ({ readonly kind: 'wire' } & WireEnds)
  | ({ readonly kind: 'widths' } & WireLine)
  | ({ readonly kind: 'flood' } & WireFlood);

export interface WirePicture {
  readonly picture: ImageBitmap;
  /** In whose colours is flooded; null: by gray levels. */
  readonly colour: ImageBitmap | null;
  /** Not 0 where may be flooded; null: everywhere. */
  readonly roi: GrayImage | null;
}

export interface WireFlood {
  readonly from: Point;
  readonly tolerance: number;
}

/** A line of about this width, px. */
export interface WireLine {
  readonly line: readonly Point[];
  readonly width: number;
}

export interface WireEnds {
  readonly from: Point;
  readonly to: Point;
  readonly followed: Followed;
}

export type WireAnswer =
  | { readonly kind: 'picture'; readonly gray: GrayImage }
  | ({ readonly kind: 'wire'; readonly points: readonly Point[] } & WireEnds)
  | ({ readonly kind: 'widths'; readonly widths: readonly number[] | null } & WireLine)
  | ({ readonly kind: 'flood'; readonly shape: BrushShape | null } & WireFlood);

let gray: GrayImage | null = null;
let trace: ReturnType<typeof wireTracer> | undefined;
let flooded: ReturnType<typeof flooder> | undefined;

addEventListener('message', ({ data: request }: MessageEvent<WireRequest>) => {
  const answer = answerOf(request);
  if (answer) postMessage(answer);
});

function answerOf(request: WireRequest): WireAnswer | null {
  switch (request.kind) {
    case 'picture':
      return read(request);
    case 'wire':
      return { ...request, points: trace?.(request.from, request.to, request.followed) ?? [request.from, request.to] };
    case 'widths':
      return { ...request, widths: gray && lineWidths(gray, asPlaces(request.line), request.width) };
    case 'flood':
      return { ...request, shape: flooded?.(request.from, request.tolerance) ?? null };
    default:
      return assertNever(request);
  }
}

/** Lines stay straight, and nothing is flooded, where there is no memory for the picture. */
function read({ picture, colour, roi }: WirePicture): WireAnswer | null {
  gray = grayOf(picture);
  picture.close();
  if (!gray) return null;
  trace = wireTracer(gray);
  const rgba = colour && rgbaOf(colour);
  colour?.close();
  const isAlike = roi?.width === gray.width && roi.height === gray.height;
  flooded = flooder(rgba ? { ...rgba, channels: 4 } : { ...gray, channels: 1 }, isAlike ? roi : null);
  return { kind: 'picture', gray };
}
