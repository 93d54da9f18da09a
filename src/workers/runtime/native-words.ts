/*
 * What native libraries say of their failures. They have no codes, so their words decide; this is the only place where
 * any words do.
 */

/** What ONNX Runtime, C++, WebGPU and TensorFlow say when there is not enough memory; a lost WebGPU device most often is one that ran out. */
const SHORTAGE =
  /out of memory|\bOOM\b|resource.?exhausted|failed to allocate|bad_?alloc|OutOfMemory|allocation failed|device.{0,20}\blost|DeviceLost/i;

/** Whether there was not enough memory. */
export function saysOutOfMemory(error: unknown): boolean {
  return SHORTAGE.test(String(error));
}

/** Whether ONNX Runtime found no graphics adapter for WebGPU. */
export function saysNoAdapter(error: unknown): boolean {
  return String(error).includes('Failed to get a WebGPU adapter');
}

/** Whether a package of TensorFlow is there, but not its native part. */
export function saysNoAddon(error: unknown): boolean {
  return /native addon module/.test(String(error));
}
