import { relative, sep } from 'node:path';
import { writeFileAtomic } from '../../node/atomic-file.ts';
import type { ProjectPath } from '../../node/project-path.ts';
import { assertNever } from '../../shared/assert.ts';
import type { Output } from '../../shared/contract.ts';
import type { InspectedSource } from '../../shared/contract-inspect.ts';
import { placeRoi, verticesOf } from '../../shared/geometry/roi.ts';
import type { GrayImage } from '../../shared/image/gray-image.ts';
import { colourPreview, sampleFile } from '../collect/colour-preview.ts';
import { sampleImage } from '../collect/draw-sample.ts';
import { rgbPng } from '../collect/sample-files.ts';
import { exists } from '../files/listing.ts';
import { readGray, readSize } from '../images/png.ts';
import type { ProjectLayout } from '../layout/project-layout.ts';
import type { OpenVideos } from '../media/open-videos.ts';
import type { DiskImages } from './disk-images.ts';
import type { PictureFolder } from './picture-folder.ts';

/** One thing to look at. Both throw a StudioError. */
export interface Inspected {
  /** As the page shows it: in colour wherever that can be had. */
  picture(gone?: AbortSignal): Promise<Output<'inspect.picture'>>;
  /** As a model is given it: gray, the size of the picture's box. */
  gray(gone?: AbortSignal): Promise<GrayImage>;
}

export interface SourcePlaces {
  readonly layout: ProjectLayout;
  readonly disk: DiskImages;
  /** For pictures that are made to be shown. */
  readonly pictures: PictureFolder;
  readonly videos: OpenVideos;
}

/** Where a source's pixels come from; names and ROI are checked, files are not opened yet. Throws a StudioError. */
export function inspected(source: InspectedSource, places: SourcePlaces): Inspected {
  switch (source.kind) {
    case 'training':
      return trainingImage(source.image, places);
    case 'file': {
      const { path } = source;
      const picture = async () => {
        const shown = await places.disk.show(path);
        return { ...shown, original: true, box: wholeOf(shown), maskUrl: null, roiUrl: null };
      };
      return { picture, gray: () => readGray(path) };
    }
    case 'frame':
      return videoFrame(source, places.videos);
    default:
      return assertNever(source);
  }
}

function trainingImage(image: string, { layout, pictures }: SourcePlaces): Inspected {
  const [path, mask, roi] = [layout.image(image), layout.mask(image), sampleFile(layout, image, 'roi_masks')];
  return {
    async picture() {
      const { width, height } = await readSize(path);
      const preview = await colourPreview(layout, image);
      const clean = preview?.clean;
      return {
        url: clean
          ? await pictures.keep(async to => writeFileAtomic(to, await rgbPng(clean)))
          : urlOf(preview?.path ?? path),
        width,
        height,
        original: preview !== undefined,
        box: wholeOf({ width, height }),
        maskUrl: (await exists(mask)) ? urlOf(mask) : null,
        roiUrl: roi && (await exists(roi)) ? urlOf(roi) : null,
      };
    },
    gray: () => readGray(path),
  };
}

/** Where a page finds a file of the project. */
export function urlOf({ root, path }: ProjectPath): string {
  return `/files/project/${relative(root.path, path).split(sep).map(encodeURIComponent).join('/')}`;
}

/** The frame as it is shown, and its crop as it would be saved. */
function videoFrame(source: Extract<InspectedSource, { kind: 'frame' }>, videos: OpenVideos): Inspected {
  const { video, frame, options } = source;
  const { width, height } = videos.get(video).info;
  const roi = placeRoi(verticesOf(source.roi), width, height);
  return {
    picture: async gone => {
      const url = await videos.pictureUrl(video, frame, gone);
      return { url, width, height, original: true, box: roi.box, maskUrl: null, roiUrl: null };
    },
    gray: async gone => sampleImage(await videos.pixels(video, frame, gone), roi, options),
  };
}

function wholeOf({ width, height }: { width: number; height: number }) {
  return { x1: 0, y1: 0, x2: width, y2: height };
}
