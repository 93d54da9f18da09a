import { Checkbox, Stack, Text } from '@mantine/core';
import classes from './collect.module.css';
import { useCollect, useCollectStore } from './use-collect.ts';

/** How frames become pictures, for videos where that is a question. */
export function FormSection() {
  const { reopen } = useCollect();
  const { form, pixelAspect, dynamicRange, storedWidth, storedHeight } = useCollectStore(store => store.video.info);
  const isOblong = pixelAspect[0] !== pixelAspect[1];
  if (!isOblong && dynamicRange === 'sdr') return null;
  return (
    <section className={classes.section} aria-label="Pictures">
      <Stack gap={8}>
        {isOblong && (
          <Checkbox
            size="xs"
            checked={form.squarePixels}
            onChange={event => reopen({ ...form, squarePixels: event.currentTarget.checked })}
            label="Square pixels, as players show them"
            description={`Stored: ${storedWidth} × ${storedHeight}, pixels of ${pixelAspect.join(':')}`}
          />
        )}
        {dynamicRange !== 'sdr' && (
          <Checkbox
            size="xs"
            checked={form.toneMap}
            onChange={event => reopen({ ...form, toneMap: event.currentTarget.checked })}
            label="Map the high dynamic range to the screen"
          />
        )}
        <Text size="xs" c="dimmed">
          Frames are saved as they are shown here.
        </Text>
      </Stack>
    </section>
  );
}
