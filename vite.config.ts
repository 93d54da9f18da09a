import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The page, the same for both shells: electron-vite builds it with the app, `studio serve` by itself when it is stale. */
export default defineConfig({
  root: 'src/renderer',
  plugins: [react()],
  build: {
    emptyOutDir: true,
    rollupOptions: { input: resolve('src/renderer/index.html') },
  },
});
