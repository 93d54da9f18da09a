import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { listPackages } from './scripts/package/bundled.ts';

/** The page, the same for both shells: electron-vite builds it with the app, `studio serve` by itself when it is stale. */
export default defineConfig({
  root: 'src/renderer',
  plugins: [react(), listPackages('renderer')],
  build: {
    emptyOutDir: true,
    rollupOptions: { input: resolve('src/renderer/index.html') },
  },
});
