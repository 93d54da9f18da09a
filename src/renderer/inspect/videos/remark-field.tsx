import { TextInput } from '@mantine/core';
import { useState } from 'react';
import type { ShownEvent } from '../../../shared/contract-inspections.ts';

interface Props {
  readonly event: ShownEvent;
  onRemark(words: string): void;
}

/** What the person has to say of an event beside the verdict; kept by Enter, or when the field is left. */
export function RemarkField({ event: { id, verdict }, onRemark }: Props) {
  const [words, setWords] = useState(verdict?.remark ?? '');
  return (
    <TextInput
      aria-label={`Remark on event ${id}`}
      placeholder={verdict ? 'Remark, for the report' : 'Give a verdict first, then a remark for the report'}
      disabled={!verdict}
      maxLength={2000}
      size="xs"
      value={words}
      onChange={event => setWords(event.currentTarget.value)}
      onBlur={() => onRemark(words.trim())}
      onKeyDown={event => {
        if (event.key === 'Enter') event.currentTarget.blur();
      }}
    />
  );
}
