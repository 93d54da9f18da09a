import { KEY_MARK } from '../shared/web-addresses.ts';

/** Kept for this address, port and all, as no cookie is; all tabs of it share the session. */
const KEPT_AS = 'studio-key';

/** The key of this page's session with the web shell; '' without one. */
export function sessionKey(): string {
  return localStorage.getItem(KEPT_AS) ?? '';
}

/** The launch address leads here with the key behind its `#`: it is kept, and taken from the address bar. */
export function takeSessionKey(): void {
  const mark = `#${KEY_MARK}`;
  if (!window.location.hash.startsWith(mark)) return;
  localStorage.setItem(KEPT_AS, window.location.hash.slice(mark.length));
  window.history.replaceState(null, '', window.location.pathname);
}
