import type { ProjectPath } from '../../../node/project-path.ts';
import type { PredictionMode } from '../../../shared/contract-inspect.ts';
import type { Roi } from '../../../shared/geometry/roi.ts';
import type { EventExports, InspectionSettings } from '../../../shared/schemas/inspection.ts';
import type { FrameIndex } from '../../../shared/schemas/video.ts';
import type { Predictor } from '../../jobs/predictor.ts';
import type { KnownLooks } from './known-looks.ts';

/** One inspection of one video. */
export interface InspectVideo {
  readonly index: FrameIndex;
  readonly roi: Roi;
  readonly predictor: Predictor;
  readonly settings: InspectionSettings & { readonly mode: PredictionMode };
  /** Gets settings.json (written already), frames.jsonl, events.json, events.csv and peaks/. */
  readonly folder: ProjectPath;
  /** Whether the peaks are written as pictures. */
  readonly pictures: boolean;
  /** What is made of the events beside. Default: nothing. */
  readonly exports?: EventExports | undefined;
  /** A stretch of the video after which its results are safe on disk, ms. Default: 10 s. */
  readonly stretchMs?: number | undefined;
  /** What was seen already, so that the model need not look again. */
  readonly known?: Pick<KnownLooks, 'at' | 'skipTo'> | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: InspectionProgress) => void) | undefined;
}

/** What it takes to make something of the events of an inspection. */
export type Exported = Pick<InspectVideo, 'index' | 'folder' | 'exports' | 'signal'> & {
  readonly settings: InspectionSettings;
};

export interface InspectionProgress {
  readonly frame: number;
  readonly ms: number;
  /** ms of the video that are done, and to be done in all. */
  readonly doneMs: number;
  readonly totalMs: number;
  readonly cracks: number;
}
