import { type Bridge, type Reply, refusal } from '../shared/bridge.ts';
import { API_PREFIX, EVENTS_PATH, KEY_HEADER } from '../shared/web-addresses.ts';

/**
 * The bridge of a page that the web shell serves: calls are POSTs, events come as server-sent events. `key`: of the page's
 * session, which both carry.
 */
export function httpBridge(key: () => string): Bridge {
  return {
    async invoke(name, input, gone): Promise<Reply> {
      try {
        const response = await fetch(API_PREFIX + encodeURIComponent(name), {
          method: 'POST',
          headers: { 'Content-Type': 'application/json', [KEY_HEADER]: key() },
          body: JSON.stringify(input),
          // The shell sees the connection end, and gives up what it does for this call.
          ...(gone && { signal: gone }),
        });
        return (await response.json()) as Reply;
      } catch {
        return refusal('unanswered', 'The studio does not answer: see whether it still runs, then reload this page.');
      }
    },
    subscribe(listener) {
      // Comes back by itself when the line breaks.
      const source = new EventSource(`${EVENTS_PATH}?key=${key()}`);
      source.onmessage = ({ data }) => listener(JSON.parse(data));
      return () => source.close();
    },
  };
}
