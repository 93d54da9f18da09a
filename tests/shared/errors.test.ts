import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fileError, oneLine, StudioError, usageError } from '../../src/shared/errors.ts';

describe('errors for people', () => {
  it('name the file, the reason and the remedy', () => {
    expect(
      fileError(
        'read',
        'a.png',
        thrownBy(() => readFileSync('no/such/a.png')),
      ).message,
    ).toBe('Cannot read a.png: it does not exist; check the path.');
    expect(
      fileError(
        'write',
        '/dev/full',
        thrownBy(() => writeFileSync('/dev/full', 'x')),
      ).message,
    ).toBe('Cannot write /dev/full: the disk is full; free some space and run it again.');
  });

  it('are not wrapped twice', () => {
    const error = new StudioError('The video is empty.');
    expect(fileError('read', 'a.mp4', error)).toBe(error);
  });

  it('are one line, whatever was thrown', () => {
    expect(oneLine(new Error('first\nsecond'))).toBe('first');
    expect(oneLine('text')).toBe('text');
    expect(usageError('A batch of 0 teaches nothing.').code).toBe('usage');
  });
});

function thrownBy(work: () => void): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}
