/**
 * The class of a component that a model found: the commonest of its pixels where the model tells classes apart (`said`: from 1, by the
 * model's names), if the project has it, else the project's first.
 */
export function classOfPixels(
  said: Uint8Array | null,
  names: readonly string[],
  classes: readonly string[],
): (pixels: Int32Array) => string {
  return pixels => {
    if (!said) return classes[0];
    const counts = new Uint32Array(256);
    for (const at of pixels) counts[said[at]]++;
    const name = names[counts.indexOf(Math.max(...counts)) - 1];
    return name !== undefined && classes.includes(name) ? name : classes[0];
  };
}
