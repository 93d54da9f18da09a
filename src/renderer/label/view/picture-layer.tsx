import type Konva from 'konva';
import { useEffect, useRef } from 'react';
import { Image as KonvaImage, Layer } from 'react-konva';
import type { Size, Viewport } from '../../canvas/viewport.ts';
import { useClahe } from './use-clahe.ts';

/** Where a picture of this size lies in the view, CSS px. */
export function pictureBox({ width, height }: Size, { scale, x, y }: Viewport) {
  return { x, y, width: width * scale, height: height * scale };
}

interface PictureProps {
  picture: HTMLImageElement;
  viewport: Viewport;
  brightness: number;
  contrast: number;
  /** Whether local contrast is raised. */
  local: boolean;
}

/** A layer of its own: CSS changes its brightness without touching a pixel. Large pixels are shown as they are. */
export function PictureLayer({ picture, viewport, brightness, contrast, local }: PictureProps) {
  const image = useClahe(picture, local);
  const layer = useRef<Konva.Layer>(null);
  useEffect(() => {
    const canvas = layer.current?.getNativeCanvasElement();
    if (canvas)
      canvas.style.filter = brightness === 1 && contrast === 1 ? '' : `brightness(${brightness}) contrast(${contrast})`;
  }, [brightness, contrast]);
  const size = { width: picture.naturalWidth, height: picture.naturalHeight };
  return (
    <Layer ref={layer} listening={false} imageSmoothingEnabled={viewport.scale < 2}>
      <KonvaImage image={image} {...pictureBox(size, viewport)} />
    </Layer>
  );
}
