import { defineConfig } from 'vitest/config';

const shell = 'tests/main/shells/electron-*.test.ts';

/** The tests, by what they need to have been built. */
export default defineConfig({
  test: {
    reporters: ['default', './tests/helpers/summary-reporter.ts'],
    maxWorkers: 3,
    projects: [
      // Cores without processes and files: threads are isolated as well, and start sooner.
      project('pure', {
        include: ['tests/{shared,renderer}/**/*.test.ts', 'tests/*.test.ts'],
        pool: 'threads',
        isolate: false,
      }),
      // Services keep nothing in their modules, so that one process serves many files.
      project(
        'node',
        { include: ['tests/{cli,main,node,scripts,workers}/**/*.test.ts'], exclude: [shell], isolate: false },
        'node-setup',
      ),
      project('window', { include: ['tests/e2e/**/*.test.ts', shell] }, 'node-setup', 'app-setup'),
    ],
  },
});

interface Choices {
  include: string[];
  exclude?: string[];
  pool?: 'threads';
  isolate?: false;
}

function project(name: string, test: Choices, ...setups: string[]) {
  const globalSetup = setups.map(setup => `./tests/helpers/${setup}.ts`);
  // What is waited for comes; how soon is no test's matter.
  const expect = { poll: { timeout: 60_000 } };
  const usual = { pool: 'forks' as const, testTimeout: 300_000, hookTimeout: 300_000, expect };
  return { test: { name, ...usual, globalSetup, setupFiles: ['./tests/helpers/fast-check-setup.ts'], ...test } };
}
