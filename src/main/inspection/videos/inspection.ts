import type { ProjectPath } from '../../../node/project-path.ts';
import type { PredictionMode } from '../../../shared/contract-inspect.ts';
import type { Roi } from '../../../shared/geometry/roi.ts';
import type { InspectionSettings } from '../../../shared/schemas/inspection.ts';
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
  /** Whether events.vtt and events.ass are written beside. */
  readonly subtitles: boolean;
  /** Whether a clip of each event is written to clips/. */
  readonly clips?: boolean | undefined;
  /** A stretch of the video after which its results are safe on disk, ms. Default: 10 s. */
  readonly stretchMs?: number | undefined;
  /** What was seen already, so that the model need not look again. */
  readonly known?: KnownLooks | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: InspectionProgress) => void) | undefined;
}

export interface InspectionProgress {
  readonly frame: number;
  readonly ms: number;
  /** ms of the video that are done, and to be done in all. */
  readonly doneMs: number;
  readonly totalMs: number;
  readonly cracks: number;
}
