import { Group, NumberInput, Select } from '@mantine/core';
import type { PredictionMode } from '../../shared/contract-inspect.ts';
import type { Device } from '../../shared/schemas/training.ts';

/** How a model is asked. */
export interface Asking {
  readonly threshold: number;
  readonly mode: PredictionMode;
  readonly device: Device;
}

export const USUAL_ASKING: Asking = { threshold: 0.5, mode: 'trained', device: 'cpu' };

const MODES = [
  { value: 'trained', label: 'As it was trained' },
  { value: 'resize', label: 'Whole' },
  { value: 'tile', label: 'Tiles' },
] satisfies { value: PredictionMode; label: string }[];

const DEVICES = [
  { value: 'cpu', label: 'the CPU' },
  { value: 'webgpu', label: 'WebGPU' },
] satisfies { value: Device; label: string }[];

interface Props {
  readonly asking: Asking;
  readonly disabled: boolean;
  onChange(asking: Asking): void;
}

/** From which probability on a pixel is crack, how the model looks, and where it computes. */
export function AskingFields({ asking, disabled, onChange }: Props) {
  const { threshold, mode, device } = asking;
  return (
    <Group grow>
      <NumberInput
        label="Threshold"
        disabled={disabled}
        min={0}
        max={1}
        step={0.05}
        clampBehavior="strict"
        value={threshold}
        onChange={value => typeof value === 'number' && onChange({ ...asking, threshold: value })}
      />
      <Select
        label="How the model looks"
        disabled={disabled}
        allowDeselect={false}
        data={MODES}
        value={mode}
        onChange={value => value && onChange({ ...asking, mode: value })}
      />
      <Select
        label="Computes on"
        disabled={disabled}
        allowDeselect={false}
        data={DEVICES}
        value={device}
        onChange={value => value && onChange({ ...asking, device: value })}
      />
    </Group>
  );
}
