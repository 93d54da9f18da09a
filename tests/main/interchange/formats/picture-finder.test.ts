import { describe, expect, it } from 'vitest';
import { PictureFinder } from '../../../../src/main/interchange/formats/picture-finder.ts';
import { referencePath } from '../../../../src/main/interchange/formats/reference-path.ts';

describe('the picture that a name means', () => {
  const find = (pictures: string[], name: string, file = 'labels.json') => new PictureFinder(pictures).find(file, name);

  it.each([
    ['the only one of that name', ['x/a.jpg', 'x/b.jpg'], 'a.jpg', 'x/a.jpg'],
    ['the one in the folder that the name says', ['x/a.jpg', 'y/a.jpg'], '/data/y/a.jpg', 'y/a.jpg'],
    ['the one with its extension', ['a.jpg', 'a.png'], 'a.png', 'a.png'],
    ['whatever the case and the separators', ['X/Ä b.JPG'], 'x\\ä b.jpg', 'X/Ä b.JPG'],
    ['the one of a name without extension', ['img/a.tif'], 'a', 'img/a.tif'],
    ['the one nearest to the file', ['a.jpg', 'x/a.jpg'], 'a.jpg', 'a.jpg'],
    ['none where two could be meant', ['x/a.jpg', 'y/a.jpg'], 'a.jpg', null],
    ['none of two extensions', ['a.jpg', 'a.png'], 'a', null],
    ['none of another extension', ['a.png'], 'a.jpg', null],
    ['none for a name that leads out', ['a.png'], '../../etc/passwd', null],
    ['none for no name', ['a.png'], '', null],
  ])('is %s', (_, pictures, name, expected) => {
    expect(find(pictures, name)).toBe(expected);
  });

  it('is the one beside the file, of several', () => {
    expect(find(['x/img/a.jpg', 'y/img/a.jpg'], 'a.jpg', 'y/ann/a.jpg.json')).toBe('y/img/a.jpg');
  });
});

it.each([
  ['a\\b c.jpg', 'a/b c.jpg'],
  ['https://host.org/x/Capture%20d%C3%A9cran.png?sig=a/b#c', 'x/Capture décran.png'],
  ['s3://bucket/x/a.jpg', 'x/a.jpg'],
  ['http://host', ''],
  ['https://host/%E0%A4%A', '%E0%A4%A'],
  ['100%.jpg', '100%.jpg'],
])('%s refers to %s', (reference, path) => {
  expect(referencePath(reference)).toBe(path);
});
