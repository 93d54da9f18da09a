import type { Measurement } from '../measure/measurement.ts';
import type { WidthClasses } from '../measure/width-classes.ts';
import type { CrackEvent, GivenVerdict } from '../schemas/inspection.ts';
import type { UnseenStretch } from './unseen.ts';

/** A picture as it stands in the report. */
export interface ReportPicture {
  /** `data:image/…;base64,…`. */
  readonly uri: string;
  /** px. */
  readonly width: number;
  readonly height: number;
}

/** An event of the inspection as the report shows it. */
export interface ReportEvent extends Pick<CrackEvent, 'id' | 'class' | 'begin' | 'peak' | 'end' | 'score_max'> {
  readonly verdict: GivenVerdict | null;
  /** Along the asset, m; null where nobody said. */
  readonly distanceM: number | null;
  /** The box of the crack in the frame, px. */
  readonly box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
  /** At the peak. */
  readonly measured: Measurement;
  readonly picture: ReportPicture | null;
}

export type Row = readonly [name: string, value: string];

/** All that a report says. */
export interface ReportData {
  /** What was inspected, by whom, when: by the template's fields. An empty value is left to be written by hand. */
  readonly fields: readonly Row[];
  readonly video: readonly Row[];
  readonly model: readonly Row[];
  readonly settings: readonly Row[];
  readonly frame: { readonly width: number; readonly height: number };
  /** Of lengths and widths. */
  readonly unit: 'px' | 'mm';
  /** Whether widths are from the pictures, not from the masks alone. */
  readonly fromPicture: boolean;
  /** How the scale is known, in words; null without one. */
  readonly scale: string | null;
  readonly classes: WidthClasses | null;
  readonly events: readonly ReportEvent[];
  /** Up to where the video was inspected. */
  readonly endMs: number;
  readonly unseen: readonly UnseenStretch[];
  /** Whether the inspection kept how sharp and how well lit its frames were. */
  readonly knowsUnseen: boolean;
  readonly logo: ReportPicture | null;
  readonly studio: string;
  /** ISO 8601. */
  readonly madeAt: string;
}

/** What an event is in a report: what a person confirmed is a finding, what nobody judged for sure the model's opinion. */
export type Standing = 'finding' | 'opinion' | 'rejected';

type Judged = Pick<ReportEvent, 'verdict'>;

export function standingOf({ verdict }: Judged): Standing {
  switch (verdict?.verdict) {
    case 'true':
      return 'finding';
    case 'false':
      return 'rejected';
    case 'unsure':
    case undefined:
      return 'opinion';
  }
}

/** Events by what they are in a report. */
export function byStanding<E extends Judged>(events: readonly E[]): Readonly<Record<Standing, readonly E[]>> {
  const those = (standing: Standing) => events.filter(event => standingOf(event) === standing);
  return { finding: those('finding'), opinion: those('opinion'), rejected: those('rejected') };
}
