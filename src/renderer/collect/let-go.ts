/** What ends a video element: it lets go of its connection, of which a browser allows a page few, at once and not some day. */
export function letGoOf(video: HTMLVideoElement | null): () => void {
  return () => {
    video?.removeAttribute('src');
    video?.load();
  };
}
