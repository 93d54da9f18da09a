import type { Format } from './format.ts';

/** Every format, the most particular first: the first that recognises a source reads it. */
export const FORMATS: readonly Format[] = [];
