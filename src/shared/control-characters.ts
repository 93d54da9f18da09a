/** Of `Cc`, those of ASCII: U+0000 to U+001F and U+007F. */
const CONTROL = /[^\P{Cc}\u0080-\u009f]/u;

/** Whether a text from outside holds a control character of ASCII, which no file name may. */
export function hasControlCharacter(text: string): boolean {
  return CONTROL.test(text);
}
