import type { DynamicRange } from '../../shared/schemas/video.ts';

/** What ffmpeg's description of its input says of the stream that it chose. */
export interface Banner {
  /** As `-map` takes it, e.g. "0:1". */
  readonly stream: string;
  readonly codec: string;
  /** Frames per second; 0 when unknown. */
  readonly fps: number;
  /** ms; 0 when unknown. */
  readonly durationMs: number;
  /** Clockwise degrees, 0 to 359. */
  readonly rotation: number;
  readonly dynamicRange: DynamicRange;
  /** Of the frames that come out, as `-pix_fmt` takes it. */
  readonly pixelFormat: string;
  /** A cover picture, not a film. */
  readonly attachedPicture: boolean;
}

/** The lines that matter. Titles, comments and chapters are not among them, and a file may have thousands of those. */
export function isBannerLine(line: string): boolean {
  return /^ {2,4}(Stream #\d|Duration: )|^ +displaymatrix: |^(Stream mapping:|Output #)/.test(line);
}

/** Reads the lines that ffmpeg prints before it decodes; undefined when no video stream was chosen. */
export function parseBanner(lines: readonly string[]): Banner | undefined {
  const mapping = lines.slice(lines.indexOf('Stream mapping:'));
  const chosen = mapping
    .map(line => /^\s*Stream #(\d+:\d+) -> #0:0 \(([\w.]+)/.exec(line))
    .find(match => match !== null);
  if (!chosen) return undefined;
  const start = lines.findIndex(line => new RegExp(`^\\s*Stream #${chosen[1]}\\b.*: Video: `).test(line));
  const length = lines.slice(start + 1).findIndex(line => /^\s*Stream (#|mapping)|^Output/.test(line));
  const details = lines.slice(start, start + 1 + Math.max(0, length));
  const [stream = ''] = details;
  const rotation = /rotation of (-?[\d.]+)/.exec(details.join('\n'));
  const fps = /([\d.]+)(k?) fps/.exec(stream) ?? /([\d.]+)(k?) tbr/.exec(stream);
  const output = lines.slice(lines.findIndex(line => line.startsWith('Output #')));
  return {
    stream: chosen[1],
    codec: /: Video: (\w+)/.exec(stream)?.[1] ?? chosen[2],
    fps: fps ? Number(fps[1]) * (fps[2] ? 1000 : 1) : 0,
    durationMs: parseDuration(lines),
    // ffmpeg counts counter-clockwise.
    rotation: rotation ? ((Math.round(-Number(rotation[1])) % 360) + 360) % 360 : 0,
    dynamicRange: /\bsmpte2084\b/.test(stream) ? 'pq' : /\barib-std-b67\b/.test(stream) ? 'hlg' : 'sdr',
    pixelFormat: /: Video: \w+(?: \([^)]*\))*, (\w+)/.exec(output.join('\n'))?.[1] ?? '',
    attachedPicture: stream.includes('(attached pic)'),
  };
}

/** ms that the container promises; 0 when it says nothing (yet). */
export function parseDuration(lines: readonly string[]): number {
  const line = lines.find(each => /^\s*Duration: /.test(each)) ?? '';
  const match = /Duration: (\d+):(\d+):(\d+(?:\.\d+)?)/.exec(line);
  return match ? Math.round((Number(match[1]) * 3600 + Number(match[2]) * 60 + Number(match[3])) * 1000) : 0;
}
