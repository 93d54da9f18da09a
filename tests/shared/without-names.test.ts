import { describe, expect, it } from 'vitest';
import { withoutNames } from '../../src/shared/without-names.ts';

const anna = { home: 'C:\\Users\\anna', user: 'anna', host: 'ANNA-PC', projects: ['D:\\Jobs\\Smith (1)'] };

describe('a text without names', () => {
  it.each([
    ['C:\\Users\\anna\\a.mp4', '~\\a.mp4'],
    ['{"path":"C:\\\\Users\\\\anna\\\\a.mp4"}', '{"path":"~\\\\a.mp4"}'],
    ['file:///C:/Users/anna/a.mp4', 'file:///~/a.mp4'],
    ['D:\\Jobs\\Smith (1)\\data', '<project 1>\\data'],
    ['file:///D:/Jobs/Smith%20(1)/data', 'file:///<project 1>/data'],
    ['E:\\D:\\Jobs, xD:\\Jobs\\Smith (1)', 'E:\\D:\\Jobs, xD:\\Jobs\\Smith (1)'],
    ['on anna-pc as Anna', 'on <host> as <user>'],
    ['C:\\Users\\annabel, savanna, annas', 'C:\\Users\\annabel, savanna, annas'],
  ])('%s becomes %s', (text, expected) => {
    expect(withoutNames(text, anna)).toBe(expected);
  });

  it('is the same text where nothing is known of the user', () => {
    expect(withoutNames('a/b', { home: '/', user: '', host: '', projects: [] })).toBe('a/b');
  });
});
