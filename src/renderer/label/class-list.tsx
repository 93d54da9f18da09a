import { ActionIcon, Kbd, Popover, Stack, Text, TextInput, UnstyledButton } from '@mantine/core';
import { IconPencil, IconPlus } from '@tabler/icons-react';
import { type FormEvent, useEffect, useState } from 'react';
import { oneLine } from '../../shared/errors.ts';
import { type LabelClass, projectClassesSchema, withClass } from '../../shared/schemas/project.ts';
import { useProject, useProjectStore } from '../app/studio-context.tsx';
import { ClassDialog } from './class-dialog.tsx';
import classes from './label.module.css';
import { useLabelSession, useSession } from './use-session.ts';

/** The project's classes: a click chooses the one of new labels, and of the selected label. */
export function ClassList() {
  const session = useLabelSession();
  const { project, readOnly } = useProject();
  const className = useSession(state => state.className);
  const [changed, setChanged] = useState<LabelClass>();
  const [first] = project.classes;
  const isThere = project.classes.some(({ name }) => name === className);
  useEffect(() => {
    if (!isThere) session.store.setState({ className: first.name });
  }, [isThere, first, session]);
  return (
    <Stack gap={2}>
      {project.classes.map(each => (
        <div key={each.name} className={classes.row} data-selected={each.name === className || undefined}>
          <UnstyledButton
            className={classes.class}
            aria-pressed={each.name === className}
            onClick={() => session.chooseClass(each.name)}
          >
            <span className={classes.swatch} style={{ background: each.colour }} />
            <span className={classes.name}>{each.name}</span>
            {each.key && <Kbd size="xs">{each.key}</Kbd>}
          </UnstyledButton>
          <ActionIcon
            size="xs"
            variant="subtle"
            color="gray"
            aria-label={`Change the class ${each.name}`}
            disabled={readOnly !== null}
            onClick={() => setChanged(each)}
          >
            <IconPencil size={13} />
          </ActionIcon>
        </div>
      ))}
      <ClassDialog of={changed} onClose={() => setChanged(undefined)} />
    </Stack>
  );
}

/** A button that asks for the name of a new class. */
export function AddClass() {
  const session = useLabelSession();
  const { project, readOnly } = useProject();
  const update = useProjectStore(store => store.update);
  const [open, setOpen] = useState(false);
  const [name, setName] = useState('');
  const [problem, setProblem] = useState<string>();
  const add = async (event: FormEvent) => {
    event.preventDefault();
    const more = projectClassesSchema.safeParse(withClass(project.classes, name.trim()));
    if (!more.success)
      return setProblem(name.trim() ? 'There is a class of this name already.' : 'A class needs a name.');
    try {
      await update({ classes: more.data });
      session.chooseClass(name.trim());
      setName('');
      setOpen(false);
    } catch (error) {
      setProblem(oneLine(error));
    }
  };
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-end" withArrow trapFocus width={220}>
      <Popover.Target>
        <ActionIcon
          size="sm"
          variant="subtle"
          color="gray"
          aria-label="Add a class"
          disabled={readOnly !== null}
          onClick={() => setOpen(!open)}
        >
          <IconPlus size={15} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <form onSubmit={add}>
          <TextInput
            size="xs"
            label="Name of the class"
            placeholder="spalling"
            value={name}
            error={problem}
            onChange={event => {
              setName(event.currentTarget.value);
              setProblem(undefined);
            }}
          />
          <Text size="xs" c="dimmed" mt={6}>
            A model learns all classes as one, unless it is told in Train to tell them apart.
          </Text>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
