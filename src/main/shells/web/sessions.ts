import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** Browsers that may be in at a time; the one that came first goes for one more. */
const MOST = 32;

/**
 * A browser that was let in. It sends the cookie to every port of this machine, whoever listens there; the key is kept
 * by the page, which no other port's can read, and comes with every call.
 */
export interface Session {
  readonly cookie: string;
  readonly key: string;
}

/** Who may come in: the holder of the launch token, once, and the browsers that did. */
export class Sessions {
  #token = secret();
  readonly #open: Session[] = [];

  /** Of the next launch address. */
  get token(): string {
    return this.#token;
  }

  /** Whether this is the token of the next launch address. */
  isToken(guess: string): boolean {
    return isSecret(guess, this.#token);
  }

  /** Lets a browser in, or one that is in go on; the token that it came with is good for nothing from now on. */
  enter(known: Session | undefined): Session {
    this.#token = secret();
    if (known) return known;
    const session = { cookie: secret(), key: secret() };
    this.#open.push(session);
    if (this.#open.length > MOST) this.#open.shift();
    return session;
  }

  /** The session that a cookie is of. */
  of(cookie: string): Session | undefined {
    return this.#open.find(session => isSecret(cookie, session.cookie));
  }
}

function secret(): string {
  return randomBytes(32).toString('base64url');
}

/** Compares in a time that does not tell how much of a guess was right; hashing makes the lengths equal. */
export function isSecret(guess: string, secret: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(guess), hash(secret));
}
