import { resolve } from 'node:path';
import { defineConfig } from 'electron-vite';
import { external, workerEntries } from './scripts/node-build.mjs';
import { listPackages } from './scripts/package/bundled.ts';
import renderer from './vite.config.ts';

/** `npm run build`: everything the packaged app runs, into `out/`. Packages are built in but for those that are native or look for their own files. */
export default defineConfig({
  main: {
    // Without it React brings its parts for developers along.
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      // The oldest Node that the studio runs on, older than Electron's: the tests run these bundles on it.
      target: 'node20.19',
      externalizeDeps: false,
      rollupOptions: {
        // fflate declares a `require` of its own, which electron-vite's would meet in one file; js-aruco2 exports by a `this` that the bundler does not know.
        external: [...external, 'fflate', /^js-aruco2/],
        plugins: [listPackages('main')],
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
