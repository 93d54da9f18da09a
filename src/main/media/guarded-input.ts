/**
 * The containers that ffmpeg may take a file for, by the names of its demuxers: what is whole in one file. Playlists and
 * lists of parts (HLS, DASH, concat, image sequences, SDP) are missing on purpose: a file called `.mp4` that is one would
 * make ffmpeg open whatever it names, on this disk or on other hosts. Sound is there so that it can be refused as such.
 */
const CONTAINERS = [
  ...['mov', 'mp4', 'm4a', '3gp', '3g2', 'mj2', 'matroska', 'webm', 'avi', 'mpeg', 'mpegts', 'mpegvideo', 'm4v', 'asf'],
  ...[
    'flv',
    'mxf',
    'gxf',
    'dv',
    'ogg',
    'ivf',
    'obu',
    'h264',
    'hevc',
    'h263',
    'vc1',
    'mjpeg',
    'gif',
    'nut',
    'wtv',
    'rm',
  ],
  ...['dhav', 'cine', 'yuv4mpegpipe', 'wav', 'mp3', 'flac', 'aac'],
].join(',');

/** What ffmpeg says of a file whose container is not among them. */
export const NOT_A_CONTAINER = /Format not on whitelist/;

/**
 * The arguments that make ffmpeg read a file of the user's, and nothing but this file: no other protocol, no container
 * that refers to other files. `options` stand before it, e.g. `-ss`.
 */
export function guardedInput(file: string, options: readonly string[] = []): string[] {
  return ['-protocol_whitelist', 'file', '-format_whitelist', CONTAINERS, ...options, '-i', fileUrl(file)];
}

/** A path as ffmpeg reads it: without this a name such as "a:b.mp4" or "-x.mp4" is taken for a protocol or a flag. */
export function fileUrl(file: string): string {
  return `file:${file}`;
}
