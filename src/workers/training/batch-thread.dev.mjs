// Node 20 does not hand the loader of TypeScript on to worker threads, so in development a thread starts here.
import { tsImport } from 'tsx/esm/api';

const thread = await tsImport('./batch-thread.ts', import.meta.url);

export default thread.default;
