import type { Handlers } from '../../shared/contract.ts';
import { forgetFfmpeg } from '../media/ffmpeg-path.ts';
import { changeSettings, readSettings } from '../settings.ts';

type SettingsCalls = Pick<Handlers, Extract<keyof Handlers, `settings.${string}`>>;

/** The calls about the user's settings. `file`: default the user's. */
export function createSettingsCalls({ settingsFile: file }: { settingsFile?: string }): SettingsCalls {
  return {
    'settings.read': () => readSettings(file),
    'settings.change': async ({ change }) => {
      const changed = await changeSettings(change, file);
      forgetFfmpeg();
      return changed;
    },
  };
}
