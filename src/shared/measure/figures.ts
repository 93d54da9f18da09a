import type { Measurement } from './measurement.ts';

/** "0.34 ± 0.06 mm": no more digits than the uncertainty, one standard deviation, leaves. */
export function withUncertainty(value: number, sd: number, unit: string): string {
  const digits = sd > 0 ? Math.min(4, Math.max(0, -Math.floor(Math.log10(sd)))) : 2;
  return `${value.toFixed(digits)} ± ${sd.toFixed(digits)} ${unit}`;
}

export function lengthInWords({ length_px, length_px_sd, length_mm, length_mm_sd }: Measurement): string {
  if (length_mm === undefined || length_mm_sd === undefined) return withUncertainty(length_px, length_px_sd, 'px');
  return withUncertainty(length_mm, length_mm_sd, 'mm');
}

/** Of the mean width or the largest. */
export function widthInWords(measured: Measurement, which: 'mean' | 'max'): string {
  const { width_px_sd, width_mm_sd } = measured;
  const mm = measured[`width_${which}_mm`];
  if (mm === undefined || width_mm_sd === undefined)
    return withUncertainty(measured[`width_${which}_px`], width_px_sd, 'px');
  return withUncertainty(mm, width_mm_sd, 'mm');
}

/** The figures of a crack with their names, for people. */
export function figuresInWords(measured: Measurement): [name: string, value: string][] {
  const { branches, orientation_deg, open_ends, clock } = measured;
  return [
    [open_ends > 0 ? 'Length, at least' : 'Length', lengthInWords(measured)],
    ['Mean width', widthInWords(measured, 'mean')],
    ['Largest width', widthInWords(measured, 'max')],
    ['Direction', `${orientation_deg.toFixed(0)}°`],
    ...(branches > 1 ? [['Branches', String(branches)] satisfies [string, string]] : []),
    ...(clock === undefined ? [] : [['Clock', `${clock.toFixed(1)} h`] satisfies [string, string]]),
  ];
}

/** What is to be known of the figures, in sentences. */
export function doubtsInWords({ width_doubtful, open_ends }: Measurement): string[] {
  return [
    ...(width_doubtful ? ['The mask and the picture differ by more than 1.5 px in width.'] : []),
    ...(open_ends > 0 ? ['The crack goes on beyond the edge.'] : []),
  ];
}
