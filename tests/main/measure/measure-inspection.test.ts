import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { measureInspection } from '../../../src/main/measure/measure-inspection.ts';
import { projectPath } from '../../../src/node/project-path.ts';
import type { EventsDocument } from '../../../src/shared/schemas/inspection.ts';
import { writeMadeInspection } from '../../helpers/made-inspection.ts';
import { temporaryFolder } from '../../helpers/pictures.ts';

const folder = temporaryFolder();
const file = join(folder, 'events.json');
let made: EventsDocument;
beforeAll(async () => {
  await writeMadeInspection(folder, { events: 3 });
  made = JSON.parse(readFileSync(file, 'utf8'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function measured(document: EventsDocument, signal = new AbortController().signal) {
  writeFileSync(file, JSON.stringify(document));
  const choices = { inspection: projectPath(folder), video: null, scale: null, classes: null };
  return measureInspection({ ...choices, signal, onProgress: () => {} });
}

/** The inspection with another mask of its first crack. */
function withMask(mask: Partial<EventsDocument['events'][number]['mask']>): EventsDocument {
  const [first, ...others] = made.events;
  return { ...made, events: [{ ...first, mask: { ...first.mask, ...mask } }, ...others] };
}

describe('the cracks of an inspection', () => {
  it('are measured from their masks where there is no video', async () => {
    const { unit, measurements } = await measured(made);
    expect([unit, measurements.map(({ crack }) => crack)]).toEqual(['px', [1, 2, 3]]);
    expect(measurements[0].width_mean_px).toBeCloseTo(6, 0);
  });

  it('are measured until somebody gives it up', async () => {
    await expect(measured(made, AbortSignal.abort())).rejects.toThrow('abort');
  });

  it.each<[string, () => EventsDocument]>([
    ['a frame of too many pixels', () => ({ ...made, width: 65_536, height: 65_536 })],
    ['a side that is too long', () => ({ ...made, width: 1e9, height: 1 })],
    ['a frame without pixels', () => ({ ...made, width: 0 })],
    ['a mask that reaches out of the frame', () => withMask({ x: 600 })],
    ['a mask left of the frame', () => withMask({ x: -1 })],
    ['a box that is larger than its runs', () => withMask({ height: 300 })],
    ['runs without end', () => withMask({ runs: [0, Number.MAX_SAFE_INTEGER] })],
    ['runs that go back', () => withMask({ runs: [0, 721, -1] })],
    ['a mask without a crack', () => withMask({ runs: [720, 0] })],
  ])('are refused in one sentence with %s', async (_, document) => {
    await expect(measured(document())).rejects.toThrow(
      /events\.json is damaged or of another program: inspect the video again, or put the file back\.$/,
    );
  });
});
