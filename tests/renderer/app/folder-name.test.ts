import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { folderName, joinFolder } from '../../../src/renderer/app/welcome/folder-name.ts';

describe('the folder proposed for a project', () => {
  it('bears the name of the project', () => {
    expect(folderName('  Bridge 12: north/face? ')).toBe('Bridge 12- north-face-');
    expect(folderName('Brücke 12')).toBe('Brücke 12');
    expect(folderName('..')).toBe('Project');
    expect(joinFolder('/home/anna/Crack Studio', 'Bridge')).toBe('/home/anna/Crack Studio/Bridge');
    expect(joinFolder('C:\\Users\\anna', 'Bridge')).toBe('C:\\Users\\anna\\Bridge');
  });

  it('is one plain folder, whatever the name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), name => {
        const folder = folderName(name);
        expect(folder).not.toMatch(/[<>:"/\\|?*\p{Cc}]|[. ]$/u);
        expect([...folder].length).toBeLessThanOrEqual(80);
        expect(folder.length).toBeGreaterThan(0);
      }),
    );
  });
});
