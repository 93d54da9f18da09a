/** No line of a table of labels has more fields, and no field more characters. */
const MAX_FIELDS = 1000;
const MAX_FIELD = 16 * 2 ** 20;

/**
 * The lines of a table whose fields are parted by `delimiter` and may stand in double quotes (RFC 4180), one after the other;
 * a blank line is none. Throws an Error for a quote without an end and for what no table has.
 */
export function* csvRows(text: string, delimiter: string): Generator<string[]> {
  let row: string[] = [];
  for (let at = 0; at <= text.length; ) {
    const { field, end } = text[at] === '"' ? quoted(text, at, delimiter) : plain(text, at, delimiter);
    if (field.length > MAX_FIELD || row.length >= MAX_FIELDS)
      throw new Error('a line is too long for a table of labels');
    row.push(field);
    at = end + 1;
    if (text[end] === delimiter) continue;
    if (text[end] === '\r' && text[end + 1] === '\n') at++;
    if (row.length > 1 || row[0] !== '') yield row;
    row = [];
  }
}

function plain(text: string, start: number, delimiter: string) {
  let end = start;
  while (end < text.length && text[end] !== delimiter && text[end] !== '\n' && text[end] !== '\r') end++;
  return { field: text.slice(start, end), end };
}

function quoted(text: string, start: number, delimiter: string) {
  let end = start + 1;
  for (; ; end += 2) {
    end = text.indexOf('"', end);
    if (end < 0) throw new Error('a quote has no end');
    if (text[end + 1] !== '"') break;
  }
  const rest = plain(text, end + 1, delimiter);
  return { field: text.slice(start + 1, end).replaceAll('""', '"') + rest.field, end: rest.end };
}
