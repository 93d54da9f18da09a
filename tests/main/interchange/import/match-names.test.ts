import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { settleDestinations, wantedNames } from '../../../../src/main/interchange/import/destinations.ts';
import { matchNames, NameMatcher } from '../../../../src/main/interchange/import/match-names.ts';

function match(names: readonly string[], targets: readonly string[]) {
  return matchNames(names, new NameMatcher(targets)).map(each => (each.kind === 'found' ? each.target : each.kind));
}

describe('a name of another tool', () => {
  it.each([
    ['the name itself', 'a.png', ['a.png', 'b.png'], 'a.png'],
    ['another extension', 'a.jpg', ['a.png', 'b.png'], 'a.png'],
    ['no extension', 'a', ['a.png', 'b.png'], 'a.png'],
    ['a dot that is no extension', 'shot.v2', ['shot.v2.png', 'shot.png'], 'shot.v2.png'],
    ['folders that were flattened', 'cam1/a/0001.jpg', ['cam1_a_0001.png', '0001.png'], 'cam1_a_0001.png'],
    ['a root that the project has not', 'images/default/cam1/1.jpg', ['cam1_1.png', 'cam2_1.png'], 'cam1_1.png'],
    ['the base name alone', 'somewhere/else/a.jpg', ['a.png', 'b.png'], 'a.png'],
    ['separators of Windows, and a drive', 'C:\\inspection\\a.jpg', ['a.png', 'b.png'], 'a.png'],
    [
      'a collected sample by its base',
      '000001000_f0000030_unk.png',
      ['v__000001000_f0000030_unk.png'],
      'v__000001000_f0000030_unk.png',
    ],
    ['a collected sample by its folder', 'v2/images/f1.png', ['v1__f1.png', 'v2__f1.png'], 'v2__f1.png'],
    ['other case', 'Crack.JPG', ['crack.png'], 'crack.png'],
    ['the same case before another', 'A.jpg', ['a.png', 'A.png'], 'A.png'],
    ['accents that macOS takes apart', 'fläche.png'.normalize('NFD'), ['fläche.png'.normalize('NFC')], 'fläche.png'],
    ['spaces, # and umlauts', 'a b/ä#1.jpg', ['a b_ä#1.png'], 'a b_ä#1.png'],
    [
      'an address that Label Studio made of a path',
      '/data/local-files/?d=cam%5Ca%20b.png',
      ['cam_a b.png'],
      'cam_a b.png',
    ],
    ['an address of the web', 'https://host/bucket/a%20b.jpg?sign=x#1', ['a b.png', 'b.png'], 'a b.png'],
    ['per cent codes', 'Capture_d%C3%A9cran%201', ['Capture_décran 1.png'], 'Capture_décran 1.png'],
    ['per cent signs that code nothing', '50%.png', ['50%.png', '50.png'], '50%.png'],
    ['the mark of an upload', 'images\\1/0d12ab9f-crack_one.jpg', ['crack one.png', 'crack.png'], 'crack one.png'],
    ['an upload without what servers leave out', '0d12ab9f-crack_2.jpg', ['crack (2)!.png'], 'crack (2)!.png'],
    ['the mark itself before the name without', '0d12ab9f-a.jpg', ['a.png', '0d12ab9f-a.png'], '0d12ab9f-a.png'],
    ['the name of a picture that bears the mark', 'a.jpg', ['0d12ab9f-a.png', 'b.png'], '0d12ab9f-a.png'],
    ['no mark where there is none', 'd12ab9f-a.jpg', ['a.png'], 'none'],
    ['a way out of the folder that is coded', '%2e%2e%2fa.png', ['a.png'], 'none'],
    ['a base that two samples have', 'f1.png', ['v1__f1.png', 'v2__f1.png'], 'ambiguous'],
    ['nothing', 'c.jpg', ['a.png'], 'none'],
    ['a way out of the folder', '../../a.png', ['a.png'], 'bad'],
    ['a way out, for Windows', 'x\\..\\..\\a.png', ['a.png'], 'bad'],
    ['control characters', 'a\u0000.png', ['a.png'], 'bad'],
    ['no name at all', './', ['a.png'], 'bad'],
  ])('is found by %s', (_, name, targets, expected) => {
    expect(match([name], targets)).toEqual([expected]);
  });

  it('yields an image to the one that fits it better, and is ambiguous where two fit as well', () => {
    expect(match(['a.png', 'cam/a.png'], ['a.png'])).toEqual(['a.png', 'none']);
    expect(match(['cam1/a.png', 'cam2/a.png'], ['a.png'])).toEqual(['ambiguous', 'ambiguous']);
    expect(match(['a.png', 'a.png'], ['a.png'])).toEqual(['ambiguous', 'ambiguous']);
  });

  it('never gives one image to two names, whatever the names', () => {
    const part = fc.constantFrom('a', 'b', 'A', 'v__a', 'a_b');
    const name = fc
      .tuple(fc.array(part, { minLength: 1, maxLength: 3 }), fc.constantFrom('', '.png', '.jpg'))
      .map(([parts, extension]) => parts.join('/') + extension);
    const images = fc.uniqueArray(fc.constantFrom('a.png', 'b.png', 'A.png', 'v__a.png', 'a_b.png', 'a_a_b.png'));
    fc.assert(
      fc.property(fc.array(name), images, (names, targets) => {
        const found = matchNames(names, new NameMatcher(targets)).flatMap(each =>
          each.kind === 'found' ? [each.target] : [],
        );
        expect(new Set(found).size).toBe(found.length);
        for (const target of found) expect(targets).toContain(target);
      }),
    );
  });
});

describe('images that are new', () => {
  const settle = (names: readonly string[], targets: readonly string[] = []) => {
    const images = names.map(name => ({ name, picture: 'found' as const, wanted: wantedNames(name, null) }));
    const { destinations, sameStem } = settleDestinations(
      images,
      new NameMatcher(targets),
      image => !targets.includes(image),
    );
    return { images: destinations.map(each => (each.kind === 'nowhere' ? each.reason : each.image)), sameStem };
  };

  it('are called by their folders and name, and by their extension where two would be called alike', () => {
    expect(settle(['cam1/1.jpg', 'cam2/1.jpg'])).toEqual({ images: ['cam1_1.png', 'cam2_1.png'], sameStem: [] });
    expect(settle(['a.jpg', 'a.tif', 'b.jpg'])).toEqual({
      images: ['a_jpg.png', 'a_tif.png', 'b.png'],
      sameStem: [0, 1],
    });
    expect(settle(['a.png', 'a.jpg'], ['a.png'])).toEqual({ images: ['a.png', 'a_jpg.png'], sameStem: [1] });
    expect(settle(['a', 'A'])).toEqual({ images: ['ambiguous-name', 'ambiguous-name'], sameStem: [0, 1] });
  });
});
