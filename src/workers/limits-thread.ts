import { constants } from 'node:os';
import { workerData } from 'node:worker_threads';
import type { SharedLimits } from './limits.ts';

/** How often is looked, ms: what is written to new memory in that time is too much by little. */
const EVERY = 20;

const limits: SharedLimits = workerData;
/** Windows has no signals; there a process that is killed just ends. */
const TIME_IS_UP = 'SIGXCPU' in constants.signals ? 'SIGXCPU' : 'SIGKILL';

setInterval(() => {
  const [bytes, microseconds] = limits;
  const { user, system } = process.cpuUsage();
  if (process.memoryUsage.rss() > bytes) process.kill(process.pid, 'SIGKILL');
  if (user + system > microseconds) process.kill(process.pid, TIME_IS_UP);
}, EVERY);
