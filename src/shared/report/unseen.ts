import { blurredBelow } from '../dataset/frame-likeness.ts';
import type { LookRecord } from '../schemas/inspection.ts';

export type UnseenKind = 'dark' | 'bright' | 'flat' | 'blurred' | 'missing';

/** A stretch of the video that was not inspected, or not worth it. */
export interface UnseenStretch {
  readonly kind: UnseenKind;
  readonly fromMs: number;
  /** Up to the look that comes next, unless frames are missing between. */
  readonly toMs: number;
  /** Frames that were looked at in vain; 0 where they are missing. */
  readonly looks: number;
}

/** Frames are missing where time goes on by so much more than their numbers say, ms. */
const MISSING_MS = 500;

/**
 * Where an inspection could not see: looks that are too dark, too bright or flat, much less sharp than the video's others, and times for
 * which the video has no frames. In the order of time.
 */
export function unseenStretches(looks: readonly LookRecord[]): UnseenStretch[] {
  const blurred = blurredBelow(looks.flatMap(({ sharpness }) => (sharpness === undefined ? [] : [sharpness])));
  const stretches: UnseenStretch[] = missing(looks);
  const gaps = new Set(stretches.map(({ fromMs }) => fromMs));
  let open: UnseenStretch | undefined;
  for (const [i, { ms, exposure, sharpness = Infinity, same }] of looks.entries()) {
    const toMs = gaps.has(ms) ? ms : (looks[i + 1]?.ms ?? ms);
    // What looks the same as the frame before is seen as badly.
    const kind = same ? open?.kind : (exposure ?? (sharpness < blurred ? ('blurred' as const) : undefined));
    if (open && kind === open.kind && ms === open.toMs) {
      open = { ...open, toMs, looks: open.looks + 1 };
      continue;
    }
    if (open) stretches.push(open);
    open = kind && { kind, fromMs: ms, toMs, looks: 1 };
  }
  if (open) stretches.push(open);
  return stretches.sort((a, b) => a.fromMs - b.fromMs);
}

function missing(looks: readonly LookRecord[]): UnseenStretch[] {
  const steps = looks.slice(1).map((look, i) => ({ before: looks[i], look }));
  const usual = steps.map(({ before, look }) => (look.ms - before.ms) / Math.max(1, look.frame - before.frame));
  const frameMs = usual.sort((a, b) => a - b)[Math.floor(usual.length / 2)] ?? 0;
  return steps.flatMap(({ before, look }) =>
    look.ms - before.ms - (look.frame - before.frame) * frameMs > MISSING_MS
      ? [{ kind: 'missing' as const, fromMs: before.ms, toMs: look.ms, looks: 0 }]
      : [],
  );
}
