import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { outputWith } from './studio.ts';

const SSHD = '/usr/sbin/sshd';

/** Whether there is a server to start; says so where there is none. */
export const hasSshd = isInstalled(SSHD, 'openssh-server');

/** An OpenSSH server of this test alone: on loopback, a port and keys of its own. */
export interface Sshd {
  /** What a process needs to find it: `ssh hall` leads to it, `ssh stranger` with a key that it does not know. */
  readonly env: Record<string, string>;
  /** Ends the server and its connections, as a network that is gone. */
  stop(): Promise<void>;
  start(): Promise<void>;
}

/** Starts one, with all its files in `dir`; what it starts finds the variables in `given`. */
export async function startSshd(dir: string, given: Readonly<Record<string, string>> = {}): Promise<Sshd> {
  const at = (name: string) => join(dir, name);
  mkdirSync(at('bin'), { recursive: true });
  if (userInfo().uid === 0) mkdirSync('/run/sshd', { recursive: true });
  for (const key of ['host', 'user', 'other']) {
    await execa('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', at(key)]);
  }
  await execa('cp', [at('user.pub'), at('authorized')]);
  const port = await freePort();
  const server = { Port: port, ListenAddress: '127.0.0.1', HostKey: at('host'), AuthorizedKeysFile: at('authorized') };
  const strict = { UsePAM: 'no', StrictModes: 'no', PasswordAuthentication: 'no', PidFile: 'none' };
  const variables = Object.entries(given).map(([name, value]) => `SetEnv ${name}=${value}\n`);
  writeFileSync(at('sshd_config'), configOf({ ...server, ...strict }) + variables.join(''));
  const common = { HostName: '127.0.0.1', Port: port, IdentitiesOnly: 'yes', StrictHostKeyChecking: 'accept-new' };
  const known = { UserKnownHostsFile: at('known'), LogLevel: 'ERROR' };
  const host = (name: string, key: string) =>
    `Host ${name}\n${configOf({ ...common, ...known, IdentityFile: at(key) })}`;
  writeFileSync(at('ssh_config'), host('hall', 'user') + host('stranger', 'other'));
  writeFileSync(at('bin/ssh'), `#!/bin/sh\nexec /usr/bin/ssh -F ${at('ssh_config')} "$@"\n`);
  chmodSync(at('bin/ssh'), 0o755);
  const env = { PATH: `${at('bin')}:${process.env.PATH}`, XDG_CONFIG_HOME: at('settings') };

  let stop = async () => {};
  const start = async () => {
    // In a group of its own, in which its connections are, too.
    const child = execa(SSHD, ['-D', '-e', '-f', at('sshd_config')], {
      detached: true,
      reject: false,
      stdin: 'ignore',
    });
    stop = async () => {
      process.kill(-child.pid!, 'SIGKILL');
      await child;
    };
    await outputWith(child.stderr, /Server listening/);
  };
  await start();
  return { env, start, stop: () => stop() };
}

/** Whether a program is there; says which package brings it where it is not. */
export function isInstalled(program: string, name: string): boolean {
  const isThere = existsSync(program);
  if (!isThere) console.warn(`Left out: what needs ${program}, for ${name} is not installed here.`);
  return isThere;
}

function configOf(settings: Record<string, string | number>): string {
  return Object.entries(settings)
    .map(([name, value]) => `${name} ${value}\n`)
    .join('');
}

export async function freePort(): Promise<number> {
  const server = createServer();
  return new Promise(resolve => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
