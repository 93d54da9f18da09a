/** `2 h 05 min`, `3 min 20 s`, `8 s`. */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min ${String(whole % 60).padStart(2, '0')} s`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}

/** A duration that is only guessed: `about 3 min`. */
export function roughly(seconds: number): string {
  if (seconds < 60) return 'less than a minute';
  if (seconds < 5400) return `about ${Math.round(seconds / 60)} min`;
  return `about ${Math.round(seconds / 3600)} h`;
}

export function memory(mebibytes: number): string {
  return mebibytes < 1024 ? `${Math.round(mebibytes)} MiB` : `${(mebibytes / 1024).toFixed(1)} GiB`;
}

/** A difference of scores, with its sign: `+0.012`, `-0.100`; `0.000` has none. */
export function signed(difference: number): string {
  const text = difference.toFixed(3);
  if (Number(text) === 0) return '0.000';
  return difference > 0 ? `+${text}` : text;
}
