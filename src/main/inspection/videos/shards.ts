import { writeFileAtomic } from '../../../node/atomic-file.ts';
import { makeFolder, namesIn } from '../../../node/folders.ts';
import type { ProjectPath } from '../../../node/project-path.ts';
import { StudioError } from '../../../shared/errors.ts';
import { framesOf, MOST_SHARDS, type Shard } from '../../../shared/events/shard.ts';
import type { InspectionSettings } from '../../../shared/schemas/inspection.ts';
import { readSettings, sameSettings } from './inspection-files.ts';
import { readSnapshot } from './snapshot.ts';

/** The lines of a shard; see `known-looks.ts`. */
export const LOOKS_FILE = 'looks.jsonl';

/** The folder of a shard, `shards/2-of-4/` of a video's; one that was begun with the same settings goes on. Throws a StudioError. */
export async function shardFolder(videos: ProjectPath, settings: InspectionSettings, shard: Shard) {
  const folder = folderOf(videos, shard);
  const begun = await readSettings(folder);
  if (begun && !sameSettings(begun, settings)) throw otherSettings(folder);
  await makeFolder(folder);
  if (!begun) await writeFileAtomic(folder.join('settings.json'), `${JSON.stringify(settings, null, 1)}\n`);
  return folder;
}

/** The files of all shards of a video in their order, `due`: the frames of all. Throws a StudioError when one is missing or not done. */
export async function joinedFiles(videos: ProjectPath, settings: InspectionSettings, due: readonly number[]) {
  const counts = new Set((await namesIn(videos.join('shards'))).map(name => Number(/^\d+-of-(\d+)$/.exec(name)?.[1])));
  const known = [...counts].filter(of => of > 0 && of <= MOST_SHARDS).sort((a, b) => a - b);
  if (known.length !== 1) {
    const found = known.length === 0 ? 'no shards' : `shards of ${known.join(' and of ')}`;
    throw new StudioError(`There are ${found} in ${videos.join('shards')}: those of one count are joined.`);
  }
  const shards = Array.from({ length: known[0] }, (_, i) => ({ number: i + 1, of: known[0] }));
  const missing: number[] = [];
  for (const shard of shards) {
    const last = framesOf(due, shard).at(-1);
    const folder = folderOf(videos, shard);
    const begun = await readSettings(folder);
    if (begun && !sameSettings(begun, settings)) throw otherSettings(folder);
    const { before } = await readSnapshot(folder);
    if (!begun || before?.frame !== last) missing.push(shard.number);
  }
  if (missing.length > 0) {
    const which = missing.map(number => `${number}/${known[0]}`).join(', ');
    throw new StudioError(`These shards in ${videos.join('shards')} are not done: ${which}. Run them, then join.`);
  }
  return shards.map(shard => folderOf(videos, shard).join(LOOKS_FILE));
}

function folderOf(videos: ProjectPath, { number, of }: Shard): ProjectPath {
  return videos.join('shards', `${number}-of-${of}`);
}

function otherSettings(folder: ProjectPath): StudioError {
  return new StudioError(
    `The shard in ${folder} was made with another model or other settings: name the same ones, or remove it.`,
  );
}
