import { NumberInput, SegmentedControl, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import type { TrainingConfig } from '../../shared/schemas/training.ts';
import { AUGMENTATION, BASIC, LOSS, type NumberField, OPTIMISER, PLATEAU } from './setting-fields.ts';

interface SettingsProps {
  config: TrainingConfig;
  onChange: (change: Partial<TrainingConfig>) => void;
  /** Why TensorFlow cannot train here, or null when it can. */
  tensorflowProblem: string | null;
}

/** What only those need who want to try something. */
export function SettingsForm({ config, onChange, tensorflowProblem }: SettingsProps) {
  const numbers = (fields: readonly NumberField[]) => <Numbers fields={fields} config={config} onChange={onChange} />;
  return (
    <Stack gap="sm">
      {numbers(BASIC)}
      <Choice
        label="Encoder"
        value={config.encoder}
        onChange={encoder => onChange(encoder === 'plain' ? { encoder, encoderWeights: '' } : { encoder })}
        options={[
          ['plain', 'Plain'],
          ['resnet34', 'ResNet-34'],
        ]}
      />
      {config.encoder !== 'plain' && (
        <TextInput
          size="xs"
          label="Encoder weights"
          description="full path of torchvision's resnet34 as .pth, .pt or .safetensors; empty starts from scratch"
          inputWrapperOrder={['label', 'input', 'description']}
          value={config.encoderWeights}
          onChange={event => onChange({ encoderWeights: event.currentTarget.value.trim() })}
        />
      )}
      <Choice
        label="Engine"
        value={config.engine}
        onChange={engine => onChange({ engine })}
        options={[
          ['onnx', 'ONNX Runtime'],
          ['tensorflow', 'TensorFlow'],
        ]}
        {...(tensorflowProblem !== null && { problems: { tensorflow: tensorflowProblem } })}
      />
      {config.engine === 'onnx' && (
        <Choice
          label="Device"
          value={config.device}
          onChange={device => onChange({ device })}
          options={[
            ['auto', 'Fastest'],
            ['cpu', 'CPU'],
            ['webgpu', 'WebGPU'],
          ]}
        />
      )}
      <Choice
        label="What the network is shown"
        value={config.input}
        onChange={input => onChange({ input })}
        options={[
          ['resize', 'Whole images'],
          ['tile', 'Crops, nothing shrunk'],
        ]}
      />
      {config.input === 'resize' && (
        <Choice
          label="Masks to the input size"
          value={config.maskReduction}
          onChange={maskReduction => onChange({ maskReduction })}
          options={[
            ['nearest', 'Nearest pixel'],
            ['cover', 'Keep thin cracks'],
          ]}
        />
      )}
      <Section title="Optimiser">
        <Choice
          label="Learning rate schedule"
          value={config.schedule}
          onChange={schedule => onChange({ schedule })}
          options={[
            ['constant', 'Constant'],
            ['cosine', 'Cosine'],
            ['plateau', 'Plateau'],
          ]}
        />
        {numbers(config.schedule === 'plateau' ? [...PLATEAU, ...OPTIMISER] : OPTIMISER)}
      </Section>
      <Section title="Loss, a weighted sum">{numbers(LOSS)}</Section>
      <Section title="Augmentation, 0 turns each off">{numbers(AUGMENTATION)}</Section>
    </Stack>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Stack gap="xs" component="section" aria-label={title}>
      <Text size="sm" fw={600} mt="xs">
        {title}
      </Text>
      {children}
    </Stack>
  );
}

interface NumbersProps extends Pick<SettingsProps, 'config' | 'onChange'> {
  fields: readonly NumberField[];
}

function Numbers({ fields, config, onChange }: NumbersProps) {
  return (
    <SimpleGrid cols={2} spacing="sm" verticalSpacing="xs">
      {fields.map(({ key, label, hint, digits, ...limits }) => (
        <NumberInput
          key={key}
          size="xs"
          label={label}
          description={hint}
          inputWrapperOrder={['label', 'input', 'description']}
          {...limits}
          {...(digits && { decimalScale: digits })}
          allowDecimal={digits !== undefined}
          clampBehavior="blur"
          value={config[key]}
          onChange={value => typeof value === 'number' && onChange({ [key]: value })}
        />
      ))}
    </SimpleGrid>
  );
}

interface ChoiceProps<T extends string> {
  label: string;
  value: T;
  onChange: (value: T) => void;
  /** Values and what is written on them. */
  options: readonly (readonly [T, string])[];
  /** Why a value cannot be chosen here. */
  problems?: Partial<Record<T, string>>;
}

function Choice<T extends string>({ label, value, onChange, options, problems = {} }: ChoiceProps<T>) {
  return (
    <div>
      <Text size="xs" fw={500} mb={4}>
        {label}
      </Text>
      <SegmentedControl
        fullWidth
        size="xs"
        aria-label={label}
        value={value}
        onChange={chosen => onChange(chosen as T)}
        data={options.map(([value, label]) => ({ value, label, disabled: problems[value] !== undefined }))}
      />
      {Object.values<string | undefined>(problems).map(problem => (
        <Text key={problem} size="xs" c="dimmed" mt={4}>
          {problem}
        </Text>
      ))}
    </div>
  );
}
