import { simplified } from '../../../shared/labels/shapes/shapes.ts';
import type { ImageLabel } from '../../../shared/schemas/label.ts';
import { selectTool } from './select-tool.ts';
import type { Step, ToolState, World } from './tool.ts';

/** The selected labels are shown with fewer vertices, by so many px, until that is applied (Enter, or a press on the picture) or dropped. */
export function simplifying(tolerance: number): ToolState {
  const known = new WeakMap<ImageLabel, ImageLabel>();
  const simple = (label: ImageLabel) => {
    const fewer = known.get(label) ?? simplified(label, tolerance);
    known.set(label, fewer);
    return fewer;
  };
  const applied = ({ selection }: World): Step => ({
    to: selectTool(),
    edits: selection.flatMap(label => {
      const fewer = simple(label);
      return fewer === label ? [] : [{ kind: 'replace', label: { ...fewer, source: 'drawn' } }];
    }),
  });
  return {
    name: 'simplifying',
    draft: ({ selection }) => ({ labels: selection.map(simple), as: 'label' }),
    onPointerDown: (_, world) => applied(world),
    onComplete: applied,
    onCancel: () => ({ to: selectTool() }),
  };
}
