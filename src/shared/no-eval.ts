import { config } from 'zod';

/**
 * To be imported by a page before anything that makes schemas: zod else tries out whether it may generate code, which the
 * page's policy forbids and the browser reports as an error on its console.
 */
config({ jitless: true });
