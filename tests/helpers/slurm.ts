import { mkdirSync, writeFileSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import { join } from 'node:path';
import { execa, type ResultPromise } from 'execa';
import { freePort, isInstalled } from './sshd.ts';

const PROGRAMS = ['/usr/sbin/munged', '/usr/sbin/slurmctld', '/usr/sbin/slurmd'];

/** Whether a cluster of one node can be started: that takes Slurm, munge, and root. */
export const hasSlurm = PROGRAMS.every(program => isInstalled(program, 'slurm-wlm')) && userInfo().uid === 0;

/** A cluster of this machine alone, of this test alone: ports, sockets and state of its own. */
export interface Slurm {
  /** What its commands need to find it. */
  readonly env: Record<string, string>;
  stop(): Promise<void>;
}

/** Starts one, with all its files in `dir`, whose path must be short: sockets lie in it. */
export async function startSlurm(dir: string): Promise<Slurm> {
  const at = (name: string) => join(dir, name);
  mkdirSync(at('state'), { recursive: true });
  mkdirSync(at('spool'), { recursive: true });
  writeFileSync(at('munge.key'), Buffer.alloc(128, 7), { mode: 0o400 });
  const node = hostname().split('.')[0];
  const settings = {
    ...{ ClusterName: 'test', SlurmctldHost: `${node}(127.0.0.1)`, SlurmUser: 'root', SlurmdUser: 'root' },
    ...{ SlurmctldPort: await freePort(), SlurmdPort: await freePort(), AuthType: 'auth/munge' },
    ...{ AuthInfo: `socket=${at('munge.socket')}`, StateSaveLocation: at('state'), SlurmdSpoolDir: at('spool') },
    ...{ SlurmctldPidFile: at('ctld.pid'), SlurmdPidFile: at('slurmd.pid'), ProctrackType: 'proctrack/linuxproc' },
    ...{ TaskPlugin: 'task/none', MpiDefault: 'none', ReturnToService: 2, SelectType: 'select/cons_tres' },
    ...{ SelectTypeParameters: 'CR_Core', KillWait: 5, MinJobAge: 300 },
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}\n`);
  const nodes = `NodeName=${node} NodeAddr=127.0.0.1 CPUs=2 RealMemory=1000 State=UNKNOWN\n`;
  writeFileSync(at('slurm.conf'), `${lines.join('')}${nodes}PartitionName=main Nodes=ALL Default=YES State=UP\n`);
  // Nothing is confined; older ones have no plugin for that.
  const { stdout: version } = await execa('slurmd', ['-V']);
  const isOld = Number(/[\d.]+/.exec(version)?.[0].split('.')[0]) < 24;
  writeFileSync(at('cgroup.conf'), `CgroupPlugin=${isOld ? 'cgroup/v1' : 'disabled'}\n`);
  const env = { SLURM_CONF: at('slurm.conf') };

  const started: ResultPromise[] = [];
  const start = (program: string, args: string[]) => {
    started.push(execa(program, args, { env, reject: false, stdin: 'ignore', stdout: 'ignore', stderr: 'ignore' }));
  };
  const files = [`--key-file=${at('munge.key')}`, `--socket=${at('munge.socket')}`, `--pid-file=${at('munge.pid')}`];
  const own = [`--log-file=${at('munge.log')}`, `--seed-file=${at('munge.seed')}`];
  start('munged', ['--foreground', '--force', ...files, ...own]);
  await until(() => execa('munge', ['-n', '-S', at('munge.socket')], { reject: false }));
  start('slurmctld', ['-D', '-L', at('ctld.log')]);
  start('slurmd', ['-D', '-N', node, '-L', at('slurmd.log')]);
  await until(() => execa('srun', ['--immediate=10', 'true'], { env, reject: false }));
  return {
    env,
    async stop() {
      await execa('scancel', ['--user=root'], { env, reject: false });
      for (const child of started.toReversed()) {
        child.kill('SIGTERM');
        await child;
      }
    },
  };
}

/** Tries until it does; the test's own limit ends what never does. */
async function until(attempt: () => PromiseLike<{ exitCode?: number | undefined }>): Promise<void> {
  for (let tries = 0; (await attempt()).exitCode !== 0; tries++) {
    if (tries > 200) throw new Error('It did not come up.');
    await new Promise(resolve => setTimeout(resolve, 200));
  }
}
