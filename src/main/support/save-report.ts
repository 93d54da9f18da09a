import { arch, cpus, homedir, hostname, release, totalmem, userInfo } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import * as yazl from 'yazl';
import packageJson from '../../../package.json' with { type: 'json' };
import { writeFileAtomic } from '../../node/atomic-file.ts';
import { makeFolder } from '../../node/folders.ts';
import { withoutNames } from '../../shared/without-names.ts';
import { describeFfmpeg } from '../media/ffmpeg-path.ts';
import { readSettings } from '../settings.ts';
import { readWholeLog } from './read-log.ts';

interface ReportOptions {
  readonly logFolder: string;
  /** Folders of projects, whose names are left out. */
  readonly projects: readonly string[];
}

/**
 * Saves `crack-studio-report-<time>.zip` into a folder: `studio.log` and `machine.json`, without pictures, names and paths of the
 * home folder. It is the user who sends it, or not. Gives its path. Throws a StudioError.
 */
export async function saveReport(folder: string, { logFolder, projects }: ReportOptions): Promise<string> {
  const person = { home: homedir(), user: userName(), host: hostname(), projects };
  const log = await readWholeLog(logFolder);
  const zip = new yazl.ZipFile();
  for (const [name, text] of [
    ['studio.log', log],
    ['machine.json', `${JSON.stringify(await describeMachine(), null, 2)}\n`],
  ]) {
    zip.addBuffer(Buffer.from(withoutNames(text, person)), name);
  }
  zip.end();
  const time = new Date().toISOString().replace(/\..*/, '').replaceAll(/[:T]/g, '-');
  const path = join(folder, `crack-studio-report-${time}.zip`);
  await makeFolder(folder);
  await writeFileAtomic(path, await buffer(zip.outputStream));
  return path;
}

/** Empty where the system has no name for this user, in a container. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return '';
  }
}

async function describeMachine() {
  const { node, electron, chrome } = process.versions;
  const { settings, notice } = await readSettings();
  return {
    versions: { studio: packageJson.version, node, electron, chrome },
    system: { platform: process.platform, release: release(), arch: arch() },
    processors: { count: cpus().length, model: cpus()[0]?.model },
    memoryMib: Math.round(totalmem() / 2 ** 20),
    ffmpeg: await describeFfmpeg(),
    settings: { ...settings, notice },
  };
}
