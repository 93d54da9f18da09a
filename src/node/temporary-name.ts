import { createHash, randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { isAlive } from './is-alive.ts';

/** Of this machine, 4 hexadecimal digits: a share may hold what another machine is writing. */
const HOST = createHash('sha256').update(hostname()).digest('hex').slice(0, 4);
const NAME = /^\.([0-9a-f]{4})-(\d+)-[0-9a-f]{8}\.tmp$/;
/** Names of earlier versions, which did not say who writes. */
const EARLIER = /\.([0-9a-f]{8}|undo)\.tmp$/;
/** So long after its last change nobody is writing a file any more, ms. */
const ABANDONED = 3_600_000;

/** The name of a file that is being written, until it takes the place of another. It says who writes it. */
export function temporaryName(): string {
  return `.${HOST}-${process.pid}-${randomBytes(4).toString('hex')}.tmp`;
}

/** Whether a name may be of a file that is being written, or was when its process died. */
export function isTemporary(name: string): boolean {
  return NAME.test(name) || EARLIER.test(name);
}

/** Whether a file is what a process of this machine was writing when it died; `modified`: when it last changed, ms. */
export function isAbandoned(name: string, modified: number): boolean {
  const [, host, pid] = NAME.exec(name) ?? [];
  if (host !== undefined) return host === HOST && !isAlive(Number(pid));
  return EARLIER.test(name) && Date.now() - modified > ABANDONED;
}
