import * as z from 'zod';
import { writeFileAtomic } from '../../../node/atomic-file.ts';
import { readText } from '../../../node/read-file.ts';

const rectangle = z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() });
const windowStateSchema = z.object({ bounds: rectangle, maximized: z.boolean() });

/** A rectangle in screen coordinates, device-independent px. */
export type Rectangle = z.infer<typeof rectangle>;

/** How the window was left: its bounds while not maximised, and whether it was. */
export type WindowState = z.infer<typeof windowStateSchema>;

export interface Placement {
  /** Without a position the system centres the window. */
  bounds: { width: number; height: number; x?: number; y?: number };
  maximized: boolean;
}

const DEFAULT_SIZE = { width: 1440, height: 900 };

/** The strip at a window's top, px, by which it is moved, and how much of it must be seen to get hold of it. */
const TITLE_BAR_HEIGHT = 32;
const GRIP = 120;

/**
 * Where to open the window: where it was left, provided that its title bar can still be reached on one of the screens'
 * work areas (a second screen may be gone), and never larger than that screen.
 */
export function placeWindow(saved: WindowState | undefined, workAreas: readonly Rectangle[]): Placement {
  const [primary] = workAreas;
  const area = saved && workAreas.find(each => canBeGrabbed(saved.bounds, each));
  if (!saved || !area)
    return { bounds: fitted(saved?.bounds ?? DEFAULT_SIZE, primary), maximized: saved?.maximized ?? false };
  const { x, y } = saved.bounds;
  return { bounds: { ...fitted(saved.bounds, area), x: Math.round(x), y: Math.round(y) }, maximized: saved.maximized };
}

function canBeGrabbed(window: Rectangle, area: Rectangle): boolean {
  const wide = Math.min(window.x + window.width, area.x + area.width) - Math.max(window.x, area.x);
  const top = window.y >= area.y - TITLE_BAR_HEIGHT / 2 && window.y + TITLE_BAR_HEIGHT <= area.y + area.height;
  return top && wide >= Math.min(GRIP, window.width);
}

function fitted({ width, height }: { width: number; height: number }, area: Rectangle | undefined) {
  return {
    width: Math.round(Math.min(width, area?.width ?? width)),
    height: Math.round(Math.min(height, area?.height ?? height)),
  };
}

/** The state that was saved, or undefined: a window's place is not worth an error. */
export async function readWindowState(path: string): Promise<WindowState | undefined> {
  try {
    return windowStateSchema.parse(JSON.parse(await readText(path)));
  } catch {
    return undefined;
  }
}

/** Saves the state; what goes wrong is kept quiet for the same reason. */
export async function writeWindowState(path: string, state: WindowState): Promise<void> {
  await writeFileAtomic(path, `${JSON.stringify(state)}\n`).catch(() => {});
}
