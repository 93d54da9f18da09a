import fc from 'fast-check';
import { expect, test } from 'vitest';
import { foreignText, quoted } from '../../src/shared/foreign-text.ts';

test('what a stranger wrote is shown on one line, shortened, and steers no terminal', () => {
  expect(quoted('enc1.weight')).toBe('"enc1.weight"');
  expect(foreignText('a\u001b[2Jb\nc\u202ed')).toBe('a [2Jb c d');
  expect(foreignText('x'.repeat(100), 5)).toBe('xxxxx…');
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), text => {
      const shown = foreignText(text, 20);
      expect([...shown].length).toBeLessThanOrEqual(21);
      expect(shown).not.toMatch(/\p{C}/u);
    }),
  );
});
