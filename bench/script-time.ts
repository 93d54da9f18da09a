import type { StudioPage } from '../tests/e2e/studio-page.ts';
import { spread } from './report.ts';

/** A frame of the page in which it heard the user. */
export interface Frame {
  /** When it began, ms. */
  readonly start: number;
  /**
   * What the page's own code took of it, ms: listeners, animation frames, timers and tasks until the next frame. It is the
   * thread's processor time: when other programs hold the processor it hardly grows.
   */
  readonly script: number;
}

/** ms of script a frame: half of what a screen of 60 Hz leaves. */
const BUDGET_MS = 8;

/** Script a frame for a report, and how many frames are over the budget. */
export function scriptOf(frames: readonly Frame[]) {
  const script = frames.map(frame => frame.script);
  const over = script.filter(ms => ms > BUDGET_MS).length;
  return { frames: frames.length, script_ms: spread(script), budget_ms: BUDGET_MS, frames_over: over };
}

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** When it began, μs, and what the thread had run by then, and how long it ran in this event. */
  readonly ts: number;
  readonly tts?: number;
  readonly tdur?: number;
  readonly args: { readonly name?: string; readonly data?: { readonly type?: string } };
}

const CATEGORIES = ['devtools.timeline', 'disabled-by-default-devtools.timeline.frame'];
/** Trace events that stand for script, as the browser's own performance panel counts it; they hold each other. */
const SCRIPT = new Set(['EventDispatch', 'FunctionCall', 'FireAnimationFrame', 'TimerFire', 'RunMicrotasks']);
const INPUT = new Set(['pointermove', 'pointerdown', 'pointerup', 'wheel', 'scroll', 'keydown']);

/**
 * Traces the page while `act` works it, and gives the frames in which it heard the user. Painting and rasterising, which a
 * browser without a GPU does in software, are no script and are left out.
 */
export async function traceFrames({ browser, page }: StudioPage, act: () => Promise<void>): Promise<Frame[]> {
  await browser.startTracing(page, { categories: CATEGORIES });
  await act();
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString('utf8'));
  return framesOf(pageThread(traceEvents));
}

/** The events of the page's main thread, by time. */
function pageThread(events: readonly TraceEvent[]): TraceEvent[] {
  const key = ({ pid, tid }: TraceEvent) => `${pid} ${tid}`;
  const mains = events.filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain').map(key);
  const threads = mains.map(main => events.filter(event => key(event) === main));
  const busiest = threads.reduce((a, b) => (a.length > b.length ? a : b), []);
  return busiest.toSorted((a, b) => a.ts - b.ts);
}

function framesOf(events: readonly TraceEvent[]): Frame[] {
  const starts = events.filter(({ name }) => name === 'BeginMainThreadFrame').map(({ ts }) => ts);
  const scripts = starts.map(() => 0);
  const heard = starts.map(() => false);
  let frame = -1;
  let counted = 0;
  for (const { name, ts, tts = 0, tdur = 0, args } of events) {
    while (frame + 1 < starts.length && starts[frame + 1] <= ts) frame++;
    if (frame < 0 || !SCRIPT.has(name)) continue;
    if (name === 'EventDispatch' && INPUT.has(args.data?.type ?? '')) heard[frame] = true;
    // What lies within an event that is counted already adds nothing.
    scripts[frame] += Math.max(0, tts + tdur - Math.max(tts, counted)) / 1000;
    counted = Math.max(counted, tts + tdur);
  }
  return starts.map((ts, i) => ({ start: ts / 1000, script: scripts[i] })).filter((_, i) => heard[i]);
}
