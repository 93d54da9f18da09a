import { type Bridge, type Reply, refusal } from '../shared/bridge.ts';

/** The bridge of a page that the web shell serves: calls are POSTs, events come as server-sent events. */
export const httpBridge: Bridge = {
  async invoke(name, input, gone): Promise<Reply> {
    try {
      const response = await fetch(`/api/${encodeURIComponent(name)}`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
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
    const source = new EventSource('/api/events');
    source.onmessage = ({ data }) => listener(JSON.parse(data));
    return () => source.close();
  },
};
