import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ImportOptions } from '../../../../src/main/interchange/import/import-source.ts';
import { imported } from '../../../helpers/imported.ts';

const fixtures = join(import.meta.dirname, '../../../fixtures/interchange');

type Case = readonly [
  source: string,
  images: Readonly<Record<string, string>>,
  said?: readonly string[],
  options?: Partial<ImportOptions>,
];

function cases(list: readonly Case[]): void {
  for (const [source, images, said = [], options = {}] of list) {
    it([source, ...Object.values(options)].join(' '), async () => {
      const found = await imported(join(fixtures, source), options);
      expect(found.images).toEqual(images);
      expect(found.codes).toEqual(said);
    });
  }
}

describe('text that is not UTF-8', () => {
  cases([
    ['13-yolo-classes-gbk', { 'a.png': 'verified 裂缝 160' }, ['encoding-guessed 1']],
    ['13-yolo-classes-gbk', { 'a.png': 'verified 裂缝 160' }, [], { encoding: 'gb18030' }],
    ['14-labelme-gbk', { '裂缝1.png': 'verified 裂缝 189' }, ['encoding-guessed 1']],
    ['15-utf16', { 'a.png': 'verified crack 160' }],
    ['15b-utf16-coco', { 'a.png': 'verified crack 160' }],
    ['60-cvat-utf16', { 'a.png': 'verified crack 160' }],
  ]);
});
