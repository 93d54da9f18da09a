import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toUtf8 } from '../../../../src/main/interchange/import/text-encoding.ts';

const read = (bytes: Buffer, wanted: Parameters<typeof toUtf8>[1] = 'auto') => {
  const { bytes: text, guess } = toUtf8(bytes, wanted);
  return [text.toString(), guess];
};

/** Bytes as programs of before Unicode write them, as hexadecimal digits. */
const hex = (digits: string) => Buffer.from(digits.replaceAll(' ', ''), 'hex');
const ascii = (text: string) => Buffer.from(text, 'latin1');

describe('text of any encoding', () => {
  it('is UTF-8 where it is UTF-8, whatever is asked for', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), text => {
        fc.pre(!text.includes('\0') && !text.startsWith('\uFEFF'));
        expect(read(Buffer.from(text), 'gb18030')).toEqual([text, null]);
        expect(read(Buffer.from(`\uFEFF${text}`))).toEqual([text, null]);
      }),
    );
  });

  it('is UTF-16 by its mark, and without one by the zeros of its ASCII', () => {
    const little = Buffer.from('\uFEFFcrack 裂缝', 'utf16le');
    const big = Buffer.from(little).swap16();
    for (const bytes of [little, big, little.subarray(2), big.subarray(2)]) {
      expect(read(bytes)).toEqual(['crack 裂缝', null]);
    }
  });

  it.each([
    ['裂缝\r\n剥落', hex('c1d1b7ec 0d0a b0fec2e4'), 'gb18030'],
    ['裂縫', hex('b5f5c15f'), 'big5'],
    ['ひび割れ', hex('82d082d18a8482ea'), 'shift_jis'],
    ['трещина', hex('f2f0e5f9e8ede0'), 'windows-1251'],
    ['Riß, Größe', hex('5269df2c204772f6df65'), 'windows-1252'],
    ['béton fissuré', hex('62e9746f6e20666973737572e9'), 'windows-1252'],
  ])('is taken for what most of its characters are: %s', (text, bytes, encoding) => {
    expect(read(bytes)).toEqual([text, encoding]);
  });

  it('is what somebody says it is, and what an XML declaration says before that', () => {
    expect(read(hex('b1d5bfad'), 'euc-kr')).toEqual(['균열', null]);
    const declared = Buffer.concat([
      ascii('<?xml version="1.0" encoding="EUC-KR"?><a>'),
      hex('b1d5bfad'),
      ascii('</a>'),
    ]);
    expect(read(declared)[0]).toContain('<a>균열</a>');
    const unknown = Buffer.concat([ascii('<?xml version="1.0" encoding="nothing"?><a>'), hex('c1d1b7ec')]);
    expect(read(unknown)[0]).toContain('<a>裂缝');
  });
});
