import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseElement, scanJson, scanJsonList } from '../../../../src/main/interchange/formats/json-elements.ts';
import { jsonHead } from '../../../../src/main/interchange/formats/json-head.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);

/** The elements of the lists at the top, by their key. */
function elements(text: string): Record<string, unknown[]> {
  const bytes = bytesOf(text);
  const found = new Map<string, unknown[]>();
  scanJson(bytes, {
    element(key, start, end) {
      found.set(key, [...(found.get(key) ?? []), parseElement(bytes, start, end)]);
    },
  });
  return Object.fromEntries(found);
}

describe('a JSON file gone over without building it', () => {
  it('gives the elements of the lists at the top, as JSON.parse has them', () => {
    const objects = fc.dictionary(
      fc.string({ unit: 'binary' }).filter(key => key !== '__proto__'),
      fc.oneof(
        { weight: 2, arbitrary: fc.array(fc.jsonValue({ maxDepth: 4 })) },
        { weight: 1, arbitrary: fc.jsonValue() },
      ),
    );
    fc.assert(
      fc.property(objects, fc.constantFrom(undefined, 1, '\t'), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        const lists = Object.entries(JSON.parse(text)).filter(([, list]) => Array.isArray(list) && list.length > 0);
        expect(elements(text)).toEqual(Object.fromEntries(lists));
      }),
    );
  });

  it('takes a byte order mark, and the tokens NaN and Infinity, which Python writes, as null', () => {
    expect(elements('\ufeff{"a": [NaN, [1, -Infinity], {"NaN": "NaN", "\\"NaN": NaN}]}')).toEqual({
      a: [null, [1, null], { NaN: 'NaN', '"NaN': null }],
    });
  });

  it.each([
    ['nothing', '', 'it ends too early (byte 0)'],
    ['a list', '[1, 2]', '{ is missing (byte 0)'],
    ['half a file', '{"a": [{"b": 1}, {"b"', 'it ends too early (byte 21)'],
    ['half a string', '{"a": ["b', 'it ends too early (byte 9)'],
    ['a missing comma', '{"a": 1 "b": 2}', ', is missing (byte 8)'],
    ['a missing value', '{"a": }', 'a value is missing (byte 6)'],
    ['a comma at the end', '{"a": [1,]}', 'a value is missing (byte 9)'],
  ])('says what is wrong with %s', (_, text, message) => {
    expect(() => elements(text)).toThrow(message);
  });

  it('gives undefined for an element that is damaged, and goes on', () => {
    expect(elements('{"a": [{"b" 1}, 2, nope]}')).toEqual({ a: [undefined, 2, undefined] });
  });

  it.each([
    ['20 million brackets', `{"a": ${'['.repeat(20e6)}`, /nested more than 64 deep/],
    ['a string without an end', `{"a": "${'x'.repeat(20e6)}`, /ends too early/],
    ['a key of 20 MB', `{"${'x'.repeat(20e6)}": 1}`, /a key is too long/],
    ['20 million backslashes', `{"a": "${'\\'.repeat(20e6)}`, /ends too early/],
  ])('refuses %s', (_, text, message) => {
    expect(() => elements(text)).toThrow(message);
  });

  it('does not parse an element of 20 MB', () => {
    expect(elements(`{"a": ["${'x'.repeat(20e6)}", 1]}`)).toEqual({ a: [undefined, 1] });
    expect(elements(`{"a": [[${'1,'.repeat(9e6)}1], 1]}`)).toEqual({ a: [undefined, 1] });
  });
});

describe('what a JSON file is, by its beginning', () => {
  const head = (text: string) => jsonHead(bytesOf(text));

  it('is told by its keys, with the first character of their values, and by values that are short', () => {
    const found = head('{"a": [1], "b": {"c": "d"}, "e": NaN}')!;
    expect([...found.keys]).toEqual([
      ['a', '['],
      ['b', '{'],
      ['e', 'N'],
    ]);
    expect(found.values.get('b')).toEqual({ c: 'd' });
    expect(found.first).toBeUndefined();
  });

  it('is told by the first element of a list, whatever follows', () => {
    expect(head('\ufeff [{"a": 1}, nonsense')!.first).toEqual({ a: 1 });
    expect(head('[]')!.first).toBeUndefined();
  });

  it('is told of a file that is longer than what is looked at', () => {
    const found = head(`{"a": 1, "b": "${'x'.repeat(2e6)}"}`)!;
    expect([...found.keys.keys()]).toEqual(['a', 'b']);
    expect(found.values.get('a')).toBe(1);
  });

  it.each(['', 'text', '{', '7'])('is not told of %j', text => {
    expect(head(text)).toBeNull();
  });
});

it('the elements of an outermost list lie where JSON.parse finds them', () => {
  fc.assert(
    fc.property(fc.array(fc.jsonValue({ maxDepth: 3 })), fc.constantFrom(undefined, 1), (list, indent) => {
      const bytes = bytesOf(JSON.stringify(list, null, indent));
      const found: unknown[] = [];
      scanJsonList(bytes, (start, end) => found.push(parseElement(bytes, start, end)));
      expect(found).toEqual(JSON.parse(JSON.stringify(list)));
    }),
  );
  expect(() => scanJsonList(bytesOf('{}'), () => {})).toThrow('[ is missing (byte 0)');
});

it('the members of an object lie where JSON.parse finds them', () => {
  const bytes = bytesOf('{"a" : [1, 2] ,"b":{"c":3},\n"d": "e"}');
  const found: unknown[] = [];
  scanJson(bytes, { value: (key, start, end) => found.push([key, parseElement(bytes, start, end)]) });
  expect(found).toEqual([
    ['a', [1, 2]],
    ['b', { c: 3 }],
    ['d', 'e'],
  ]);
});
