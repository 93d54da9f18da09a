import { relative, resolve, sep, win32 } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resolveInside } from '../../../src/main/files/resolve-inside.ts';
import { projectLayout } from '../../../src/main/layout/project-layout.ts';

const folder = resolve('/projects/one/data');

const nasty = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc
    .array(fc.constantFrom('..', '.', '/', '\\', 'C:', '~', '\0', '%2e', 'a', ' ', 'con', '\u202e', '\ud800', '$'), {
      maxLength: 6,
    })
    .map(parts => parts.join('')),
);

describe('a name from outside', () => {
  it('gives a path inside the folder, on Windows too, or is refused in one sentence', () => {
    fc.assert(
      fc.property(nasty, name => {
        let path: string;
        try {
          path = resolveInside(folder, name);
        } catch (error) {
          expect(error).toMatchObject({ name: 'StudioError', code: 'usage' });
          expect((error as Error).message).toMatch(/^".*" is not the name of a file of the project\.$/s);
          return;
        }
        expect(relative(folder, resolve(path))).toBe(name);
        expect(name).not.toContain(sep);
        expect(win32.relative('C:\\p', win32.resolve('C:\\p', name))).toBe(name);
      }),
      { numRuns: 5000 },
    );
  });

  it.each([
    '',
    '.',
    '..',
    '../a.png',
    'a/b.png',
    'a\\b.png',
    '/etc/passwd',
    'C:a.png',
    'a.png:x',
    'a\0.png',
    'CON',
    'nul.png',
    'a.png.',
    'a.png ',
    '.studio',
    `${'a'.repeat(300)}.png`,
    '\ud800.png',
    '*',
  ])('is refused: %j', name => {
    expect(() => resolveInside(folder, name)).toThrow(/is not the name/);
    expect(() => projectLayout(folder).image(name)).toThrow(/is not the name/);
  });

  it.each([
    'a.png',
    'ball-screw__000002000_f0000060_unk.png',
    'Risse (2).png',
    'трещина 1.png',
    '割れ目.png',
    'a..b.png',
    "it's.png",
  ])('is taken: %j', name => {
    expect(resolveInside(folder, 'images', name)).toBe(resolve(folder, 'images', name));
  });
});
