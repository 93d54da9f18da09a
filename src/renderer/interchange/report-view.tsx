import { Badge, Group, ScrollArea, Stack, Table, Text } from '@mantine/core';
import { NOTE_KINDS, type NoteCount, type NoteKind } from '../../shared/interchange/notes.ts';
import type { InterchangeReport, Some } from '../../shared/interchange/report.ts';

const COLOURS: Readonly<Record<NoteKind, string>> = { converted: 'blue', skipped: 'orange', suspicious: 'yellow' };

const number = (value: number) => value.toLocaleString('en');

/** What an import or export did, or would do: counts, then everything that did not go through unchanged. */
export function ReportView({ report, title }: { report: InterchangeReport; title: string }) {
  const { images, pixels, notes } = report;
  return (
    <Stack gap="sm" component="section" aria-label={title}>
      <Table variant="vertical" layout="fixed" withTableBorder verticalSpacing={5}>
        <Table.Tbody>
          {rowsOf(report).map(([name, value]) => (
            <Table.Tr key={name}>
              <Table.Th w={120}>{name}</Table.Th>
              <Table.Td>{value}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <ScrollArea.Autosize mah={220} type="auto">
        <Stack gap={6}>
          <Names title="not found" some={images.unmatched} />
          <Names title="of the project that the other side does not mention" some={images.unmentioned} />
          <Names title="pictures that no label mentions" some={images.pictures} />
          <Names title="whose pixels differ" some={pixels.differing} />
          {notes.map(note => (
            <NoteRow key={note.code} note={note} />
          ))}
        </Stack>
      </ScrollArea.Autosize>
    </Stack>
  );
}

function rowsOf(report: InterchangeReport): [name: string, value: string][] {
  const { images, labels, newClasses, pixels } = report;
  const { train, val } = images.sides;
  const rows: [string, string][] = [
    ['Images', imagesText(report)],
    ['States', statesText(images)],
    ['Labels', labels.map(each => `${number(each.count)} ${each.shape} ${each.class}`).join(', ') || 'none'],
  ];
  if (newClasses.length > 0) rows.push(['New classes', newClasses.join(', ')]);
  if (pixels.images > 0) rows.push(['Crack pixels', pixelsText(report)]);
  if (pixels.uncompared > 0) rows.push(['Not compared', `${number(pixels.uncompared)} crack pixels here`]);
  if (train + val > 0) rows.push(['Split', `train ${number(train)}, val ${number(val)}`]);
  return rows;
}

function imagesText({ direction, images }: InterchangeReport): string {
  const { there, matched, added, unmatched } = images;
  if (direction === 'export') return `${number(there)} written`;
  const parts = [`${number(there)} in the source`, `${number(matched)} matched`];
  if (added > 0) parts.push(`${number(added)} new`);
  if (unmatched.count > 0) parts.push(`${number(unmatched.count)} not found`);
  return parts.join(', ');
}

function statesText({ labelled, empty, inProgress, unlabelled }: InterchangeReport['images']): string {
  const parts = [`${number(labelled)} with labels`, `${number(empty)} free of cracks`];
  if (inProgress > 0) parts.push(`${number(inProgress)} in progress`);
  if (unlabelled > 0) parts.push(`${number(unlabelled)} unlabelled`);
  return parts.join(', ');
}

function pixelsText({ direction, pixels: { before, after, iou } }: InterchangeReport): string {
  const same = iou === null ? '' : iou === 1 ? ', identical' : `, IoU ${iou.toFixed(4)}`;
  return direction === 'import'
    ? `${number(before)} by the rule of the other tool, ${number(after)} here`
    : `${number(before)} here, ${number(after)} read back${same}`;
}

function Names({ title, some: { count, examples } }: { title: string; some: Some }) {
  if (count === 0) return null;
  return (
    <div>
      <Text size="sm">
        {count === 1 ? 'One image' : `${number(count)} images`} {title}
      </Text>
      <Examples examples={examples} count={count} />
    </div>
  );
}

function NoteRow({ note: { kind, text, count, examples } }: { note: NoteCount }) {
  return (
    <div>
      <Group gap={8} wrap="nowrap" align="baseline">
        <Badge color={COLOURS[kind]} variant="light" tt="none" style={{ flexShrink: 0 }}>
          {NOTE_KINDS[kind]} {number(count)}
        </Badge>
        <Text size="sm">{text}</Text>
      </Group>
      <Examples examples={examples} count={count} />
    </div>
  );
}

function Examples({ examples, count }: { examples: readonly string[]; count: number }) {
  if (examples.length === 0) return null;
  return (
    <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
      {examples.join('; ')}
      {count > examples.length && '; …'}
    </Text>
  );
}
