import { Kbd, Stack, UnstyledButton } from '@mantine/core';
import { useProject } from '../app/studio-context.tsx';
import classes from './label.module.css';
import { useLabelSession, useSession } from './use-session.ts';

/** The project's classes: a click chooses the one of new labels, and of the selected label. */
export function ClassList() {
  const session = useLabelSession();
  const { project } = useProject();
  const className = useSession(state => state.className);
  return (
    <Stack gap={2}>
      {project.classes.map(({ name, colour, key }) => (
        <UnstyledButton
          key={name}
          className={classes.row}
          data-selected={name === className || undefined}
          aria-pressed={name === className}
          onClick={() => session.chooseClass(name)}
        >
          <span className={classes.swatch} style={{ background: colour }} />
          <span className={classes.name}>{name}</span>
          {key && <Kbd size="xs">{key}</Kbd>}
        </UnstyledButton>
      ))}
    </Stack>
  );
}
