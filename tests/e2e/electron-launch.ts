import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');

/** Arguments and environment of an Electron that runs the built app with a home of its own, `project` open at once. */
export function electronLaunch({ home, project }: { home: string; project?: string | undefined }): {
  args: string[];
  env: Record<string, string>;
} {
  return {
    args: [root, `--user-data-dir=${join(home, 'user-data')}`, ...(project ? ['--project', project] : [])],
    env: {
      ...(process.env as Record<string, string>),
      // Where each system's programs look for the user's settings and caches.
      ...{ HOME: home, XDG_CONFIG_HOME: join(home, '.config'), XDG_CACHE_HOME: join(home, '.cache') },
      ...{ USERPROFILE: home, APPDATA: join(home, 'roaming'), LOCALAPPDATA: join(home, 'local') },
    },
  };
}
