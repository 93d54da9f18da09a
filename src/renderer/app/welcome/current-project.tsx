import { Button, Text } from '@mantine/core';
import type { ProjectState } from '../../../shared/contract-project.ts';
import { goOn } from '../go-to-stage.ts';
import { attempt } from '../notify.ts';
import { useProjectStore } from '../studio-context.tsx';
import classes from './welcome.module.css';

/** The project that is open, and what its opening had to set right. */
export function CurrentProject({ state: { project, folder, readOnly, notices } }: { state: ProjectState }) {
  const { close } = useProjectStore(store => store);
  return (
    <section className={`${classes.panel} ${classes.current}`} aria-label="Open project">
      <div className={classes.currentText}>
        <Text size="md" fw={600} truncate>
          {project.name}
        </Text>
        <Text size="xs" c="dimmed" truncate title={folder}>
          {folder}
        </Text>
        {[...(readOnly ? [readOnly] : []), ...notices].map(text => (
          <Text key={text} size="sm" c="orange" mt={4}>
            {text}
          </Text>
        ))}
      </div>
      <Button variant="default" onClick={() => attempt(close)}>
        Close
      </Button>
      <Button onClick={() => goOn(folder)}>Go on</Button>
    </section>
  );
}
