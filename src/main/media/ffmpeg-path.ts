import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { execa } from 'execa';
import { unpackedRoot } from '../../node/root.ts';
import { oneLine, StudioError } from '../../shared/errors.ts';
import type { Settings } from '../../shared/settings.ts';
import { readSettings, settingsFile } from '../settings.ts';

/** An ffmpeg program that runs. */
export interface Ffmpeg {
  readonly path: string;
  /** As it names itself, e.g. "5.1.9-0+deb12u1". */
  readonly version: string;
  /** Who named it, in words. */
  readonly source: string;
}

interface Candidate {
  readonly path: string;
  readonly source: string;
  /** The user named it, so that it is an error when it does not run. */
  readonly named: boolean;
}

/** Where ffmpeg is looked for, first choice first: the setting, FFMPEG_PATH, the one that came along, the PATH. */
export function ffmpegCandidates(settings: Settings, env: NodeJS.ProcessEnv, bundled: string | undefined): Candidate[] {
  const candidates: (Candidate | undefined)[] = [
    settings.ffmpegPath
      ? { path: settings.ffmpegPath, source: `"ffmpegPath" in ${settingsFile}`, named: true }
      : undefined,
    env.FFMPEG_PATH ? { path: env.FFMPEG_PATH, source: 'FFMPEG_PATH', named: true } : undefined,
    bundled ? { path: bundled, source: 'the one that comes with the studio', named: false } : undefined,
    { path: 'ffmpeg', source: 'the PATH', named: false },
  ];
  return candidates.filter(candidate => candidate !== undefined);
}

/** The program that the packed app brings, or else ffmpeg-static's binary, if it has been downloaded. */
function bundledFfmpeg(): string | undefined {
  const packed = join(unpackedRoot, 'ffmpeg', process.platform === 'win32' ? 'ffmpeg.exe' : 'ffmpeg');
  return [packed, staticFfmpeg()].find(path => path !== undefined && existsSync(path));
}

function staticFfmpeg(): string | undefined {
  try {
    const file: unknown = createRequire(import.meta.url)('ffmpeg-static');
    return typeof file === 'string' ? file : undefined;
  } catch {
    return undefined;
  }
}

async function versionOf(path: string): Promise<string | undefined> {
  const { stdout, exitCode } = await execa(path, ['-version'], { reject: false, timeout: 20_000, stdin: 'ignore' });
  return exitCode === 0 ? /^ffmpeg version (\S+)/.exec(stdout)?.[1] : undefined;
}

/** The first ffmpeg of the search order that runs. Throws one line that says what to do when there is none. */
export async function findFfmpeg(): Promise<Ffmpeg> {
  const { settings } = await readSettings();
  for (const { path, source, named } of ffmpegCandidates(settings, process.env, bundledFfmpeg())) {
    const version = await versionOf(path);
    if (version) return { path, version, source };
    if (named)
      throw new StudioError(`${source} names ${path}, which is not an ffmpeg that runs; correct or remove it.`);
  }
  throw new StudioError(
    'No ffmpeg was found: run "npm run setup", or install ffmpeg, or name the program in the variable FFMPEG_PATH.',
  );
}

/** Which ffmpeg it is, or why there is none and what to do. */
export async function describeFfmpeg() {
  try {
    return { found: true, path: (await findFfmpeg()).path } as const;
  } catch (error) {
    return { found: false, problem: oneLine(error) } as const;
  }
}

let found: Promise<Ffmpeg> | undefined;

/** Has `theFfmpeg` look again: the settings have changed. */
export function forgetFfmpeg(): void {
  found = undefined;
}

/** As `findFfmpeg`, looked up once per process. */
export function theFfmpeg(): Promise<Ffmpeg> {
  found ??= findFfmpeg();
  return found;
}

/** The release, e.g. 5.1; a build from git ("N-109…", "git-…") counts as the newest unless it is too old to know. */
function releaseOf(version: string): number {
  const release = /^n?(\d+\.\d+)/.exec(version);
  if (release) return Number(release[1]);
  const build = /^N-(\d+)/.exec(version);
  return build && Number(build[1]) < 107_500 ? 4 : Number.POSITIVE_INFINITY;
}

/**
 * The output flags that keep every decoded frame once, with its own timestamp in the file's own time base. By default
 * ffmpeg would repeat and drop frames to a constant rate. Newer releases renamed the flags, and older ones are still about.
 */
export function keepEveryFrame(version: string): string[] {
  const release = releaseOf(version);
  return [
    ...(release >= 5.1 ? ['-fps_mode', 'passthrough'] : ['-vsync', '0']),
    ...['-enc_time_base', release >= 6.1 ? 'demux' : '-1'],
  ];
}
