import { describe, expect, it } from 'vitest';
import { type Caller, cookieFor, judge } from '../../../../src/main/shells/web/request-guard.ts';
import { Sessions } from '../../../../src/main/shells/web/sessions.ts';

const session = { cookie: 'the-cookie-of-this-browser', key: 'the-key-of-its-page' };
const TOKEN = 'the-token-of-the-next-launch-address';
const lock = {
  port: 8123,
  sessions: {
    isToken: (guess: string) => guess === TOKEN,
    of: (cookie: string) => (cookie === session.cookie ? session : undefined),
  },
};

/** The page's own request, with what a test changes in it. */
function verdictOn(change: Partial<Caller>) {
  const page: Caller = {
    method: 'POST',
    target: '/api/machine.describe',
    remoteAddress: '127.0.0.1',
    host: '127.0.0.1:8123',
    origin: 'http://127.0.0.1:8123',
    fetchSite: 'same-origin',
    cookie: `studio_8123=${session.cookie}`,
    key: session.key,
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
    'studio_8123=the-cookie-of-this-browseR',
    'studio_8123=the-cookie-of-this-browser-and-more',
    'studio_8124=the-cookie-of-this-browser',
    'xstudio_8123=the-cookie-of-this-browser',
    'a=studio_8123=the-cookie-of-this-browser',
  ])('refuses the cookie "%s"', cookie => {
    expect(verdictOn({ cookie })).toMatchObject({ kind: 'refuse', status: 401 });
  });

  it('finds its cookie among others', () => {
    expect(verdictOn({ cookie: `a=1; studio_8123=${session.cookie}; studio_9=2` })).toEqual({ kind: 'pass' });
  });

  it('refuses a target that is a whole URL', () => {
    expect(verdictOn({ target: 'http://evil.example/' })).toMatchObject({ kind: 'refuse', status: 400 });
  });
});

describe('the key of a page', () => {
  it.each([undefined, '', 'the-key-of-its-pagE', 'the-cookie-of-this-browser'])(
    'without which its cookie makes no call: %s',
    key => {
      expect(verdictOn({ key })).toMatchObject({ kind: 'refuse', status: 401 });
      expect(verdictOn({ key, method: 'GET', target: `/api/events?key=${key}` })).toMatchObject({ status: 401 });
    },
  );

  it('is not asked for with pictures and the page itself, and comes in the address of events', () => {
    const get = { method: 'GET', key: undefined, origin: undefined };
    expect(verdictOn({ ...get, target: '/files/project/a.png' })).toEqual({ kind: 'pass' });
    expect(verdictOn({ ...get, target: '/' })).toEqual({ kind: 'pass' });
    expect(verdictOn({ ...get, target: `/api/events?key=${session.key}` })).toEqual({ kind: 'pass' });
  });

  it('is worth nothing alone', () => {
    expect(verdictOn({ cookie: undefined })).toMatchObject({ kind: 'refuse', status: 401 });
  });
});

describe('the launch URL', () => {
  const first = { method: 'GET', target: `/?token=${TOKEN}`, origin: undefined, cookie: undefined, key: undefined };

  it('lets a browser in, and one that is in go on with its session', () => {
    for (const fetchSite of [undefined, 'none', 'cross-site']) {
      expect(verdictOn({ ...first, fetchSite })).toEqual({ kind: 'enter', session: undefined });
    }
    expect(verdictOn({ ...first, cookie: `studio_8123=${session.cookie}` })).toEqual({ kind: 'enter', session });
  });

  it('that is used up, or is guessed, leads on only who is in', () => {
    for (const target of ['/?token=', '/?token=guess', `/?token=${TOKEN}x`]) {
      expect(verdictOn({ ...first, target })).toMatchObject({ kind: 'refuse', status: 401 });
      expect(verdictOn({ ...first, target, cookie: `studio_8123=${session.cookie}` })).toEqual({ kind: 'again' });
    }
  });

  it('opens nothing but the page', () => {
    expect(verdictOn({ ...first, target: `/api/events?token=${TOKEN}` })).toMatchObject({ status: 401 });
    expect(verdictOn({ ...first, method: 'POST' })).toMatchObject({ status: 401 });
  });

  it('does not help under another name', () => {
    expect(verdictOn({ ...first, host: 'evil.example:8123' })).toMatchObject({ status: 403 });
  });

  it('becomes a cookie that no script and no other site gets', () => {
    expect(cookieFor(lock, 'secret')).toBe('studio_8123=secret; HttpOnly; SameSite=Strict; Path=/');
  });
});

describe('the sessions', () => {
  it('take a token once, and give each browser secrets of its own', () => {
    const sessions = new Sessions();
    const { token } = sessions;
    expect([sessions.isToken(token), sessions.isToken('')]).toEqual([true, false]);
    const one = sessions.enter(undefined);
    expect(sessions.isToken(token)).toBe(false);
    const other = sessions.enter(undefined);
    expect(new Set([token, sessions.token, one.cookie, one.key, other.cookie, other.key]).size).toBe(6);
    expect(sessions.of(one.cookie)).toBe(one);
    expect(sessions.of(one.key)).toBeUndefined();
    expect(sessions.enter(one)).toBe(one);
  });
});
