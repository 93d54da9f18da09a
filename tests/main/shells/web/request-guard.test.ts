import { describe, expect, it } from 'vitest';
import { type Caller, judge } from '../../../../src/main/shells/web/request-guard.ts';

const lock = { port: 8123, token: 'the-secret-of-this-launch' };

/** The page's own request, with what a test changes in it. */
function verdictOn(change: Partial<Caller>) {
  const page: Caller = {
    method: 'POST',
    target: '/api/machine.describe',
    remoteAddress: '127.0.0.1',
    host: '127.0.0.1:8123',
    origin: 'http://127.0.0.1:8123',
    fetchSite: 'same-origin',
    cookie: `studio_8123=${lock.token}`,
  };
  return judge({ ...page, ...change }, lock);
}

describe('the guard of the web shell', () => {
  it('lets the page in under each of its names', () => {
    expect(verdictOn({})).toEqual({ kind: 'pass' });
    for (const host of ['localhost:8123', '[::1]:8123']) {
      expect(verdictOn({ host, origin: `http://${host}` })).toEqual({ kind: 'pass' });
    }
  });

  it('lets in what a browser asks without Origin, such as a picture', () => {
    expect(verdictOn({ method: 'GET', target: '/files/project/a.png', origin: undefined })).toEqual({ kind: 'pass' });
    expect(verdictOn({ origin: undefined, fetchSite: undefined })).toEqual({ kind: 'pass' });
    expect(verdictOn({ method: 'GET', target: '/', origin: undefined, fetchSite: 'none' })).toEqual({ kind: 'pass' });
  });

  it.each(['127.0.0.1', '::1', '::ffff:127.0.0.1', '127.8.9.10'])('takes %s for this machine', remoteAddress => {
    expect(verdictOn({ remoteAddress })).toEqual({ kind: 'pass' });
  });

  it.each(['192.168.1.7', '::ffff:10.0.0.1', 'fe80::1', '0.0.0.0', '', undefined])(
    'refuses the network: %s',
    remoteAddress => {
      expect(verdictOn({ remoteAddress })).toMatchObject({ kind: 'refuse', status: 403 });
    },
  );

  it.each([
    undefined,
    '',
    '127.0.0.1',
    '127.0.0.1:8124',
    'evil.example:8123',
    'localhost.evil.example:8123',
    '127.0.0.1:8123.evil.example',
    '127.0.0.1:8123@evil.example',
    '127.0.0.2:8123',
    '0.0.0.0:8123',
    'LOCALHOST:81230',
  ])('refuses the name %s, against DNS rebinding', host => {
    expect(verdictOn({ host, origin: undefined })).toMatchObject({ kind: 'refuse', status: 403 });
  });

  it.each([
    'http://evil.example',
    'null',
    '',
    'http://127.0.0.1:8124',
    'https://127.0.0.1:8123',
    'http://localhost:8123',
    'http://127.0.0.1:8123/',
  ])('refuses the origin "%s"', origin => {
    expect(verdictOn({ origin })).toMatchObject({ kind: 'refuse', status: 403 });
  });

  it.each(['cross-site', 'same-site', 'whatever'])('refuses what a page of another origin embeds: %s', fetchSite => {
    expect(verdictOn({ method: 'GET', target: '/files/project/a.png', origin: undefined, fetchSite })).toMatchObject({
      kind: 'refuse',
      status: 403,
    });
  });

  it.each([
    undefined,
    '',
    'studio_8123=',
    'studio_8123=the-secret-of-this-launcH',
    'studio_8123=the-secret-of-this-launch-and-more',
    'studio_8124=the-secret-of-this-launch',
    'xstudio_8123=the-secret-of-this-launch',
    'a=studio_8123=the-secret-of-this-launch',
  ])('refuses the cookie "%s"', cookie => {
    expect(verdictOn({ cookie })).toMatchObject({ kind: 'refuse', status: 401 });
  });

  it('finds its cookie among others', () => {
    expect(verdictOn({ cookie: `a=1; studio_8123=${lock.token}; studio_9=2` })).toEqual({ kind: 'pass' });
  });

  it('refuses a target that is a whole URL', () => {
    expect(verdictOn({ target: 'http://evil.example/' })).toMatchObject({ kind: 'refuse', status: 400 });
  });
});

describe('the launch URL', () => {
  const first = { method: 'GET', target: `/?token=${lock.token}`, origin: undefined, cookie: undefined };

  it('becomes a cookie that no script and no other site gets', () => {
    for (const fetchSite of [undefined, 'none', 'cross-site']) {
      expect(verdictOn({ ...first, fetchSite })).toEqual({
        kind: 'enter',
        cookie: `studio_8123=${lock.token}; HttpOnly; SameSite=Strict; Path=/`,
      });
    }
  });

  it('with another token is refused, even with a good cookie', () => {
    for (const target of ['/?token=', '/?token=guess', `/?token=${lock.token}x`]) {
      expect(verdictOn({ ...first, target, cookie: `studio_8123=${lock.token}` })).toMatchObject({ status: 401 });
    }
  });

  it('opens nothing but the page', () => {
    expect(verdictOn({ ...first, target: `/api/events?token=${lock.token}` })).toMatchObject({ status: 401 });
    expect(verdictOn({ ...first, method: 'POST' })).toMatchObject({ status: 401 });
  });

  it('does not help under another name', () => {
    expect(verdictOn({ ...first, host: 'evil.example:8123' })).toMatchObject({ status: 403 });
  });
});
