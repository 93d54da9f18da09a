import type { GrayImage } from '../../../shared/image/gray-image.ts';
import { lineWidths } from '../../../shared/measure/line-widths.ts';
import type { Point } from '../../../shared/schemas/label.ts';
import { asPlaces } from '../../../shared/wire/snap-label.ts';
import type { Followed } from '../../../shared/wire/step-costs.ts';
import { wireTracer } from '../../../shared/wire/wire-between.ts';
import { grayOf } from '../../canvas/gray-of.ts';

/** What the page asks of the worker: to read a picture, then for wires on it. */
export type WireRequest =
  | { readonly kind: 'picture'; readonly picture: ImageBitmap }
  | ({ readonly kind: 'wire' } & WireEnds)
  | ({ readonly kind: 'widths' } & WireLine);

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
  | ({ readonly kind: 'widths'; readonly widths: readonly number[] | null } & WireLine);

let gray: GrayImage | null = null;
let trace: ReturnType<typeof wireTracer> | undefined;

addEventListener('message', ({ data: request }: MessageEvent<WireRequest>) => {
  if (request.kind === 'picture') {
    gray = grayOf(request.picture);
    request.picture.close();
    // Its lines stay straight where there is no memory for it.
    if (!gray) return;
    trace = wireTracer(gray);
    postMessage({ kind: 'picture', gray } satisfies WireAnswer);
  } else if (request.kind === 'widths') {
    const widths = gray && lineWidths(gray, asPlaces(request.line), request.width);
    postMessage({ ...request, widths } satisfies WireAnswer);
  } else {
    const { from, to, followed } = request;
    const points = trace?.(from, to, followed) ?? [from, to];
    postMessage({ ...request, points } satisfies WireAnswer);
  }
});
