import { Checkbox, Stack } from '@mantine/core';
import type { EventExports } from '../../../shared/schemas/inspection.ts';
import { keysOf } from '../../../shared/table.ts';

const FILES = {
  clips: 'A clip of each event',
  coco: 'The peaks as a COCO data set',
  sheet: 'A contact sheet of the peaks',
} as const;
const ANNOTATED = { subtitles: 'Subtitles, for any player', video: 'A video with the cracks drawn in' } as const;

interface Props {
  readonly exports: EventExports;
  readonly disabled: boolean;
  onChange(exports: EventExports): void;
}

/** What is made of the events beside their list. */
export function ExportsChoice({ exports, disabled, onChange }: Props) {
  const { annotate } = exports;
  return (
    <Stack gap={6} component="section" aria-label="Made of the events">
      {keysOf(ANNOTATED).map(how => (
        <Checkbox
          key={how}
          size="xs"
          label={ANNOTATED[how]}
          checked={annotate === how}
          disabled={disabled}
          onChange={() => onChange({ ...exports, annotate: annotate === how ? 'none' : how })}
        />
      ))}
      {keysOf(FILES).map(file => (
        <Checkbox
          key={file}
          size="xs"
          label={FILES[file]}
          checked={exports[file] ?? false}
          disabled={disabled}
          onChange={event => onChange({ ...exports, [file]: event.currentTarget.checked })}
        />
      ))}
    </Stack>
  );
}

/** Whether anything is to be made. */
export function hasExports({ annotate = 'none', clips, coco, sheet }: EventExports): boolean {
  return annotate !== 'none' || [clips, coco, sheet].includes(true);
}
