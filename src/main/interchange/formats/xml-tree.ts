import { SaxesParser } from 'saxes';

/** Labels of one image are not larger, bytes, do not nest deeper and have no more elements. */
const MAX_BYTES = 64 * 2 ** 20;
const MAX_DEPTH = 32;
const MAX_ELEMENTS = 2_000_000;

export interface XmlElement {
  readonly name: string;
  /** All text right in it. */
  text: string;
  readonly children: XmlElement[];
}

/**
 * The root of a small XML file. Nothing is fetched and no entity is expanded: a file that declares entities is refused. Throws an
 * Error that says what is wrong with the file.
 */
export function parseXml(bytes: Uint8Array): XmlElement {
  if (bytes.length > MAX_BYTES)
    throw new Error(`it is larger than ${MAX_BYTES / 2 ** 20} MiB, as no labels of one image are`);
  const document: XmlElement = { name: '', text: '', children: [] };
  const open = [document];
  let count = 0;
  const parser = new SaxesParser();
  parser.on('doctype', doctype => {
    if (/<!ENTITY/i.test(doctype)) throw new Error('it declares entities, which no labels need');
  });
  parser.on('opentag', ({ name }) => {
    if (open.length > MAX_DEPTH) throw new Error(`it is nested more than ${MAX_DEPTH} deep`);
    if (++count > MAX_ELEMENTS) throw new Error(`it has more than ${MAX_ELEMENTS} elements`);
    const element: XmlElement = { name, text: '', children: [] };
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  parser.on('text', text => {
    open[open.length - 1].text += text;
  });
  parser.on('closetag', () => void open.pop());
  parser.write(new TextDecoder().decode(bytes)).close();
  return document.children[0];
}

/** The first child of that name, and so on inwards. */
export function childAt(element: XmlElement | undefined, ...names: readonly string[]): XmlElement | undefined {
  return names.reduce<XmlElement | undefined>((at, name) => at?.children.find(child => child.name === name), element);
}

/** Without blanks around; empty where there is no such child. */
export function textAt(element: XmlElement | undefined, ...names: readonly string[]): string {
  return childAt(element, ...names)?.text.trim() ?? '';
}

/** NaN where there is none. */
export function numberAt(element: XmlElement | undefined, ...names: readonly string[]): number {
  const text = textAt(element, ...names);
  return text === '' ? Number.NaN : Number(text);
}
