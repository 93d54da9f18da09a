import type { Bridge } from '../shared/bridge.ts';
import { sessionKey, takeSessionKey } from './session-key.ts';
import { httpBridge } from './transport-http.ts';

declare global {
  interface Window {
    /** Given by Electron's preload script; missing in a browser. */
    readonly studio?: Bridge;
  }
}

/** The way from this page to its shell. */
export function chooseBridge(): Bridge {
  if (window.studio) return desktopBridge(window.studio);
  takeSessionKey();
  return httpBridge(sessionKey);
}

/** Electron's bridge carries no signals: a job that nobody waits for any more is cancelled by its id. */
function desktopBridge(studio: Bridge): Bridge {
  return {
    ...studio,
    invoke(name, input, gone) {
      const job = jobOf(input);
      if (job !== undefined)
        gone?.addEventListener('abort', () => void studio.invoke('job.cancel', { job }), { once: true });
      return studio.invoke(name, input);
    },
  };
}

function jobOf(input: unknown): unknown {
  return typeof input === 'object' && input !== null && 'job' in input ? input.job : undefined;
}

export function isDesktop(): boolean {
  return window.studio !== undefined;
}
