/** What ffmpeg's description of its input says of the stream that it chose. */
export interface Banner {
  readonly codec: string;
  /** Frames per second; 0 when unknown. */
  readonly fps: number;
  /** ms; 0 when unknown. */
  readonly durationMs: number;
  /** Clockwise degrees: 0, 90, 180 or 270. */
  readonly rotation: number;
  /** A cover picture, not a film. */
  readonly attachedPicture: boolean;
}

/** Reads the lines that ffmpeg prints before it decodes; undefined when no video stream was chosen. */
export function parseBanner(lines: readonly string[]): Banner | undefined {
  const chosen = lines.map(line => /^\s*Stream #(\d+:\d+) -> #0:0 \(([\w.]+)/.exec(line)).find(match => match !== null);
  if (!chosen) return undefined;
  const start = lines.findIndex(line => new RegExp(`^\\s*Stream #${chosen[1]}\\b.*: Video: `).test(line));
  const length = lines.slice(start + 1).findIndex(line => /^\s*Stream (#|mapping)|^Output/.test(line));
  const details = lines.slice(start, start + 1 + Math.max(0, length));
  const [stream] = details;
  const rotation = /rotation of (-?[\d.]+)/.exec(details.join('\n'));
  const fps = /([\d.]+)(k?) fps/.exec(stream) ?? /([\d.]+)(k?) tbr/.exec(stream);
  return {
    codec: /: Video: (\w+)/.exec(stream)?.[1] ?? chosen[2],
    fps: fps ? Number(fps[1]) * (fps[2] ? 1000 : 1) : 0,
    durationMs: parseDuration(lines.find(line => /^\s*Duration: /.test(line)) ?? ''),
    // ffmpeg counts counter-clockwise.
    rotation: rotation ? ((Math.round(-Number(rotation[1])) % 360) + 360) % 360 : 0,
    attachedPicture: stream.includes('(attached pic)'),
  };
}

function parseDuration(line: string): number {
  const match = /Duration: (\d+):(\d+):(\d+(?:\.\d+)?)/.exec(line);
  return match ? Math.round((Number(match[1]) * 3600 + Number(match[2]) * 60 + Number(match[3])) * 1000) : 0;
}
