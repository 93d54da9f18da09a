/** Where the web shell takes calls: `POST /api/<call>`. */
export const API_PREFIX = '/api/';

/** Where it sends events: `GET /api/events?key=…`. */
export const EVENTS_PATH = `${API_PREFIX}events`;

/** The header in which a call carries the key of its page. */
export const KEY_HEADER = 'x-studio-key';

/** What follows the `#` of the address at which a page is given its key: `#key=…`. */
export const KEY_MARK = 'key=';
