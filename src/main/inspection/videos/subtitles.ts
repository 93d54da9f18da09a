import type { EventsDocument } from '../../../shared/schemas/inspection.ts';
import { formatTime } from '../../../shared/time.ts';

type Subtitled = Pick<EventsDocument, 'width' | 'height' | 'events'>;

/** Events as WebVTT, which any player lays over the untouched video; `frameMs`: how long the last frame of each is still shown. */
export function eventsVtt({ events }: Subtitled, frameMs: number): string {
  const cues = events.map(event => {
    const { id, begin, end } = event;
    return `${id}\n${formatTime(begin.ms)} --> ${formatTime(end.ms + frameMs)}\n${wordsOf(event)}\n`;
  });
  return ['WEBVTT\n', ...cues].join('\n');
}

/** The same as Advanced SubStation Alpha, at the top of the picture. */
export function eventsAss({ width, height, events }: Subtitled, frameMs: number): string {
  const style = `Default,Arial,${Math.max(12, Math.round(height / 30))},&H00FFFFFF,&H00000000,1,2,0,8,10,10,10`;
  const lines = events.map(event => {
    const { begin, end } = event;
    return `Dialogue: 0,${assTime(begin.ms)},${assTime(end.ms + frameMs)},Default,,0,0,0,,${wordsOf(event)}`;
  });
  return [
    ...['[Script Info]', 'ScriptType: v4.00+', `PlayResX: ${width}`, `PlayResY: ${height}`, ''],
    '[V4+ Styles]',
    'Format: Name,Fontname,Fontsize,PrimaryColour,OutlineColour,BorderStyle,Outline,Shadow,Alignment,MarginL,MarginR,MarginV',
    ...[`Style: ${style}`, '', '[Events]'],
    'Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text',
    ...[...lines, ''],
  ].join('\n');
}

function wordsOf({ id, peak, length_px, width_mean_px }: EventsDocument['events'][number]): string {
  return `Crack ${id}: best at ${formatTime(peak.ms)}, ${length_px} px long, ${width_mean_px} px wide`;
}

/** `H:MM:SS.cc`. */
function assTime(ms: number): string {
  const text = formatTime(10 * Math.round(ms / 10));
  return `${Number(text.slice(0, 2))}${text.slice(2, -1)}`;
}
