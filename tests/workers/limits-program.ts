/** Works within small limits, on too much of what is named: memory or time; or on little, and then again on much outside of limits. */
import { withinLimits } from '../../src/workers/limits.ts';

const MIB = 2 ** 20;
const held: Uint8Array[] = [];

/** In one go, so that no timer of this thread has a turn. */
function hold(mebibytes: number): void {
  for (let i = 0; i < mebibytes; i++) held.push(new Uint8Array(MIB).fill(i));
}

function compute(seconds: number): void {
  const { user } = process.cpuUsage();
  while (process.cpuUsage().user - user < 1e6 * seconds);
}

const limits = { bytes: process.memoryUsage.rss() + 300 * MIB, seconds: process.argv[2] === 'memory' ? 60 : 0.3 };
await withinLimits(limits, async () => {
  if (process.argv[2] === 'memory') hold(4000);
  if (process.argv[2] === 'time') compute(60);
});
if (process.argv[2] === 'afterwards') {
  hold(400);
  compute(0.5);
}
console.log('done');
