import type { Bridge } from '../shared/bridge.ts';
import { httpBridge } from './transport-http.ts';

declare global {
  interface Window {
    /** Given by Electron's preload script; missing in a browser. */
    readonly studio?: Bridge;
  }
}

/** The way from this page to its shell. */
export function chooseBridge(): Bridge {
  return window.studio ?? httpBridge;
}

export function isDesktop(): boolean {
  return window.studio !== undefined;
}
