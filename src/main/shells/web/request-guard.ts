import { API_PREFIX, EVENTS_PATH } from '../../../shared/web-addresses.ts';
import { isSecret, type Session, type Sessions } from './sessions.ts';

/** What the guard looks at of a request. */
export interface Caller {
  method: string;
  /** The request target as it came, e.g. `/?token=…`. */
  target: string;
  remoteAddress: string | undefined;
  host: string | undefined;
  origin: string | undefined;
  /** `Sec-Fetch-Site`: where the page that asks is from, in the browser's own words. */
  fetchSite: string | undefined;
  cookie: string | undefined;
  /** The header `KEY_HEADER`. */
  key: string | undefined;
}

/** What the guard holds: where the server listens, and who may come in. */
export interface Lock {
  port: number;
  readonly sessions: Pick<Sessions, 'isToken' | 'of'>;
}

export type Verdict =
  | { kind: 'pass' }
  /** The launch URL: begin a session, or go on with the one of that browser, and go to the page's clean address. */
  | { kind: 'enter'; session: Session | undefined }
  /** A launch URL that is used up, of a browser that is in: on to the page. */
  | { kind: 'again' }
  | { kind: 'refuse'; status: 400 | 401 | 403; reason: string };

/** Whether a request may come in. Whoever gets past this can read and change the user's projects. */
export function judge(caller: Caller, lock: Lock): Verdict {
  // The server listens on loopback only; should that ever change by mistake, the network still stays outside.
  if (!isLoopback(caller.remoteAddress)) return refuse(403, 'The studio answers its own machine only.');

  // DNS rebinding: a hostile site lets its own name point to 127.0.0.1, and its pages then are of the same origin as
  // this server in the browser's eyes. What the browser cannot change is the name it puts into Host.
  if (!isOurHost(caller.host, lock.port)) return refuse(403, 'The studio is not to be found under this name.');

  // A page of any site can make the browser send requests here, with cookies where SameSite is not kept. It cannot hide
  // where they come from. `null`, the origin of a sandboxed frame, is foreign too.
  if (caller.origin !== undefined && caller.origin !== `http://${caller.host}`) {
    return refuse(403, 'Another site may not use the studio.');
  }

  // A proxy's request names a whole URL: nothing of ours asks that way, and two readers could take it differently.
  if (!caller.target.startsWith('/')) return refuse(400, 'This is no address of the studio.');

  // Another user of this machine reaches loopback too, and sends whatever headers they like. Only the token, which was
  // printed on the owner's terminal, tells the owner from them. It is good once: what was open in a browser stands in
  // histories.
  const session = lock.sessions.of(cookieValue(caller.cookie, cookieName(lock)) ?? '');
  const shown = tokenInUrl(caller);
  if (shown !== undefined) {
    if (lock.sessions.isToken(shown)) return { kind: 'enter', session };
    if (session) return { kind: 'again' };
    return refuse(
      401,
      'This address was used already, or is of an earlier start: open the one that the studio printed last.',
    );
  }

  // Requests without Origin (pictures, scripts) of pages on other ports of this machine, whom SameSite takes for us.
  if (!['same-origin', 'none', undefined].includes(caller.fetchSite)) {
    return refuse(403, 'Another site may not use the studio.');
  }
  if (!session) return refuse(401, 'Open the whole address that the studio printed last.');

  // Cookies know no ports: whoever listens on another one gets this one's from the browser, and could come with it. The key
  // never leaves the page but for here. Pictures come without, for an image carries no header.
  if (caller.target.startsWith(API_PREFIX) && !isSecret(keyOf(caller), session.key)) {
    return refuse(401, 'This page has no key for the studio: open the whole address that the studio printed last.');
  }
  return { kind: 'pass' };
}

function refuse(status: 400 | 401 | 403, reason: string): Verdict {
  return { kind: 'refuse', status, reason };
}

function isLoopback(address = ''): boolean {
  return address === '::1' || /^(::ffff:)?127\.\d+\.\d+\.\d+$/.test(address);
}

function isOurHost(host = '', port: number): boolean {
  const names = ['127.0.0.1', 'localhost', '[::1]'];
  return names.some(name => host === `${name}:${port}` || (port === 80 && host === name));
}

/** The token of the launch URL, `/?token=…`; undefined for any other request. */
function tokenInUrl({ method, target }: Caller): string | undefined {
  const [path, query = ''] = target.split('?', 2);
  return method === 'GET' && path === '/' ? (new URLSearchParams(query).get('token') ?? undefined) : undefined;
}

/** The key of a call, or of who listens for events: the browser lets no header go with those. */
function keyOf({ target, key = '' }: Caller): string {
  const [path, query = ''] = target.split('?', 2);
  return path === EVENTS_PATH ? (new URLSearchParams(query).get('key') ?? key) : key;
}

/** Cookies know no ports: each running studio needs a name of its own. */
function cookieName({ port }: Lock): string {
  return `studio_${port}`;
}

/** HttpOnly: no script reads it. SameSite=Strict: no other site's request carries it. It ends with the browser. */
export function cookieFor(lock: Lock, cookie: string): string {
  return `${cookieName(lock)}=${cookie}; HttpOnly; SameSite=Strict; Path=/`;
}

function cookieValue(header = '', name: string): string | undefined {
  const pairs = header.split(';').map(pair => pair.trim());
  return pairs.find(pair => pair.startsWith(`${name}=`))?.slice(name.length + 1);
}
