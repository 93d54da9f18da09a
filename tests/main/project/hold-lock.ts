import { takeLock } from '../../../src/main/project/lock.ts';

/** Takes the lock of the folder it is given, says so, and does as it is told: keep it, or end the polite way. */
const lock = await takeLock(process.argv[2]);
console.log(lock.held ? 'held' : lock.reason);
if (process.argv[3] === 'exit') process.exit(0);
setInterval(() => {}, 1000);
