/** R, G, B, each 0 to 255. */
export type Colour = readonly [red: number, green: number, blue: number];

/** `#rrggbb` as numbers. */
export function colourOf(hex: string): Colour {
  const value = Number.parseInt(hex.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}
