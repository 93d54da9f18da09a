/** `npm run studio`: the command line, built anew when its sources changed. */
import { buildNode } from './node-build.mjs';

// What `STUDIO_DEBUG` prints names the sources.
process.setSourceMapsEnabled('STUDIO_DEBUG' in process.env);
await import(await buildNode());
