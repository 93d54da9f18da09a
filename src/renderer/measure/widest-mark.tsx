import { widthInWords } from '../../shared/measure/figures.ts';
import type { Measurement } from '../../shared/measure/measurement.ts';
import type { Size } from '../canvas/viewport.ts';
import classes from './measure.module.css';

interface Props {
  readonly measured: Measurement;
  /** Of the picture that it lies over, px. */
  readonly size: Size;
}

/** A ring around the place of the largest width, over a picture that is fitted into the same box. */
export function WidestMark({ measured, size: { width, height } }: Props) {
  const { width_max_at, width_max_px } = measured;
  const radius = Math.max(width_max_px, Math.min(width, height) / 60);
  return (
    <svg
      className={classes.widest}
      viewBox={`-0.5 -0.5 ${width} ${height}`}
      role="img"
      aria-label={`Largest width, ${widthInWords(measured, 'max')}`}
    >
      <circle cx={width_max_at[0]} cy={width_max_at[1]} r={radius} />
    </svg>
  );
}
