import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const PAGES = [
  'README.md',
  'CONTRIBUTING.md',
  'bench/README.md',
  ...readdirSync(join(root, 'docs'))
    .filter(name => name.endsWith('.md'))
    .map(name => `docs/${name}`),
];

describe('the documents', () => {
  it.each(PAGES)('%s links to what is there', page => {
    const links = [...read(page).matchAll(/\]\(([^)#\s]+)[^)]*\)/g)].map(([, target]) => target);
    const gone = links.filter(link => !/^https?:/.test(link) && !isThere(join(dirname(page), link)));
    expect(gone).toEqual([]);
  });

  it.each(PAGES)('%s names files that are there', page => {
    const named = [...read(page).matchAll(/`((?:src|tests|scripts|docs|bench|assets)\/[\w./-]*)`/g)].map(
      ([, path]) => path,
    );
    expect(named.filter(path => !isThere(path))).toEqual([]);
  });

  it('name a module for every step of the way of the data', () => {
    const cells = [...read('docs/data-way.md').matchAll(/^\|[^|]+\| (`src[^|]+)\|/gm)].map(([, cell]) => cell);
    expect(cells.length).toBeGreaterThan(30);
    const gone = cells.flatMap(cell => {
      const [first, ...beside] = [...cell.matchAll(/`([\w./-]+)`/g)].map(([, name]) => name);
      return beside
        .map(name => (name.includes('/') ? name : join(dirname(first), name)))
        .filter(name => !isThere(name));
    });
    expect(gone).toEqual([]);
  });

  it('begin with a front page of at most 900 words', () => {
    expect(read('README.md').split(/\s+/).length).toBeLessThanOrEqual(900);
  });
});

function isThere(path: string): boolean {
  return existsSync(join(root, path));
}

function read(page: string): string {
  return readFileSync(join(root, page), 'utf8');
}
