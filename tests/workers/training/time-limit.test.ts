import { describe, expect, it } from 'vitest';
import { epochsIn, replanned } from '../../../src/workers/training/time-limit.ts';

const took = (...seconds: number[]) => seconds.map(each => ({ seconds: each }));

describe('the time that a training may take', () => {
  it('is none without minutes', () => {
    expect(replanned({ minutes: 0 }, 10, took(1e6))).toBeUndefined();
  });

  it('after the first epoch makes them as many as fit, more or fewer', () => {
    expect(replanned({ minutes: 10 }, 20, took(57))).toBe(10);
    expect(replanned({ minutes: 10 }, 20, took(14.25))).toBe(40);
    expect(replanned({ minutes: 10 }, 20, took(28.5))).toBeUndefined();
  });

  it('later makes them fewer when the machine is slower than it was, never more', () => {
    expect(replanned({ minutes: 10 }, 20, took(20, 60, 60, 60))).toBe(4 + Math.floor((570 - 200) / 60));
    expect(replanned({ minutes: 10 }, 20, took(20, 1, 1, 1))).toBeUndefined();
    expect(replanned({ minutes: 10 }, 20, took(600))).toBe(1);
  });

  it('is kept in the snapshot beside the number that it replaces; another number that is asked for goes before it', () => {
    const planned = { instead: 20, epochs: 12 };
    expect(epochsIn({ epochs: 20 }, { planned })).toBe(12);
    expect(epochsIn({ epochs: 30 }, { planned })).toBe(30);
    expect(epochsIn({ epochs: 20 }, {})).toBe(20);
  });
});
