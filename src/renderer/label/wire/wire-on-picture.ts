import { isSamePoint } from '../../../shared/geometry/paths.ts';
import { wireTracer } from '../../../shared/wire/wire-between.ts';
import type { Wire } from './wire.ts';
import type { WireAnswer, WireEnds, WireLine, WireRequest } from './wire-worker.ts';

/**
 * A wire on a picture, which a worker reads and traces on; the newest place of the pointer overtakes those before it. `onNews`: there is more to
 * show. `end` gives the worker back.
 */
export function wireOnPicture(picture: ImageBitmap, onNews: () => void): Wire & { end(): void } {
  const worker = new Worker(new URL('./wire-worker.ts', import.meta.url), { type: 'module' });
  const ask = (request: WireRequest, transfer: Transferable[] = []) => worker.postMessage(request, transfer);
  let traceHere: ReturnType<typeof wireTracer> | undefined;
  let known: Extract<WireAnswer, { kind: 'wire' }> | undefined;
  let asked: WireEnds | undefined;
  let waiting: WireEnds | undefined;
  let measured: (WireLine & { widths: readonly number[] | null | 'soon' }) | undefined;

  worker.addEventListener('message', ({ data: answer }: MessageEvent<WireAnswer>) => {
    if (answer.kind === 'picture') traceHere = wireTracer(answer.gray);
    else if (answer.kind === 'widths') {
      if (measured && isSameLine(measured, answer)) measured = { ...measured, widths: answer.widths };
    } else {
      known = answer;
      asked = waiting;
      waiting = undefined;
      if (asked) ask({ kind: 'wire', ...asked });
    }
    onNews();
  });
  ask({ kind: 'picture', picture }, [picture]);

  return {
    between(from, to, followed, wanted) {
      const ends = { from, to, followed };
      if (known && isSame(known, ends)) return known.points;
      if (wanted === 'now') return traceHere?.(from, to, followed) ?? [from, to];
      if (!traceHere) return [from, to];
      if (!asked) {
        asked = ends;
        ask({ kind: 'wire', ...ends });
      } else if (!isSame(asked, ends)) waiting = ends;
      // The last one of this click, led on to the pointer, is nearer than a straight line.
      return known && isSame({ ...known, to }, ends) ? [...known.points, to] : [from, to];
    },
    widths(line, width) {
      if (!measured || !isSameLine(measured, { line, width })) {
        measured = { line, width, widths: 'soon' };
        ask({ kind: 'widths', line, width });
      }
      return measured.widths;
    },
    end: () => worker.terminate(),
  };
}

function isSameLine(a: WireLine, b: WireLine): boolean {
  return a.width === b.width && a.line.length === b.line.length && a.line.every((at, i) => isSamePoint(at, b.line[i]));
}

function isSame(a: WireEnds, b: WireEnds): boolean {
  return isSamePoint(a.from, b.from) && isSamePoint(a.to, b.to) && a.followed === b.followed;
}
