import type { FrameIndex, PictureForm, VideoInfo } from '../../shared/schemas/video.ts';

/** Beyond these a pixel's shape is a mistake of the file. */
const [LONGEST_SIDE, STRANGEST_ASPECT] = [16_384, 10];
/** Pixels this near to square are square: rounding of encoders. */
const NEARLY_SQUARE = 0.005;

/** The size of frames whose pixels are square: a side grows, as in Chromium, none ever shrinks. */
export function squareSize(width: number, height: number, [across, down]: readonly [number, number]) {
  const aspect = across / down;
  const isOdd = aspect > STRANGEST_ASPECT || aspect < 1 / STRANGEST_ASPECT;
  if (isOdd || Math.abs(aspect - 1) < NEARLY_SQUARE) return { width, height };
  const square =
    aspect > 1 ? { width: Math.round(width * aspect), height } : { width, height: Math.round(height / aspect) };
  return Math.max(square.width, square.height) > LONGEST_SIDE ? { width, height } : square;
}

/** Whether stretching makes a difference. */
export function hasSquarePixels({ storedWidth, storedHeight, pixelAspect }: VideoInfo): boolean {
  const { width, height } = squareSize(storedWidth, storedHeight, pixelAspect);
  return width === storedWidth && height === storedHeight;
}

/** The index of a video whose frames become pictures in this way. */
export function inForm(index: FrameIndex, form: PictureForm): FrameIndex {
  return { ...index, info: infoInForm(index.info, form) };
}

export function infoInForm(info: VideoInfo, { squarePixels, toneMap }: PictureForm): VideoInfo {
  const { storedWidth: width, storedHeight: height, pixelAspect, dynamicRange } = info;
  const size = squarePixels ? squareSize(width, height, pixelAspect) : { width, height };
  return { ...info, ...size, form: { squarePixels, toneMap: toneMap && dynamicRange !== 'sdr' } };
}

/**
 * The filters that bring a frame of any size and pixel format, as some files change them midway, to the pictures' form, in
 * rgb24. Scaling and conversion are one step, as they are when ffmpeg does them by itself. The tone mapping is that of
 * ffmpeg's own documentation (linear light, Hable's curve, BT.709); both ranges are defined on BT.2020 (ITU-R BT.2100).
 */
export function pictureFilters({ width, height, form, dynamicRange }: VideoInfo): string {
  const size = `scale=${width}:${height}:flags=bicubic,format=rgb24`;
  if (!form.toneMap) return size;
  const transfer = dynamicRange === 'hlg' ? 'arib-std-b67' : 'smpte2084';
  const given = `matrixin=2020_ncl:primariesin=2020:transferin=${transfer}`;
  const linear = `zscale=${given}:transfer=linear:npl=100,format=gbrpf32le,zscale=primaries=709`;
  return `${linear},tonemap=tonemap=hable:desat=0,zscale=transfer=709:matrix=709:range=limited,format=yuv444p,${size}`;
}

/** As `pictureFilters`, to what the index has the checksums of: the size and pixel format of the first frame. */
export function storedFilters({ storedWidth, storedHeight, pixelFormat }: VideoInfo): string {
  return `scale=${storedWidth}:${storedHeight}:flags=bicubic,format=${pixelFormat}`;
}
