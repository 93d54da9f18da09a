/** What a sentence cannot show as it is: characters that steer a terminal or turn the direction of reading, halves of characters. */
const UNSHOWN = /\p{C}/gu;

/** A text that a stranger wrote, as a sentence may show it: on one line, of at most so many characters, in which nothing steers. */
export function foreignText(text: string, most = 60): string {
  // Whoever wrote a million characters has none of them looked at in vain.
  const characters = [...text.slice(0, 2 * most).replace(UNSHOWN, ' ')];
  return characters.length > most || text.length > 2 * most
    ? `${characters.slice(0, most).join('')}…`
    : characters.join('');
}

/** The same in quotes. */
export function quoted(text: string): string {
  return `"${foreignText(text)}"`;
}
