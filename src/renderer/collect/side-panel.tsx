import { Button, Checkbox, Group, Stack, Text, TextInput } from '@mantine/core';
import { IconCamera, IconEye } from '@tabler/icons-react';
import { KeysOf } from '../app/palette.tsx';
import classes from './collect.module.css';
import { FormSection } from './form-section.tsx';
import { RoiSection } from './roi-section.tsx';
import { SampleStrip } from './sample-strip.tsx';
import { SaveSeveral } from './save-several.tsx';
import { useCollectStore } from './use-collect.ts';
import { FRAME_KEYS } from './use-collect-shortcuts.ts';
import { useInspectFrame } from './use-inspect-frame.ts';
import { useSaveFrame } from './use-save-frame.ts';

/** What is done with the frame, and what was saved. */
export function SidePanel() {
  return (
    <aside className={classes.side} aria-label="Samples">
      <SaveSection />
      <RoiSection />
      <FormSection />
      <SampleStrip />
    </aside>
  );
}

function SaveSection() {
  const options = useCollectStore(store => store.options);
  const setOptions = useCollectStore(store => store.setOptions);
  const save = useSaveFrame();
  const inspect = useInspectFrame();
  return (
    <section className={classes.section} aria-label="Save">
      <Button
        fullWidth
        leftSection={<IconCamera size={18} />}
        rightSection={<KeysOf shortcut={FRAME_KEYS.save} />}
        onClick={save}
      >
        Save this frame
      </Button>
      <Button
        fullWidth
        mt={6}
        variant="default"
        leftSection={<IconEye size={18} />}
        rightSection={<KeysOf shortcut={FRAME_KEYS.inspect} />}
        onClick={inspect}
      >
        Inspect this frame
      </Button>
      <SaveSeveral />
      <Stack gap={8} mt="sm">
        <Group gap="xs" wrap="nowrap">
          <Text size="xs" c="dimmed" w={28} component="label" htmlFor="collect-tag">
            Tag
          </Text>
          <TextInput
            id="collect-tag"
            size="xs"
            value={options.tag}
            maxLength={60}
            onChange={event => setOptions({ tag: event.currentTarget.value })}
            onKeyDown={event => ['Enter', 'Escape'].includes(event.key) && event.currentTarget.blur()}
            style={{ flex: 1 }}
          />
        </Group>
        <Checkbox
          size="xs"
          checked={options.addToTraining}
          onChange={event => setOptions({ addToTraining: event.currentTarget.checked })}
          label="Add to the training set, for the Label stage"
        />
        <Checkbox
          size="xs"
          checked={options.maskOutside}
          onChange={event => setOptions({ maskOutside: event.currentTarget.checked })}
          label="Blacken what is outside the ROI"
        />
      </Stack>
    </section>
  );
}
