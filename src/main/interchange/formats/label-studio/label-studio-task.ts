import * as z from 'zod';
import type { JsonHead } from '../json-head.ts';
import { isPictureName } from '../names.ts';
import { decoded, referencePath } from '../reference-path.ts';

/** What somebody, or a model, drew or said: a shape, its labels, a choice. Of JSON-MIN there is only the value. */
const resultSchema = z.object({
  id: z.string().optional().catch(undefined),
  value: z.record(z.string(), z.unknown()),
  original_width: z.unknown().optional(),
  original_height: z.unknown().optional(),
});
export type Result = z.infer<typeof resultSchema>;

const answerSchema = z.object({
  result: z.array(z.unknown()).catch([]),
  was_cancelled: z.boolean().catch(false),
  skipped: z.boolean().catch(false),
  ground_truth: z.boolean().catch(false),
  updated_at: z.string().optional().catch(undefined),
  created_at: z.union([z.string(), z.number()]).transform(String).optional().catch(undefined),
});
type Answer = z.infer<typeof answerSchema>;

const answers = z.array(answerSchema).optional().catch(undefined);
const taskSchema = z.object({
  data: z.record(z.string(), z.unknown()),
  annotations: answers,
  /** Their name before version 1. */
  completions: answers,
  predictions: answers,
});

const minTaskSchema = z.record(z.string(), z.unknown());

/** What counts of a task: a picture and one answer. */
export interface Task {
  /** As Label Studio refers to it. */
  readonly picture: string;
  /** Null for what is none. */
  readonly results: readonly (Result | null)[];
  readonly by: 'person' | 'model' | 'nobody';
  /** How many answers of people were left out. */
  readonly others: number;
  /** When it was answered, as text that sorts by time. */
  readonly at: string;
}

/** Whether a JSON file holds tasks, as its first shows: whole, or as JSON-MIN. */
export function isLabelStudioFile({ first }: JsonHead): boolean {
  const task = taskSchema.safeParse(first).data;
  if (task) return (task.annotations ?? task.completions ?? task.predictions) !== undefined;
  const { data } = minTaskSchema.safeParse(first);
  return data !== undefined && ('annotation_id' in data || Object.values(data).flat().some(hasSize));
}

function hasSize(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'original_width' in value;
}

/** Whether parsed JSON is a row of JSON-MIN, which has one for each answer, and not a whole task. */
export function isMinTask(value: unknown): boolean {
  return !taskSchema.safeParse(value).success;
}

/** Null for what is no task with a picture. */
export function taskOf(value: unknown): Task | null {
  const { data: task } = taskSchema.safeParse(value);
  if (!task) return minTaskOf(value);
  const picture = pictureIn(task.data);
  const done = (task.annotations ?? task.completions ?? []).filter(each => !each.was_cancelled && !each.skipped);
  const true_ = done.filter(each => each.ground_truth);
  const newest = newestOf(true_.length > 0 ? true_ : done);
  const answer = newest ?? (done.length === 0 ? newestOf(task.predictions ?? []) : undefined);
  if (picture === null) return null;
  return {
    picture,
    results: (answer?.result ?? []).map(result => resultSchema.safeParse(result).data ?? null),
    by: newest ? 'person' : answer ? 'model' : 'nobody',
    others: Math.max(0, done.length - 1),
    at: answer ? timeOf(answer) : '',
  };
}

const timeOf = ({ updated_at, created_at }: Answer) => updated_at ?? created_at ?? '';

function newestOf(all: readonly Answer[]): Answer | undefined {
  return all.reduce<Answer | undefined>((best, each) => (best && timeOf(best) > timeOf(each) ? best : each), undefined);
}

/** A row for each answer, in which every control has a list of values. */
function minTaskOf(value: unknown): Task | null {
  const { data } = minTaskSchema.safeParse(value);
  const picture = data ? pictureIn(data) : null;
  if (!data || picture === null) return null;
  const values = Object.values(data).flatMap(list => (Array.isArray(list) ? list : []));
  const results = values
    .filter(each => typeof each === 'object' && each !== null)
    .map(each => ({ ...each, value: each }));
  return {
    picture,
    results: results.map(result => resultSchema.safeParse({ ...result, id: undefined }).data ?? null),
    by: 'person',
    others: 0,
    at: String(data.updated_at ?? data.created_at ?? ''),
  };
}

/** The first text that refers to a picture, else to anything. */
function pictureIn(data: Readonly<Record<string, unknown>>): string | null {
  const texts = Object.values(data).filter(value => typeof value === 'string');
  const picture = texts.find(text => isPictureName(labelStudioName(text)));
  return picture ?? texts.find(text => /^(\/data\/|[a-z0-9]+:\/\/)/i.test(text)) ?? null;
}

/** The name of a picture: of an upload without its folder, of a local file (`?d=`) and of others the path. */
export function labelStudioName(reference: string): string {
  const local = /[?&]d=([^&]*)/.exec(reference)?.[1];
  const isAddress = /^[a-z][a-z0-9+.-]*:\/\//i.test(reference);
  const path = local === undefined && isAddress ? referencePath(reference) : decoded(local ?? reference);
  return path
    .replaceAll('\\', '/')
    .replace(/^\/?data\/upload\/([^/]+\/)?/, '')
    .replace(/^\/+/, '');
}
