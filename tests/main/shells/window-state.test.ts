import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeWindow, readWindowState, writeWindowState } from '../../../src/main/shells/electron/window-state.ts';
import { temporaryFolder } from '../../helpers/pictures.ts';

const laptop = { x: 0, y: 25, width: 1440, height: 875 };
const second = { x: 1440, y: 0, width: 2560, height: 1440 };
const left = { x: 1600, y: 100, width: 1500, height: 1000 };

describe('the place of the window', () => {
  it('is where it was left', () => {
    const saved = { bounds: left, maximized: true };
    expect(placeWindow(saved, [laptop, second])).toEqual(saved);
  });

  it('is the middle of the first screen when the screen it was on is gone', () => {
    expect(placeWindow({ bounds: left, maximized: false }, [laptop])).toEqual({
      bounds: { width: 1440, height: 875 },
      maximized: false,
    });
  });

  it('has a size that fits the screen, the first time too', () => {
    expect(placeWindow(undefined, [{ ...laptop, width: 1280, height: 700 }])).toEqual({
      bounds: { width: 1280, height: 700 },
      maximized: false,
    });
    expect(placeWindow(undefined, [])).toEqual({ bounds: { width: 1440, height: 900 }, maximized: false });
  });

  it.each([
    ['above the screen', { ...left, y: -500 }],
    ['below it', { ...left, y: 1430 }],
    ['beside it but for a sliver', { ...left, x: 1440 + 2560 - 20 }],
  ])('is not %s, where nobody could get hold of it', (_where, bounds) => {
    expect(placeWindow({ bounds, maximized: false }, [laptop, second]).bounds).not.toHaveProperty('x');
  });

  it('can always be reached, whatever was saved', () => {
    const number = fc.integer({ min: -5000, max: 5000 });
    const size = fc.integer({ min: 1, max: 5000 });
    const rectangle = fc.record({ x: number, y: number, width: size, height: size });
    fc.assert(
      fc.property(rectangle, bounds => {
        const placed = placeWindow({ bounds, maximized: false }, [laptop, second]).bounds;
        if (placed.x === undefined || placed.y === undefined) return;
        const seen = [laptop, second].some(
          area =>
            Math.min(bounds.x + bounds.width, area.x + area.width) - Math.max(bounds.x, area.x) >=
              Math.min(120, bounds.width) &&
            bounds.y >= area.y - 16 &&
            bounds.y < area.y + area.height,
        );
        expect(seen).toBe(true);
      }),
    );
  });

  it('survives on disk, and a file that is damaged is as good as none', async () => {
    const path = join(temporaryFolder(), 'window.json');
    expect(await readWindowState(path)).toBeUndefined();
    await writeWindowState(path, { bounds: left, maximized: true });
    expect(await readWindowState(path)).toEqual({ bounds: left, maximized: true });
    for (const text of ['{', '{"bounds":{"x":"a"}}', 'null']) {
      writeFileSync(path, text);
      expect(await readWindowState(path)).toBeUndefined();
    }
  });
});
