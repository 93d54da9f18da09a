import { createHash, randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { isAlive } from './is-alive.ts';

/** Of this machine, 4 hexadecimal digits: a share may hold what another machine is writing. */
const HOST = createHash('sha256').update(hostname()).digest('hex').slice(0, 4);
const NAME = /^\.([0-9a-f]{4})-(\d+)-[0-9a-f]{8}\.tmp$/;

/** The name of a file that is being written, until it takes the place of another. It says who writes it. */
export function temporaryName(): string {
  return `.${HOST}-${process.pid}-${randomBytes(4).toString('hex')}.tmp`;
}

/** Whether a name is of a file that a process of this machine was writing when it died. */
export function isAbandoned(name: string): boolean {
  const [, host, pid] = NAME.exec(name) ?? [];
  return host === HOST && !isAlive(Number(pid));
}
