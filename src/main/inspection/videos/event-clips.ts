import { extname } from 'node:path';
import { makeFolder } from '../../../node/folders.ts';
import { type ProjectPath, pathOf } from '../../../node/project-path.ts';
import { StudioError } from '../../../shared/errors.ts';
import type { CrackEvent } from '../../../shared/schemas/inspection.ts';
import type { VideoInfo } from '../../../shared/schemas/video.ts';
import { theFfmpeg } from '../../media/ffmpeg-path.ts';
import { startFfmpeg } from '../../media/ffmpeg-process.ts';
import { fileUrl } from '../../media/guarded-input.ts';

/** So much is seen before an event begins and after it ends, s; a copied stream begins at the key frame before. */
const AROUND_S = 1;
/** Containers that take what is in one of their kind; Matroska takes anything. */
const KEPT = ['.mp4', '.mov', '.m4v', '.mkv', '.webm'];

/** Cuts a clip of each event out of a video, its pictures copied as they are, into `clips/` of a folder. Throws a StudioError. */
export async function writeClips(
  info: VideoInfo,
  events: readonly Pick<CrackEvent, 'id' | 'begin' | 'end'>[],
  folder: ProjectPath,
  signal?: AbortSignal,
): Promise<void> {
  if (events.length === 0) return;
  const ffmpeg = await theFfmpeg();
  const clips = folder.join('clips');
  await makeFolder(clips);
  const own = extname(info.path).toLowerCase();
  const ending = KEPT.includes(own) ? own : '.mkv';
  for (const { id, begin, end } of events) {
    const from = Math.max(0, begin.ms / 1000 - AROUND_S);
    const file = clips.join(`${String(id).padStart(3, '0')}${ending}`);
    const exact = ['-fflags', '+bitexact', '-map_metadata', '-1'];
    const output = ['-t', String(end.ms / 1000 + AROUND_S - from), '-map', '0:V:0', '-c', 'copy', ...exact];
    const child = await startFfmpeg(
      ffmpeg,
      { input: info.path, inputOptions: ['-ss', String(from)], output: [...output, '-y', fileUrl(pathOf(file))] },
      { need: { urgency: 'background' }, signal },
    );
    try {
      child.stdout.resume();
      const { exitCode, log } = await child.ended;
      signal?.throwIfAborted();
      if (exitCode !== 0)
        throw new StudioError(`Cannot write ${file}: ${log.firstError ?? 'ffmpeg was ended from outside'}.`);
    } finally {
      await child.stop();
    }
  }
}
