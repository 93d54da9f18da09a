import { Button, Checkbox, Group, Stack, Text, TextInput } from '@mantine/core';
import { IconCamera, IconEye, IconPolygon } from '@tabler/icons-react';
import { attempt } from '../app/notify.ts';
import { KeysOf } from '../app/palette.tsx';
import classes from './collect.module.css';
import { roiOf } from './roi-editor.ts';
import { SampleStrip } from './sample-strip.tsx';
import { SaveSeveral } from './save-several.tsx';
import { useCollect, useCollectStore } from './use-collect.ts';
import { FRAME_KEYS } from './use-collect-shortcuts.ts';
import { useInspectFrame } from './use-inspect-frame.ts';
import { useSaveFrame } from './use-save-frame.ts';

/** What is done with the frame, and what was saved. */
export function SidePanel() {
  return (
    <aside className={classes.side} aria-label="Samples">
      <SaveSection />
      <RoiSection />
      <SampleStrip />
    </aside>
  );
}

function SaveSection() {
  const { options, setOptions } = useCollectStore(store => store);
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

function RoiSection() {
  const { store } = useCollect();
  const roi = useCollectStore(state => state.roi);
  const counts = roiOf(roi);
  const { edit } = store.getState();
  return (
    <section className={classes.section} aria-label="ROI">
      <Group gap="xs" wrap="nowrap" justify="space-between">
        <Group gap={6} wrap="nowrap">
          <IconPolygon size={16} stroke={1.5} aria-hidden />
          <Text size="sm">{describe(roi.kind, counts?.length)}</Text>
        </Group>
        {roi.kind === 'drawing' ? (
          <Button size="compact-xs" variant="default" onClick={() => attempt(() => edit({ kind: 'cancel' }))}>
            Cancel
          </Button>
        ) : (
          counts && (
            <Group gap={4} wrap="nowrap">
              <Button size="compact-xs" variant="default" onClick={() => attempt(() => edit({ kind: 'draw' }))}>
                Redraw
              </Button>
              <Button size="compact-xs" variant="default" onClick={() => attempt(() => edit({ kind: 'clear' }))}>
                Clear
              </Button>
            </Group>
          )
        )}
      </Group>
    </section>
  );
}

function describe(kind: string, vertices: number | undefined): string {
  if (kind === 'drawing') return 'Drawing the ROI';
  return vertices === undefined ? 'ROI: the whole frame' : `ROI of ${vertices} vertices`;
}
