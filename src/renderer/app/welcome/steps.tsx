import type { Stage } from '../stage.ts';
import classes from './welcome.module.css';

/** What the studio does, from left to right. */
export function Steps({ work }: { work: readonly Stage[] }) {
  return (
    <ol className={classes.steps} aria-label="The work">
      {work.map(({ id, label, about, icon: StageIcon }) => (
        <li key={id}>
          <StageIcon size={20} stroke={1.5} color="var(--studio-accent)" aria-hidden />
          <b>{label}</b>
          <span>{about}</span>
        </li>
      ))}
    </ol>
  );
}
