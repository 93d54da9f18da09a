/**
 * What a page of the studio may do: run its own scripts and reach its own shell, nothing else. Inline styles are allowed
 * because component libraries position things by them; `blob:` and `data:` pictures are drawn by the page itself.
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' blob: data:",
  "media-src 'self' blob:",
  "worker-src 'self' blob:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Sent with every reply of both shells. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': CONTENT_SECURITY_POLICY,
  // A file of the project is shown as what its name says, never as what its content looks like (a script, a page).
  'X-Content-Type-Options': 'nosniff',
  // The address of a frame says where it lies on the user's disk.
  'Referrer-Policy': 'no-referrer',
  // No other site may embed, time or read what is served here.
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
};

/** For the user's files, should one be opened as a page of its own: it gets no origin and may do nothing. */
export const FILE_POLICY: Readonly<Record<string, string>> = {
  'Content-Security-Policy': "default-src 'none'; sandbox; frame-ancestors 'none'",
};
