import type { TakeNote } from '../../../../shared/interchange/notes.ts';
import { inKind, type LabelOf } from '../../../../shared/labels/shapes/shapes.ts';
import type { Label } from '../../../../shared/schemas/label.ts';
import type { Sink } from '../../export/sink.ts';
import { type ExportShape, exportShapes, type OwnShape } from '../../shapes/export-shape.ts';
import type { ExportDataset, ExportImage } from '../format.ts';
import { STATE_KEY } from '../studio-state.ts';

/** CVAT's words for who made a shape. */
const SOURCES = { drawn: 'manual', imported: 'file', predicted: 'auto' } as const satisfies Record<
  Label['source'],
  string
>;

/** CVAT keeps so many decimals of a vertex. */
const DECIMALS = 2;

/**
 * `annotations.xml` with every image, and `images/` (`images/<subset>/` where there is a split). Polygons stay polygons where
 * CVAT draws the same pixels from them with two decimals, rectangles and ellipses stay what they are where the same pixels come
 * back (CVAT itself may draw their edge a pixel otherwise); everything else, polylines included as CVAT gives them no width,
 * becomes a mask. Labels keep their order as `z_order`, so nothing needs to be cut where they overlap.
 */
export async function writeCvatXml(dataset: ExportDataset, sink: Sink, takeNote: TakeNote): Promise<void> {
  const parts: Buffer[] = [];
  for await (const image of dataset.images()) {
    const choices = { decimals: DECIMALS, overlaps: true, own: (label: Label) => inKind(OWN, label) };
    const shapes = exportShapes(image.document, dataset.classes, choices, takeNote);
    parts.push(Buffer.from(imageElement(image, parts.length, shapes)));
    const folder = image.side ? `images/${image.side}` : 'images';
    if (dataset.withImages) await sink.addFile(`${folder}/${image.name}`, image.path);
  }
  const head = Buffer.from(headOf(dataset, parts.length));
  await sink.add('annotations.xml', Buffer.concat([head, ...parts, Buffer.from('</annotations>\n')]));
}

/** As CVAT writes a task: its labels with their colours. */
function headOf({ classes }: ExportDataset, size: number): string {
  const labels = classes.map(({ name, colour }) => {
    const type = '<type>any</type><attributes></attributes>';
    return `        <label><name>${escaped(name)}</name><color>${colour.toLowerCase()}</color>${type}</label>\n`;
  });
  return [
    '<?xml version="1.0" encoding="utf-8"?>\n<annotations>\n  <version>1.1</version>\n  <meta>\n    <task>\n',
    `      <id>1</id>\n      <name>Crack Studio</name>\n      <size>${size}</size>\n      <mode>annotation</mode>\n`,
    `      <labels>\n${labels.join('')}      </labels>\n    </task>\n  </meta>\n`,
  ].join('');
}

function imageElement(
  { name, side, document }: ExportImage,
  id: number,
  shapes: readonly ExportShape<CvatOwn>[],
): string {
  const { width, height, state } = document;
  const opening = tag('image', { id, name, ...(side && { subset: side }), width, height, [STATE_KEY]: state });
  return `  ${opening}>\n${shapes.map((shape, z) => `    ${shapeElement(shape, z)}/>\n`).join('')}  </image>\n`;
}

interface CvatOwn extends OwnShape {
  readonly element: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** The kinds of shapes that CVAT has as well. */
const OWN = {
  rectangle(label: LabelOf<'rectangle'>): CvatOwn {
    const [x, y, right, bottom] = [label.x, label.y, label.x + label.width, label.y + label.height].map(rounded);
    const rotation = rounded(label.rotation);
    return {
      label: { ...label, x, y, width: right - x, height: bottom - y, rotation },
      element: 'box',
      attributes: written({ xtl: x, ytl: y, xbr: right, ybr: bottom, rotation }),
    };
  },
  ellipse(label: LabelOf<'ellipse'>): CvatOwn {
    const [cx, cy, rx, ry, rotation] = [label.cx, label.cy, label.rx, label.ry, label.rotation].map(rounded);
    const place = { cx, cy, rx, ry, rotation };
    return { label: { ...label, ...place }, element: 'ellipse', attributes: written(place) };
  },
};

function rounded(value: number): number {
  return Number(value.toFixed(DECIMALS));
}

/** CVAT leaves out a rotation of 0. */
function written({ rotation, ...place }: Readonly<Record<string, number>>): Record<string, string> {
  const numbers = Object.entries({ ...place, ...(rotation !== 0 && { rotation }) });
  return Object.fromEntries(numbers.map(([name, value]) => [name, value.toFixed(DECIMALS)]));
}

function shapeElement({ label, own, ring, brush }: ExportShape<CvatOwn>, z: number): string {
  const marks = { label: label.class, source: SOURCES[label.source], occluded: 0 };
  if (own) return tag(own.element, { ...marks, ...own.attributes, z_order: z });
  if (ring) {
    const points = ring.map(([x, y]) => `${x.toFixed(DECIMALS)},${y.toFixed(DECIMALS)}`).join(';');
    return tag('polygon', { ...marks, points, z_order: z });
  }
  const { x, y, width, height, runs } = brush;
  return tag('mask', { ...marks, rle: runs.join(', '), left: x, top: y, width, height, z_order: z });
}

/** An element's beginning, without its end. */
function tag(name: string, attributes: Readonly<Record<string, string | number>>): string {
  return [`<${name}`, ...Object.entries(attributes).map(([key, value]) => `${key}="${escaped(String(value))}"`)].join(
    ' ',
  );
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** As XML can hold it: characters that it cannot are replaced. */
function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replace(/[&<>"]/g, character => ENTITIES[character])
    .replace(/[\t\n\r]/g, character => `&#${character.charCodeAt(0)};`);
}
