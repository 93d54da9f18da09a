import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FORMATS } from '../../../../src/main/interchange/formats/formats.ts';
import { openSource } from '../../../../src/main/interchange/import/source.ts';
import { takeOver } from '../../../../src/main/interchange/import/take-over.ts';
import { StudioError } from '../../../../src/shared/errors.ts';
import { labelSchema } from '../../../../src/shared/schemas/label.ts';
import { folderOf } from '../../../helpers/foreign-files.ts';
import { FOREIGN_SOURCES } from '../../../helpers/foreign-sources.ts';

/** What somebody may put in the place of a number. */
const NUMBERS = ['1e308', '-1', '0.5', '1e999', 'NaN', 'null', '"x"', '[]', '{}', '4294967296', '-0', '1000000000000'];

/** A text with a few numbers changed, and pieces lost or doubled. */
function mutated(text: string): fc.Arbitrary<string> {
  const numbers = [...text.matchAll(/-?\d+(\.\d+)?/g)];
  const number = fc.record({ at: fc.nat(Math.max(0, numbers.length - 1)), by: fc.constantFrom(...NUMBERS) });
  const piece = fc.record({ at: fc.nat(text.length), length: fc.nat(30), isDoubled: fc.boolean() });
  return fc
    .record({ numbers: fc.array(number, { maxLength: 4 }), pieces: fc.array(piece, { maxLength: 1 }) })
    .map(edits => {
      const changes = edits.numbers.map(({ at, by }) => ({
        start: numbers[at]?.index ?? 0,
        old: numbers[at]?.[0] ?? '',
        by,
      }));
      let changed = text;
      for (const { start, old, by } of changes.toSorted((a, b) => b.start - a.start)) {
        changed = changed.slice(0, start) + by + changed.slice(start + old.length);
      }
      for (const { at, length, isDoubled } of edits.pieces) {
        const end = isDoubled ? at : at + length;
        changed = changed.slice(0, at + (isDoubled ? length : 0)) + changed.slice(end);
      }
      return changed;
    });
}

describe.each(Object.entries(FOREIGN_SOURCES))('a damaged source of %s', (id, files) => {
  const format = FORMATS.find(each => each.id === id)!;
  const [[name, text]] = Object.entries(files).toReversed();

  it('gives labels that make sense, or one sentence', async () => {
    let read = 0;
    await fc.assert(
      fc.asyncProperty(mutated(text), async damaged => {
        const source = await openSource(folderOf({ ...files, [name]: damaged }));
        try {
          const reading = await format.read(source);
          for await (const image of reading.images()) {
            read++;
            const target = { ...(image.size ?? { width: 6, height: 4 }), orientation: 1 as const, crop: null };
            const taken = target.width * target.height > 1e6 ? null : takeOver(image, target, new Map());
            for (const label of taken?.labels ?? []) expect(labelSchema.safeParse(label).error).toBeUndefined();
          }
        } catch (error) {
          expect(error).toBeInstanceOf(StudioError);
          expect(String(error)).toMatch(/^StudioError: Cannot read [^\n]*\.$/);
        } finally {
          await source.close();
        }
      }),
      { numRuns: 60 },
    );
    expect(read).toBeGreaterThan(0);
  });
});
