import { Command } from 'commander';
import type { VideoInfo } from '../../shared/schemas/video.ts';
import { argumentOrVariable } from '../arguments.ts';
import { interruption } from '../interruption.ts';
import { outputOf } from '../output.ts';

/** `studio probe VIDEO`: what the studio knows of a video before it opens it. */
export function probeCommand(): Command {
  return new Command()
    .description('decode a video once and say what it holds')
    .argument('[video]', 'video file (FMVS_VIDEO_PATH)')
    .action(async (video: string | undefined, _flags: unknown, command: Command) => {
      const { probeVideo, videoNotes } = await import('../../main/media/probe.ts');
      const output = outputOf(command);
      const info = await probeVideo(argumentOrVariable(video, 'VIDEO', 'FMVS_VIDEO_PATH'), { signal: interruption() });
      for (const note of videoNotes(info)) output.note(note);
      output.print(info, inWords(info));
    });
}

function inWords(info: VideoInfo): string {
  const rates = `${info.averageFps} frames a second (container: ${info.nominalFps || 'not said'})`;
  return [
    `size       ${info.width} x ${info.height} px as displayed`,
    `frames     ${info.frames} decode`,
    `rate       ${rates}, ${info.variableRate ? 'varying' : 'constant'}`,
    `duration   ${(info.durationMs / 1000).toFixed(3)} s (container: ${(info.containerDurationMs / 1000).toFixed(2)} s)`,
    `codec      ${info.codec}`,
    `rotation   ${info.rotation} degrees clockwise`,
    `stored     ${info.storedWidth} x ${info.storedHeight} px of ${info.pixelAspect.join(':')}, ${info.pixelFormat}, ${info.dynamicRange}`,
  ].join('\n');
}
