/**
 * `npm run test:electron`: the end-to-end tests in Electron's window instead of a browser's. Where Electron or a display is
 * missing it says so in one line, and that is no failure. It downloads nothing.
 */
import { spawnSync } from 'node:child_process';
import { buildApp, electronBinary, hasDisplay, planTests, root } from './electron.ts';

const found = {
  binary: electronBinary(),
  display: hasDisplay(process.env, process.platform),
  xvfb: spawnSync('xvfb-run', ['--help'], { stdio: 'ignore' }).status === 0,
};
const plan = planTests(found, process.argv.slice(2));
if ('skip' in plan) console.log(`The tests in Electron are skipped. ${plan.skip}`);
else {
  buildApp();
  const [program, ...args] = plan.command;
  const env = { ...process.env, STUDIO_E2E: 'electron' };
  process.exitCode = spawnSync(program, args, { cwd: root, stdio: 'inherit', env }).status ?? 1;
}
