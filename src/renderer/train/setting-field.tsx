import { NumberInput, Text, TextInput, type TextInputProps } from '@mantine/core';
import type { TrainingConfig } from '../../shared/schemas/training.ts';
import type { ChoiceSetting, NumberSetting, Setting, TextSetting } from '../../shared/training/settings/setting.ts';
import { SETTINGS, type SettingName } from '../../shared/training/settings/settings.ts';
import { Choice } from '../app/choice.tsx';

interface FieldProps {
  name: SettingName;
  config: TrainingConfig;
  /** Told of values that the setting may have: its field takes no others. */
  onChange: (value: string | number) => void;
  /** Why a value cannot be chosen here. */
  problems: Readonly<Record<string, string>> | undefined;
}

/** A setting's field, of its record's kind and words. */
export function SettingField({ name, config, onChange, problems = {} }: FieldProps) {
  const setting: Setting = SETTINGS[name];
  const value = config[name];
  switch (setting.kind) {
    case 'number':
      return <NumberField setting={setting} value={Number(value)} onChange={onChange} />;
    case 'choice':
      return <ChoiceField setting={setting} value={String(value)} onChange={onChange} problems={problems} />;
    case 'text':
      return <TextField setting={setting} value={String(value)} onChange={onChange} />;
    case 'names':
      return null;
  }
}

interface Field<S, T> {
  setting: S;
  value: T;
  onChange: (value: T) => void;
}

const LOOK: Pick<TextInputProps, 'size' | 'inputWrapperOrder'> = {
  size: 'xs',
  inputWrapperOrder: ['label', 'input', 'description'],
};

function NumberField({ setting: { field, digits, min, max, step }, value, onChange }: Field<NumberSetting, number>) {
  return (
    <NumberInput
      {...LOOK}
      {...{ min, max, step }}
      label={field?.label}
      description={field?.hint}
      decimalScale={digits}
      allowDecimal={digits > 0}
      clampBehavior="blur"
      value={value}
      onChange={value => typeof value === 'number' && onChange(value)}
    />
  );
}

function TextField({ setting: { field }, value, onChange }: Field<TextSetting, string>) {
  return (
    <TextInput
      {...LOOK}
      label={field?.label}
      description={field?.hint}
      value={value}
      onChange={event => onChange(event.currentTarget.value.trim())}
    />
  );
}

interface ChoiceProps extends Field<ChoiceSetting, string> {
  problems: Readonly<Record<string, string>>;
}

function ChoiceField({ setting: { field, options }, value, onChange, problems }: ChoiceProps) {
  return (
    <div>
      <Text size="xs" fw={500} mb={4}>
        {field?.label}
      </Text>
      <Choice
        label={field?.label ?? ''}
        value={value}
        onChange={onChange}
        options={options}
        without={Object.keys(problems)}
      />
      {Object.values(problems).map(problem => (
        <Text key={problem} size="xs" c="dimmed" mt={4}>
          {problem}
        </Text>
      ))}
    </div>
  );
}
