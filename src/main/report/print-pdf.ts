import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { execa } from 'execa';
import { StudioError } from '../../shared/errors.ts';
import { exists } from '../files/listing.ts';
import { readBytes } from '../files/read.ts';

/** Prints a report, an HTML file, as it asks for itself in its style; gives the PDF. Throws a StudioError. */
export type PrintPdf = (html: string, signal?: AbortSignal) => Promise<Uint8Array>;

/** By which names Chromium and its kin are on the PATH, and where they are otherwise. */
const PROGRAMS = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'msedge',
  'chrome',
];
const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ...['ProgramFiles', 'ProgramFiles(x86)', 'LOCALAPPDATA'].flatMap(name => {
    const folder = process.env[name];
    if (!folder) return [];
    return [
      join(folder, 'Google/Chrome/Application/chrome.exe'),
      join(folder, 'Microsoft/Edge/Application/msedge.exe'),
    ];
  }),
];

/** A report of hundreds of pages is printed in less, ms. */
const LIMIT_MS = 180_000;

/** Prints with the Chromium of this machine. It cannot be told to run no script, for it prints by one; the report's policy forbids them. */
export const printWithChromium: PrintPdf = async (html, signal) => {
  const chromium = await findChromium(process.env);
  if (!chromium) {
    throw new StudioError(
      'There is no Chromium, Chrome or Edge to make a PDF with: install one or name it in CHROMIUM, or print the HTML from any browser.',
    );
  }
  const folder = await mkdtemp(join(tmpdir(), 'studio-print-'));
  const pdf = join(folder, 'report.pdf');
  try {
    const flags = [
      ...[
        '--headless',
        '--disable-gpu',
        '--no-first-run',
        '--no-pdf-header-footer',
        `--user-data-dir=${folder}/profile`,
      ],
      // Chromium refuses to run as root in its sandbox, e.g. in a container.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ...[`--print-to-pdf=${pdf}`, pathToFileURL(html).href],
    ];
    const run = await execa(chromium, flags, {
      ...{ reject: false, timeout: LIMIT_MS, stdin: 'ignore', forceKillAfterDelay: 2000, maxBuffer: 2 ** 20 },
      ...(signal && { cancelSignal: signal }),
    });
    signal?.throwIfAborted();
    if (await exists(pdf)) return await readBytes(pdf);
    const why = run.timedOut ? 'it took too long' : `it ended with ${run.exitCode ?? run.signal}`;
    throw new StudioError(`${chromium} made no PDF (${why}): print the HTML from any browser.`);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
};

/** The first Chromium of this machine: the one that CHROMIUM names, one on the PATH, one where its installer puts it. */
export async function findChromium(env: NodeJS.ProcessEnv, places: readonly string[] = PLACES): Promise<string | null> {
  const ending = process.platform === 'win32' ? '.exe' : '';
  const folders = (env.PATH ?? '').split(delimiter).filter(Boolean);
  const onPath = folders.flatMap(folder => PROGRAMS.map(name => join(folder, name + ending)));
  for (const path of [env.CHROMIUM, ...onPath, ...places]) if (path && (await exists(path))) return path;
  return null;
}
