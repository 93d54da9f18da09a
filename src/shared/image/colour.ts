/** R, G, B, each 0 to 255. */
export type Colour = readonly [red: number, green: number, blue: number];

/** `#rrggbb` as numbers. */
export function colourOf(hex: string): Colour {
  return colourOfKey(Number.parseInt(hex.slice(1), 16));
}

/** One number for a colour, `0xRRGGBB`. */
export function colourKey([red, green, blue]: Colour): number {
  return (red << 16) | (green << 8) | blue;
}

/** The colour of such a number. */
export function colourOfKey(key: number): Colour {
  return [key >> 16, (key >> 8) & 255, key & 255];
}
