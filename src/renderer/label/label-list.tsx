import { ActionIcon, Text, UnstyledButton } from '@mantine/core';
import { IconEye, IconEyeOff, IconLock, IconLockOpen, IconTrash } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, type ReactNode, useEffect, useRef } from 'react';
import { isPredicted } from '../../shared/labels/predictions.ts';
import type { ImageLabel } from '../../shared/schemas/label.ts';
import { useProject } from '../app/studio-context.tsx';
import classes from './label.module.css';
import { labelKey } from './session-state.ts';
import { useDocument, useLabelSession, useSession } from './use-session.ts';

const ROW = 28;

/** The labels of the image, the one on top first, each to select, hide, lock or delete; only the rows in sight exist. */
export function LabelList() {
  const document = useDocument();
  const labels = document?.labels ?? [];
  const selected = useSession(state => state.selected);
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: labels.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 4,
  });
  const index = labels.findIndex(({ id }) => id === selected.at(-1));
  useEffect(() => {
    if (index >= 0) rows.scrollToIndex(labels.length - 1 - index, { align: 'auto' });
  }, [index, labels.length, rows]);
  return (
    <div ref={scroller} className={classes.scroll}>
      {labels.length === 0 && (
        <Text size="xs" c="dimmed">
          None yet. An image without a crack is verified as it is.
        </Text>
      )}
      <div style={{ height: rows.getTotalSize(), position: 'relative' }}>
        {rows.getVirtualItems().map(({ index, start }) => {
          const at = labels.length - 1 - index;
          const label = labels[at];
          return (
            <div key={label.id} className={classes.place} style={{ height: ROW, transform: `translateY(${start}px)` }}>
              <Row label={label} name={`${label.shape} ${at + 1}`} image={document?.image ?? ''} />
            </div>
          );
        })}
      </div>
    </div>
  );
}

const Row = memo(function Row({ label, name, image }: { label: ImageLabel; name: string; image: string }) {
  const session = useLabelSession();
  const { project } = useProject();
  const { id } = label;
  const selected = useSession(state => state.selected.includes(id));
  const hidden = useSession(state => state.hidden.has(labelKey(image, id)));
  const locked = useSession(state => state.locked.has(labelKey(image, id)));
  const colour = project.classes.find(each => each.name === label.class)?.colour;
  return (
    <div className={classes.row} data-selected={selected || undefined}>
      <span className={classes.swatch} style={{ background: colour, opacity: hidden ? 0.3 : 1 }} />
      <UnstyledButton
        className={classes.name}
        aria-pressed={selected}
        onClick={event => session.pick(id, event.shiftKey || event.ctrlKey || event.metaKey)}
      >
        {isPredicted(label) ? `${name} · ${percent(label.confidence)}` : name}
      </UnstyledButton>
      <RowButton label={hidden ? `Show ${name}` : `Hide ${name}`} onClick={() => session.toggle('hidden', [id])}>
        {hidden ? <IconEyeOff size={15} /> : <IconEye size={15} />}
      </RowButton>
      <RowButton label={locked ? `Unlock ${name}` : `Lock ${name}`} onClick={() => session.toggle('locked', [id])}>
        {locked ? <IconLock size={15} /> : <IconLockOpen size={15} />}
      </RowButton>
      <RowButton label={`Delete ${name}`} disabled={locked} onClick={() => session.edit([{ kind: 'remove', id }])}>
        <IconTrash size={15} />
      </RowButton>
    </div>
  );
});

/** How sure the model was of a label that nobody has looked at. */
function percent(confidence: number | undefined): string {
  return confidence === undefined ? 'predicted' : `predicted, ${Math.round(100 * confidence)} %`;
}

interface RowButtonProps {
  label: string;
  onClick: () => void;
  disabled?: boolean;
  children: ReactNode;
}

function RowButton({ label, onClick, disabled = false, children }: RowButtonProps) {
  return (
    <ActionIcon size="sm" variant="subtle" color="gray" aria-label={label} disabled={disabled} onClick={onClick}>
      {children}
    </ActionIcon>
  );
}
