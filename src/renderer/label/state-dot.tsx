import type { ImageSummary } from '../../shared/schemas/label.ts';
import classes from './label.module.css';

/** Empty, half and full: unlabelled, in progress, verified. */
export function StateDot({ state }: { state: ImageSummary['state'] }) {
  return <span className={classes.state} data-state={state} aria-hidden />;
}
