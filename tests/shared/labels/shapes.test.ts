import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const src = join(import.meta.dirname, '../../../src');
/** Where a kind of shape is at home: what it is, and how it looks, is held and drawn. */
const ROOMS = ['shared/labels/shapes/', 'renderer/label/shapes/'];
/** `label.shape === …`, `shape !== 'brush'`, `switch (label.shape)`, `['brush', …].includes(label.shape)`. */
const BRANCH =
  /\.shape\s*[!=]==|(?<!typeof )\bshape\s*[!=]==\s*['"]|switch\s*\([^)]*\.shape\s*\)|\.includes\([^)]*\.shape\s*\)/;

describe('the kinds of shapes', () => {
  it('are told apart in their own files alone: elsewhere a label is asked through their table', () => {
    const branching = readdirSync(src, { recursive: true, encoding: 'utf8' })
      .filter(name => /\.tsx?$/.test(name) && !ROOMS.some(room => name.startsWith(room)))
      .flatMap(name =>
        readFileSync(join(src, name), 'utf8')
          .split('\n')
          .filter(line => BRANCH.test(line))
          .map(line => `${name}: ${line.trim()}`),
      );
    expect(branching).toEqual([]);
  });

  it.each([
    "if (label?.shape === 'polygon')",
    "if (shape !== 'brush')",
    'switch (label.shape) {',
    "['polygon', 'polyline'].includes(label.shape)",
  ])('would be seen in %s', line => {
    expect(line).toMatch(BRANCH);
  });
});
