/** `npm run package`: the installers for the system and machine that it runs on, into `dist`. */
import * as z from 'zod';
import { pack } from './package/pack.ts';

/** What ONNX Runtime has files for (1.30 has none for Macs with Intel's processors) and ffmpeg-static a program. */
const TARGETS = ['linux x64', 'linux arm64', 'darwin arm64', 'win32 x64'];

const here = `${process.platform} ${process.arch}`;
if (!TARGETS.includes(here)) {
  console.error(`There are no packages for ${here}: pack on one of ${TARGETS.join(', ')}.`);
  process.exit(1);
}
const target = z.object({ platform: z.enum(['linux', 'darwin', 'win32']), arch: z.enum(['x64', 'arm64']) });
try {
  await pack(target.parse(process));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
