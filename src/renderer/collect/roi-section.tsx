import { Button, Group, Menu, Text } from '@mantine/core';
import { IconPolygon } from '@tabler/icons-react';
import { attempt } from '../app/notify.ts';
import classes from './collect.module.css';
import { presets, type RoiAction, roiOf } from './roi-editor.ts';
import { useCollect, useCollectStore } from './use-collect.ts';

/** What the ROI is, and how to have another. */
export function RoiSection() {
  const { store } = useCollect();
  const roi = useCollectStore(state => state.roi);
  const counts = roiOf(roi);
  const edit = (action: RoiAction) => attempt(() => store.getState().edit(action));
  return (
    <section className={classes.section} aria-label="ROI">
      <Group gap={6} wrap="nowrap">
        <IconPolygon size={16} stroke={1.5} aria-hidden />
        <Text size="sm">{describe(roi.kind, counts?.length)}</Text>
      </Group>
      <Group gap={4} mt={6} wrap="nowrap">
        <Presets edit={edit} />
        {roi.kind === 'drawing' ? (
          <Button size="compact-xs" variant="default" onClick={() => edit({ kind: 'cancel' })}>
            Cancel
          </Button>
        ) : (
          counts && (
            <>
              <Button size="compact-xs" variant="default" onClick={() => edit({ kind: 'draw' })}>
                Redraw
              </Button>
              <Button size="compact-xs" variant="default" onClick={() => edit({ kind: 'clear' })}>
                Clear
              </Button>
            </>
          )
        )}
      </Group>
    </section>
  );
}

function Presets({ edit }: { edit(action: RoiAction): void }) {
  const { info } = useCollectStore(state => state.video);
  return (
    <Menu position="bottom-start" withinPortal>
      <Menu.Target>
        <Button size="compact-xs" variant="default">
          Presets
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {presets(info).map(({ name, roi }) => (
          <Menu.Item key={name} onClick={() => edit({ kind: 'set', roi })}>
            {name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function describe(kind: string, vertices: number | undefined): string {
  if (kind === 'drawing') return 'Drawing the ROI';
  return vertices === undefined ? 'ROI: the whole frame' : `ROI of ${vertices} vertices`;
}
