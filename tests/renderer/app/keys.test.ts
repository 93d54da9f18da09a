import { describe, expect, it } from 'vitest';
import { isPressed, type Keystroke, keyCaps } from '../../../src/renderer/app/keys.ts';

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
});
