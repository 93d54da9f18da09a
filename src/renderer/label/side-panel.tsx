import { Group, Slider, Stack, Switch, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { withKey } from '../app/keys.ts';
import { ScaleCard } from '../measure/scale-card.tsx';
import { CarryPanel } from './carry/carry-panel.tsx';
import { AddClass, ClassList } from './class-list.tsx';
import classes from './label.module.css';
import { LabelList } from './label-list.tsx';
import { showingShortcuts } from './label-shortcuts.ts';
import { ModelPanel } from './model/model-panel.tsx';
import { ReshapeMask } from './reshape-mask.tsx';
import { ReviewPanel } from './review-panel.tsx';
import type { SessionState } from './session-state.ts';
import { Simplify } from './simplify.tsx';
import { useLabelSession, useSession } from './use-session.ts';

/** Classes, the labels of this image, its review, and how the picture is shown. */
export function SidePanel() {
  return (
    <aside className={classes.panel} aria-label="Labels and display">
      <ScaleCard />
      <Section title="Class" action={<AddClass />}>
        <ClassList />
      </Section>
      <Section title="Labels of this image" className={classes.labels}>
        <LabelList />
      </Section>
      <Simplify />
      <ReshapeMask />
      <Section title="Model">
        <ModelPanel />
      </Section>
      <Section title="Through the video">
        <CarryPanel />
      </Section>
      <Section title="Review">
        <ReviewPanel />
      </Section>
      <Section title="Display only">
        <Display what="maskOpacity" label="Mask" from={0} to={1} usual={0.45} />
        <Display what="brightness" label="Brightness" from={0.3} to={3} usual={1} />
        <Display what="contrast" label="Contrast" from={0.3} to={4} usual={1} />
        <LocalContrast />
        <Colour />
      </Section>
    </aside>
  );
}

interface SectionProps {
  title: string;
  /** At the right of the title. */
  action?: ReactNode;
  className?: string;
  children: ReactNode;
}

function Section({ title, action, className, children }: SectionProps) {
  return (
    <section aria-label={title} className={className}>
      <Group justify="space-between" mb={6} h={18}>
        <Text component="h2" size="xs" fw={600} c="dimmed" m={0}>
          {title}
        </Text>
        {action}
      </Group>
      {children}
    </section>
  );
}

function LocalContrast() {
  const session = useLabelSession();
  const checked = useSession(state => state.localContrast);
  const { localContrast } = showingShortcuts(session);
  return (
    <Switch size="xs" label={withKey(localContrast, 'Local contrast')} checked={checked} onChange={localContrast.run} />
  );
}

/** Says so where no original was kept. */
function Colour() {
  const session = useLabelSession();
  const checked = useSession(state => state.colour);
  const isMissing = useSession(
    ({ colour, current, original }) => colour && original?.image === current && original?.url === null,
  );
  const { colour } = showingShortcuts(session);
  return (
    <Switch
      size="xs"
      mt={6}
      label={withKey(colour, 'Colour original')}
      description={isMissing ? 'None was kept of this image.' : null}
      checked={checked}
      onChange={colour.run}
    />
  );
}

interface DisplayProps {
  what: keyof Pick<SessionState, 'maskOpacity' | 'brightness' | 'contrast'>;
  label: string;
  from: number;
  to: number;
  usual: number;
}

/** A double click puts it back. */
function Display({ what, label, from, to, usual }: DisplayProps) {
  const { store } = useLabelSession();
  const value = useSession(state => state[what]);
  return (
    <Stack gap={2} mb="xs">
      <Text size="xs">{`${label} ${Math.round(value * 100)} %`}</Text>
      <Slider
        size="sm"
        min={from}
        max={to}
        step={0.05}
        value={value}
        label={null}
        thumbLabel={label}
        onChange={next => store.setState({ [what]: next })}
        onDoubleClick={() => store.setState({ [what]: usual })}
      />
    </Stack>
  );
}
