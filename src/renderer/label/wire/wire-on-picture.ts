import { isSamePoint } from '../../../shared/geometry/paths.ts';
import { wireTracer } from '../../../shared/wire/wire-between.ts';
import { newestQuestion } from './newest-question.ts';
import type { Wire } from './wire.ts';
import type { WireAnswer, WireEnds, WireFlood, WireLine, WirePicture, WireRequest } from './wire-worker.ts';

type Answer<K extends WireAnswer['kind']> = Extract<WireAnswer, { kind: K }>;

/**
 * What a worker reads from a picture; the newest place of the pointer overtakes those before it. `onNews`: there is more to show. `end` gives the
 * worker back.
 */
export function wireOnPicture(picture: WirePicture, onNews: () => void): Wire & { end(): void } {
  const worker = new Worker(new URL('./wire-worker.ts', import.meta.url), { type: 'module' });
  const ask = (request: WireRequest, transfer: Transferable[] = []) => worker.postMessage(request, transfer);
  let traceHere: ReturnType<typeof wireTracer> | undefined;
  const ways = newestQuestion<WireEnds, Answer<'wire'>>(ends => ask({ kind: 'wire', ...ends }), isSameWay);
  const widths = newestQuestion<WireLine, Answer<'widths'>>(line => ask({ kind: 'widths', ...line }), isSameLine);
  const floods = newestQuestion<WireFlood, Answer<'flood'>>(flood => ask({ kind: 'flood', ...flood }), isSameFlood);

  worker.addEventListener('message', ({ data: answer }: MessageEvent<WireAnswer>) => {
    if (answer.kind === 'picture') traceHere = wireTracer(answer.gray);
    else if (answer.kind === 'widths') widths.answered(answer);
    else if (answer.kind === 'flood') floods.answered(answer);
    else ways.answered(answer);
    onNews();
  });
  ask({ kind: 'picture', ...picture }, [picture.picture, ...(picture.colour ? [picture.colour] : [])]);

  return {
    between(from, to, followed, wanted) {
      const ends = { from, to, followed };
      const last = ways.last();
      if (last && isSameWay(last, ends)) return last.points;
      if (wanted === 'now') return traceHere?.(from, to, followed) ?? [from, to];
      if (!traceHere) return [from, to];
      ways.answer(ends);
      // The last one of this click, led on to the pointer, is nearer than a straight line.
      return last && isSameWay({ ...last, to }, ends) ? [...last.points, to] : [from, to];
    },
    widths(line, width) {
      const answer = widths.answer({ line, width });
      return answer ? answer.widths : 'soon';
    },
    flood(from, tolerance) {
      const answer = floods.answer({ from, tolerance });
      const last = floods.last();
      const near = last && isSamePoint(last.from, from) ? last.shape : null;
      return { shape: near, isKnown: answer !== undefined };
    },
    end: () => worker.terminate(),
  };
}

function isSameLine(a: WireLine, b: WireLine): boolean {
  return a.width === b.width && a.line.length === b.line.length && a.line.every((at, i) => isSamePoint(at, b.line[i]));
}

function isSameFlood(a: WireFlood, b: WireFlood): boolean {
  return isSamePoint(a.from, b.from) && a.tolerance === b.tolerance;
}

function isSameWay(a: WireEnds, b: WireEnds): boolean {
  return isSamePoint(a.from, b.from) && isSamePoint(a.to, b.to) && a.followed === b.followed;
}
