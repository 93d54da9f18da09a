import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isPressed, type Keystroke, keyCaps, withKey } from '../../../src/renderer/app/keys.ts';

function stroke(key: string, held: Partial<Keystroke> = {}): Keystroke {
  return { key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held };
}

describe('keys', () => {
  it.each<[string, Keystroke]>([
    ['s', stroke('s')],
    ['S', stroke('s')],
    ['Space', stroke(' ')],
    ['Esc', stroke('Escape')],
    ['Left', stroke('ArrowLeft')],
    ['Ctrl+K', stroke('k', { ctrlKey: true })],
    ['Ctrl+K', stroke('k', { metaKey: true })],
    ['Ctrl+Shift+Z', stroke('Z', { ctrlKey: true, shiftKey: true })],
    ['Alt+Left', stroke('ArrowLeft', { altKey: true })],
    // Signs need Shift on one keyboard and not on another.
    ['?', stroke('?', { shiftKey: true })],
    ['+', stroke('+')],
    ['Ctrl++', stroke('+', { ctrlKey: true, shiftKey: true })],
    [',', stroke(',')],
  ])('"%s" is pressed by %o', (keys, pressed) => {
    expect(isPressed(keys, pressed)).toBe(true);
  });

  it.each<[string, Keystroke]>([
    ['s', stroke('s', { ctrlKey: true })],
    ['s', stroke('S', { shiftKey: true })],
    ['Shift+N', stroke('n')],
    ['Ctrl+Z', stroke('Z', { ctrlKey: true, shiftKey: true })],
    ['Space', stroke(' ', { shiftKey: true })],
    ['Left', stroke('ArrowLeft', { shiftKey: true })],
    ['Ctrl+K', stroke('k')],
  ])('"%s" is not pressed by %o', (keys, pressed) => {
    expect(isPressed(keys, pressed)).toBe(false);
  });

  it('are drawn as one cap each', () => {
    expect(keyCaps('Ctrl+Shift+z')).toEqual(['Ctrl', 'Shift', 'Z']);
    expect(keyCaps('Ctrl++')).toEqual(['Ctrl', '+']);
    expect(keyCaps('Left')).toEqual(['←']);
  });

  it('stand behind the words on a button, the first of several', () => {
    expect(withKey({ keys: ['Ctrl+Shift+Z', 'Ctrl+Y'], label: 'Redo' })).toBe('Redo (Ctrl+Shift+Z)');
    expect(withKey({ keys: 'Left', label: 'Back 1 s' })).toBe('Back 1 s (←)');
    expect(withKey({ keys: 'G', label: 'Verified, go on' }, 'All is labelled')).toBe('All is labelled (G)');
    expect(withKey({ label: 'Count again' })).toBe('Count again');
  });

  it('are written nowhere a second time: buttons and tooltips take them from their shortcut', () => {
    const renderer = join(import.meta.dirname, '../../../src/renderer');
    const repeated = readdirSync(renderer, { recursive: true, encoding: 'utf8' })
      .filter(name => /\.tsx?$/.test(name))
      .flatMap(name => {
        const text = readFileSync(join(renderer, name), 'utf8').replace(/\/\*\*?[\s\S]*?\*\/|\/\/.*/g, '');
        return [...text.matchAll(WRITTEN_KEY)].map(([found]) => `${name}: ${found}`);
      });
    expect(repeated).toEqual([]);
  });
});

/** `(Ctrl+Z)`, `(G)`, `(←)` in the words of a text, or a cap that is drawn by hand. */
const WRITTEN_KEY = /['"`>][^'"`<>\n]* \((?:(?:Ctrl|Alt|Shift)\+)*(?:[A-Z,.?←→↑↓]|Space|Esc|Enter)\)|<Kbd[^>]*>\w/g;
