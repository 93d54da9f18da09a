import { resolve } from 'node:path';
import { defineConfig } from 'electron-vite';
import { workerEntries } from './scripts/node-build.mjs';
import renderer from './vite.config.ts';

/** `npm run build`: everything the packaged app runs, into `out/`. Packages stay in node_modules, for ONNX Runtime and sharp are native. */
export default defineConfig({
  main: {
    build: {
      // The oldest Node that the studio runs on, older than Electron's: the tests run these bundles on it.
      target: 'node20.19',
      rollupOptions: {
        input: {
          main: resolve('src/main/shells/electron/main.ts'),
          ...workerEntries,
        },
        // Beside the entries, not below them: a worker or thread is started by its path from the file that starts it.
        output: { chunkFileNames: '[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      rollupOptions: {
        input: { preload: resolve('src/preload/preload.ts') },
        // A sandboxed preload script must be CommonJS.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer,
});
