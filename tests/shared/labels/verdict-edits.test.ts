import { describe, expect, it } from 'vitest';
import { applyEdits, type LabelContent } from '../../../src/shared/labels/label-edits.ts';
import { type Judged, verdictEdits } from '../../../src/shared/labels/verdict-edits.ts';
import type { ImageLabel } from '../../../src/shared/schemas/label.ts';

const line = (id: string, source: ImageLabel['source'] = 'predicted'): ImageLabel => ({
  ...{ id, class: 'crack', shape: 'polyline', width: 3 },
  points: [
    [1, 1],
    [40, 5],
  ],
  source,
});
const found: Judged = { verdict: 'true', labels: [line('run-1-1')], mark: 'run-1-', showsOthers: false };
const empty: LabelContent = { state: 'unlabelled', labels: [] };
const judged = (document: LabelContent, said: Partial<Judged>) =>
  applyEdits(document, verdictEdits(document, { ...found, ...said }));
const idsOf = ({ labels }: LabelContent) => labels.map(({ id }) => id);

describe('the frame of a crack that was judged', () => {
  it('gets its labels once when it is one, and is for a person to look at', () => {
    const once = judged(empty, {});
    expect([once.state, idsOf(once)]).toEqual(['unlabelled', ['run-1-1']]);
    expect(judged(once, {})).toEqual(once);
  });

  it('is verified as empty when it is none, unless another crack may be in it', () => {
    expect(judged(empty, { verdict: 'false' })).toEqual({ state: 'verified', labels: [] });
    expect(judged(empty, { verdict: 'false', showsOthers: true })).toEqual(empty);
    expect(judged(judged(empty, {}), { verdict: 'false' })).toEqual({ state: 'verified', labels: [] });
  });

  it('is no longer verified when the verdict is taken back, or turned round', () => {
    const rejected = judged(empty, { verdict: 'false' });
    expect(judged(rejected, { verdict: null })).toEqual(empty);
    expect(judged(rejected, { verdict: 'unsure' })).toEqual(empty);
    expect([judged(rejected, {}).state, idsOf(judged(rejected, {}))]).toEqual(['unlabelled', ['run-1-1']]);
  });

  it('keeps the labels of other cracks, and all that people drew or accepted', () => {
    const drawn: LabelContent = { state: 'verified', labels: [line('by-hand', 'drawn')] };
    for (const verdict of ['true', 'false', 'unsure', null] as const) expect(judged(drawn, { verdict })).toEqual(drawn);
    const other: LabelContent = { state: 'unlabelled', labels: [line('run-2-1')] };
    expect(idsOf(judged(other, {}))).toEqual(['run-2-1', 'run-1-1']);
    expect(judged(other, { verdict: 'false' })).toEqual(other);
    const accepted: LabelContent = { state: 'in progress', labels: [line('run-1-1', 'drawn')] };
    expect(judged(accepted, {})).toEqual(accepted);
  });
});
