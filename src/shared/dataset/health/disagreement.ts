import { crackPixels, type ImageScore } from '../../metrics/image-score.ts';
import { TOLERANCE, tolerantScores } from '../../metrics/tolerance.ts';
import { type Finding, finding } from './findings.ts';

/** Above this tolerant F1 two masks are of one opinion, and below so many pixels there is nothing to quarrel about; ours. */
const AGREED_FROM = 0.9;
const LEAST_PIXELS = 10;

/** What the other mask (another annotator's, or a model's) says against the labels of an image, if it is worth a look. */
export function disagreement<Kind extends 'annotators-disagree' | 'model-disagrees'>(
  kind: Kind,
  score: ImageScore,
): Finding<Kind>[] {
  const { predicted, confirmed, labelled, found } = score.tolerant;
  const { f1 } = tolerantScores(score.tolerant);
  const [extra, missed] = [predicted - confirmed, labelled - found];
  if (f1 >= AGREED_FROM || extra + missed < LEAST_PIXELS) return [];
  const who = kind === 'model-disagrees' ? 'The model' : 'The other annotator';
  const text =
    `${who} sees ${extra} px of crack in ${score.image} that no label has within ${TOLERANCE} px, ` +
    `and misses ${missed} of ${crackPixels(score)} labelled px.`;
  return [finding(kind, score.image, text, { degree: 1 - f1 })];
}
