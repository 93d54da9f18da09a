import { useEffect, useState } from 'react';

/** The picture with its local contrast raised; the picture itself when that is not wanted, and until a worker has raised it. */
export function useClahe(picture: HTMLImageElement, wanted: boolean): HTMLImageElement | ImageBitmap {
  const [raised, setRaised] = useState<{ of: HTMLImageElement; bitmap: ImageBitmap }>();
  useEffect(() => {
    if (!wanted) return;
    const worker = new Worker(new URL('./clahe-worker.ts', import.meta.url), { type: 'module' });
    let left = false;
    worker.addEventListener('message', ({ data: bitmap }: MessageEvent<ImageBitmap>) =>
      setRaised({ of: picture, bitmap }),
    );
    createImageBitmap(picture).then(
      bitmap => (left ? bitmap.close() : worker.postMessage(bitmap, [bitmap])),
      // Its pixels cannot be read: it stays as it is.
      () => {},
    );
    return () => {
      left = true;
      worker.terminate();
    };
  }, [picture, wanted]);
  return wanted && raised?.of === picture ? raised.bitmap : picture;
}
