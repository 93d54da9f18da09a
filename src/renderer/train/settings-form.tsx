import { NumberInput, SegmentedControl, SimpleGrid, Stack, Text } from '@mantine/core';
import type { TrainingConfig } from '../../shared/schemas/training.ts';

interface SettingsProps {
  config: TrainingConfig;
  onChange: (change: Partial<TrainingConfig>) => void;
}

type NumberSetting = Exclude<keyof TrainingConfig, 'device'>;

interface Field {
  readonly key: NumberSetting;
  readonly label: string;
  readonly hint: string;
  readonly min: number;
  readonly max: number;
  readonly step: number;
}

const FIELDS: readonly Field[] = [
  { key: 'epochs', label: 'Epochs', hint: 'passes over the images', min: 1, max: 10_000, step: 1 },
  { key: 'batch', label: 'Batch', hint: 'images a step', min: 1, max: 1024, step: 1 },
  { key: 'size', label: 'Input size', hint: 'px, a multiple of 16', min: 16, max: 4096, step: 16 },
  { key: 'base', label: 'Base', hint: 'width of the network', min: 1, max: 256, step: 4 },
  { key: 'lr', label: 'Learning rate', hint: 'of Adam', min: 1e-7, max: 10, step: 1e-4 },
  { key: 'seed', label: 'Seed', hint: 'same seed, same run', min: 0, max: 2 ** 31, step: 1 },
  { key: 'workers', label: 'Threads', hint: 'that prepare batches', min: 0, max: 64, step: 1 },
];

/** What only those need who want to try something. */
export function SettingsForm({ config, onChange }: SettingsProps) {
  return (
    <Stack gap="sm">
      <SimpleGrid cols={2} spacing="sm" verticalSpacing="xs">
        {FIELDS.map(({ key, label, hint, ...limits }) => (
          <NumberInput
            key={key}
            size="xs"
            label={label}
            description={hint}
            inputWrapperOrder={['label', 'input', 'description']}
            {...limits}
            {...(key === 'lr' && { decimalScale: 7 })}
            allowDecimal={key === 'lr'}
            clampBehavior="blur"
            value={config[key]}
            onChange={value => typeof value === 'number' && onChange({ [key]: value })}
          />
        ))}
      </SimpleGrid>
      <div>
        <Text size="xs" fw={500} mb={4}>
          Device
        </Text>
        <SegmentedControl
          fullWidth
          size="xs"
          aria-label="Device"
          value={config.device}
          onChange={device => onChange({ device: device as TrainingConfig['device'] })}
          data={[
            { value: 'auto', label: 'Fastest' },
            { value: 'cpu', label: 'CPU' },
            { value: 'webgpu', label: 'WebGPU' },
          ]}
        />
      </div>
    </Stack>
  );
}
