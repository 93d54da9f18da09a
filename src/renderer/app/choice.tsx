import { SegmentedControl, type SegmentedControlProps } from '@mantine/core';
import { keysOf } from '../../shared/table.ts';

interface ChoiceProps<T extends string> extends Omit<SegmentedControlProps<T>, 'data' | 'value' | 'onChange'> {
  /** What is chosen, for those who do not see it. */
  label: string;
  value: T;
  onChange: (value: T) => void;
  /** The names, each with what is written on its button. */
  options: Readonly<Record<T, string>>;
  /** Those that cannot be chosen. */
  without?: readonly T[];
}

/** One of a few names. */
export function Choice<T extends string>({ label, options, without = [], ...control }: ChoiceProps<T>) {
  return (
    <SegmentedControl<T>
      fullWidth
      size="xs"
      aria-label={label}
      {...control}
      data={keysOf(options).map(value => ({ value, label: options[value], disabled: without.includes(value) }))}
    />
  );
}
