import { ActionIcon, Group, Indicator, Popover, Select, Stack, Text, TextInput } from '@mantine/core';
import { IconAdjustmentsHorizontal } from '@tabler/icons-react';
import { memo, useMemo } from 'react';
import {
  type ImageFilter,
  type ImageOrder,
  imageFilterSchema,
  imageOrderSchema,
  passesFilter,
  videosOf,
} from '../../shared/labels/image-choice.ts';
import type { ImageSummary } from '../../shared/schemas/label.ts';
import { useProject } from '../app/studio-context.tsx';
import { SEARCH_FIELD } from './label-shortcuts.ts';
import { useLabelSession, useSession } from './use-session.ts';

export const FILTERS: Readonly<Record<ImageFilter, string>> = {
  all: 'All images',
  unlabelled: 'Unlabelled',
  'in progress': 'In progress',
  verified: 'Verified',
  predicted: 'Predicted',
  'to review': 'To review',
  returned: 'Sent back',
  answered: 'Done again',
  approved: 'Approved',
};

const ORDERS: Readonly<Record<ImageOrder, string>> = {
  name: 'Name',
  state: 'State',
  labels: 'Most labels first',
  'largest crack': 'Largest crack first',
  'smallest crack': 'Smallest crack first',
  'teaches most': 'Teaches the model most',
};

/** Which images are listed, by state, name, class and video, and in which order. */
export function ListChoice({ images, listed }: { images: readonly ImageSummary[]; listed: number }) {
  return (
    <Stack gap={6} m={8}>
      <Filter {...countsOf(images)} />
      <Group gap={4} wrap="nowrap">
        <Search />
        <More videos={useVideos()} listed={listed} />
      </Group>
    </Stack>
  );
}

type Counts = Readonly<Record<ImageFilter, number>>;

function countsOf(images: readonly ImageSummary[]): Counts {
  const count = (filter: ImageFilter) => images.reduce((sum, image) => sum + (passesFilter(image, filter) ? 1 : 0), 0);
  return Object.fromEntries(imageFilterSchema.options.map(filter => [filter, count(filter)])) as Record<
    ImageFilter,
    number
  >;
}

const NONE: readonly ImageSummary[] = [];

/** By the list as it was read, for names stay the same while labels change. */
function useVideos(): readonly string[] {
  const images = useSession(state => state.images) ?? NONE;
  return useMemo(() => videosOf(images), [images]);
}

const Filter = memo(function Filter(counts: Counts) {
  const session = useLabelSession();
  const chosen = useSession(state => state.choice.filter);
  return (
    <Select
      size="xs"
      data={imageFilterSchema.options.map(value => ({ value, label: `${FILTERS[value]} (${counts[value]})` }))}
      value={chosen}
      allowDeselect={false}
      onChange={value => session.list({ filter: imageFilterSchema.parse(value) })}
      aria-label="Which images to show"
    />
  );
});

/** A part of a name; Enter goes to the first image that has it. */
function Search() {
  const session = useLabelSession();
  const search = useSession(state => state.choice.search);
  return (
    <TextInput
      flex={1}
      size="xs"
      placeholder="Find by name"
      aria-label="Find images by name"
      id={SEARCH_FIELD}
      value={search}
      onChange={event => session.list({ search: event.currentTarget.value })}
      onKeyDown={event => {
        if (event.key === 'Enter') session.openFound();
        if (event.key === 'Enter' || event.key === 'Escape') event.currentTarget.blur();
      }}
    />
  );
}

const More = memo(function More({ videos, listed }: { videos: readonly string[]; listed: number }) {
  const session = useLabelSession();
  const { project } = useProject();
  const { className, video, order } = useSession(state => state.choice);
  const isChanged = className !== null || video !== null || order !== 'name';
  return (
    <Popover position="bottom-start" withArrow trapFocus width={240}>
      <Indicator disabled={!isChanged} size={7} offset={3}>
        <Popover.Target>
          <ActionIcon size={30} variant="default" aria-label="Class, video and order of the list">
            <IconAdjustmentsHorizontal size={16} />
          </ActionIcon>
        </Popover.Target>
      </Indicator>
      <Popover.Dropdown>
        <Stack gap={8}>
          <Select
            size="xs"
            label="With a label of the class"
            placeholder="Any"
            clearable
            comboboxProps={{ withinPortal: false }}
            data={project.classes.map(({ name }) => name)}
            value={className}
            onChange={value => session.list({ className: value })}
          />
          <Select
            size="xs"
            label="From the video"
            placeholder="Any"
            clearable
            comboboxProps={{ withinPortal: false }}
            disabled={videos.length === 0}
            data={[...videos]}
            value={video}
            onChange={value => session.list({ video: value })}
          />
          <Select
            size="xs"
            label="Order"
            allowDeselect={false}
            comboboxProps={{ withinPortal: false }}
            data={imageOrderSchema.options.map(value => ({ value, label: ORDERS[value] }))}
            value={order}
            onChange={value => session.list({ order: imageOrderSchema.parse(value) })}
          />
          <Text size="xs" c="dimmed">{`${listed} image${listed === 1 ? '' : 's'} listed`}</Text>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
});
