/** Content types by the ending of a file's name. */
export type ContentTypes = Readonly<Record<string, string>>;

/** What the built page consists of. */
export const PAGE_TYPES: ContentTypes = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ttf': 'font/ttf',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};

/**
 * What the page shows of the user's files. Pages, scripts and SVG are missing on purpose: served from our own origin they
 * would run with the rights of our page, so a project that somebody sent would own the studio.
 */
export const FILE_TYPES: ContentTypes = {
  '.json': 'application/json',
  '.txt': 'text/plain; charset=utf-8',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.webp': 'image/webp',
  '.bmp': 'image/bmp',
  '.mp4': 'video/mp4',
  '.m4v': 'video/mp4',
  '.mov': 'video/quicktime',
  '.webm': 'video/webm',
  '.mkv': 'video/x-matroska',
};
