import classes from './label.module.css';
import { toolOf } from './tools/tools.ts';
import { useSession } from './use-session.ts';

/** One line under the picture: what the hand can do next. */
export function Hint() {
  const { hint, drawingHint = hint } = toolOf(useSession(state => state.toolName));
  const drawing = useSession(state => state.tool.name !== 'idle');
  return <div className={classes.hint}>{drawing ? drawingHint : hint}</div>;
}
