import fc from 'fast-check';
import { expect, it } from 'vitest';
import { csvRows } from '../../../../src/main/interchange/formats/csv.ts';

it('gives the fields again that were put into quotes where they must be', () => {
  const field = fc.string({ unit: fc.constantFrom('a', 'ä', '"', ',', ';', '\n', '\r', ' ', '{') });
  const table = fc.array(fc.array(field, { minLength: 2, maxLength: 4 }));
  const quoted = (text: string) => (/[",;\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  fc.assert(
    fc.property(table, fc.constantFrom(',', ';'), fc.constantFrom('\n', '\r\n'), (rows, delimiter, end) => {
      const text = rows.map(row => row.map(quoted).join(delimiter) + end).join('');
      expect([...csvRows(text, delimiter)]).toEqual(rows);
    }),
  );
});

it('leaves blank lines out, and needs no end of the last line', () => {
  expect([...csvRows('a,b\n\n\nc,', ',')]).toEqual([
    ['a', 'b'],
    ['c', ''],
  ]);
  expect([...csvRows('', ',')]).toEqual([]);
});

it.each([
  ['a quote without an end', '"a'],
  ['a line of a million fields', ','.repeat(1e6)],
  ['a field of 17 MB', 'x'.repeat(17e6)],
])('refuses %s', (_, text) => {
  expect(() => [...csvRows(text, ',')]).toThrow(/no end|too long/);
});
