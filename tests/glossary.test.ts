import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const text = readFileSync(join(root, 'docs/glossary.md'), 'utf8');
const rows = [...text.matchAll(/^\| (?!term|---)([^|]+) \| ([^|]+) \| ([^|]*)\|$/gm)].map(([, term, what, not]) => ({
  term: term.trim(),
  what: what.trim(),
  avoided: [...not.matchAll(/`(\w+)`/g)].map(([, word]) => word),
}));

describe('the glossary', () => {
  it('has every term once, with what it is', () => {
    const terms = rows.flatMap(({ term }) => term.split(', '));
    expect(terms.length).toBeGreaterThan(50);
    expect(terms.filter((term, i) => terms.indexOf(term) !== i)).toEqual([]);
    expect(rows.filter(({ what }) => what.length < 10)).toEqual([]);
  });

  it('keeps the words to avoid out of the names that src exports, and of its files', () => {
    const avoided = new Set(rows.flatMap(row => row.avoided.flatMap(wordsOf)));
    expect(avoided).toContain('region');
    const wrong = namesInSrc().filter(({ name }) => wordsOf(name).some(word => avoided.has(word)));
    expect(wrong).toEqual([]);
  });

  it('tells words apart in whatever case', () => {
    expect(wordsOf('takeRegion')).toEqual(['take', 'region']);
    expect(wordsOf('OLD_NAMES')).toEqual(['old', 'names']);
    expect(wordsOf('crop-sampler.ts')).toEqual(['crop', 'sampler', 'ts']);
  });
});

/** Files and exported names, but those of other tools' formats, which keep their own words. */
function namesInSrc(): { file: string; name: string }[] {
  const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter(
    name => /\.tsx?$/.test(name) && !name.includes(join('interchange', 'formats')),
  );
  const exported = /^export (?:async )?(?:function\*?|class|interface|type|const) (\w+)/gm;
  return files.flatMap(file => {
    const source = readFileSync(join(root, 'src', file), 'utf8');
    const names = [...source.matchAll(exported)].map(([, name]) => name);
    return [file.split(/[\\/]/).at(-1) ?? '', ...names].map(name => ({ file, name }));
  });
}

/** `OLD_NAMES`, `oldNames` and `old-names.ts` in small letters. */
function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean);
}
