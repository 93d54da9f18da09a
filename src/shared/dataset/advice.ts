import type { Advice, DatasetSummary } from '../contract-dataset.ts';

/** The reference guide's advice: at least so many images, and about so large a share of them with cracks. */
export const ADVISED_IMAGES = 200;
export const ADVISED_POSITIVE_SHARE = 0.3;
/** How far a share may be off and still be called "about". */
const SHARE_RANGE = [0.2, 0.5] as const;

/** What is judged: a summary without its advice. */
export type DatasetFacts = Omit<DatasetSummary, 'advice'> & {
  /** Whether any eligible image's name tells its video and time. */
  timed: boolean;
};

/** Judges data by the reference guide's advice, the most important first. */
export function adviseOn(facts: DatasetFacts): Advice[] {
  return [adviseOnImages(facts), adviseOnPositives(facts), ...adviseOnWaiting(facts), ...adviseOnSplit(facts)];
}

function adviseOnImages({ images, eligible }: DatasetFacts): Advice {
  const common = { id: 'images', title: `At least ${ADVISED_IMAGES} images` };
  if (eligible === 0) {
    const text =
      images === 0
        ? 'There are no images yet: collect frames from a video first.'
        : 'No image is verified yet: verify images in the Label stage, or let unverified ones train, too.';
    return { ...common, state: 'problem', text };
  }
  if (eligible >= ADVISED_IMAGES) return { ...common, state: 'good', text: `${eligible} images will be used.` };
  return {
    ...common,
    state: 'advice',
    text: `${eligible} images will be used: collect ${ADVISED_IMAGES - eligible} more.`,
  };
}

function adviseOnPositives({ eligible, positives }: DatasetFacts): Advice {
  const share = eligible === 0 ? 0 : positives / eligible;
  const percent = `${(100 * share).toFixed(0)} %`;
  const common = { id: 'positives', title: `About ${100 * ADVISED_POSITIVE_SHARE} % with cracks` };
  if (positives < 2) {
    const text =
      positives === 0
        ? 'No image shows a crack: label at least two, one to learn from and one to check against.'
        : 'Only one image shows a crack: label at least one more to check against.';
    return { ...common, state: positives === 0 ? 'problem' : 'advice', text };
  }
  if (share < SHARE_RANGE[0])
    return { ...common, state: 'advice', text: `${percent} show cracks: collect more frames with cracks.` };
  if (share > SHARE_RANGE[1]) {
    return {
      ...common,
      state: 'advice',
      text: `${percent} show cracks: collect more frames without, or it will see cracks everywhere.`,
    };
  }
  return { ...common, state: 'good', text: `${positives} of ${eligible} images show cracks (${percent}).` };
}

function adviseOnWaiting({ images, eligible, states }: DatasetFacts): Advice[] {
  const waiting = images - eligible;
  if (waiting === 0 || eligible === 0) return [];
  const begun = states['in progress'] > 0 ? `, ${states['in progress']} of them begun` : '';
  const text = `${waiting} images are not verified${begun}; they stay out of the training.`;
  return [{ id: 'waiting', state: 'advice', title: 'All images verified', text }];
}

function adviseOnSplit({ split, eligible, timed }: DatasetFacts): Advice[] {
  if (!split) return [];
  const advice: Advice[] = [];
  if (split.changed > 0) {
    const text = `${split.changed} of ${Math.max(eligible, split.changed)} images have come or gone since: prepare again.`;
    advice.push({ id: 'split', state: 'advice', title: 'Split up to date', text });
  }
  if (split.train.images < split.val.images) {
    const text =
      `Only ${split.train.images} images train, and ${split.val.images} validate: ` +
      'most of what could be learned from is held back. Label more, or let fewer validate and prepare again.';
    advice.push({ id: 'sides', state: 'problem', title: 'More to learn from than to check against', text });
  }
  if (split.val.positives === 0) {
    const text = 'No val image shows a crack, so Dice says nothing: label more cracks and prepare again.';
    advice.push({ id: 'val', state: 'advice', title: 'Cracks in val', text });
  }
  const leaks = timed && split.record?.group !== 'video';
  const text = leaks
    ? 'Frames were dealt one by one: near-identical neighbours in time can be on both sides, and the scores look too good.'
    : 'No frame of train is a neighbour in time of a frame of val.';
  if (timed) advice.push({ id: 'leakage', state: leaks ? 'advice' : 'good', title: 'No leakage', text });
  return advice;
}
