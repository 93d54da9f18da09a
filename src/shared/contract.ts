import * as z from 'zod';
import { type Reply, refusal } from './bridge.ts';
import { bulkCalls, bulkEvents } from './contract-bulk.ts';
import { collectCalls, collectEvents } from './contract-collect.ts';
import { datasetCalls } from './contract-dataset.ts';
import { inspectCalls } from './contract-inspect.ts';
import { inspectionCalls } from './contract-inspections.ts';
import { interchangeCalls } from './contract-interchange.ts';
import { logCalls } from './contract-log.ts';
import { machineCalls } from './contract-machine.ts';
import { measureCalls } from './contract-measure.ts';
import { modelCalls } from './contract-models.ts';
import { projectCalls, projectEvents } from './contract-project.ts';
import { reportCalls } from './contract-report.ts';
import { settingsCalls } from './contract-settings.ts';
import { trainingCalls, trainingEvents } from './contract-training.ts';
import { problemOf } from './errors.ts';
import { idSchema } from './schemas/id.ts';

/** A long call is a job: its caller makes up an id, by which progress is told and the job can be cancelled. */
const fileKind = z.enum(['video', 'image', 'model', 'any']);

/**
 * Everything a window can ask of the studio's services: name -> the schemas of what goes in and what comes out. Every
 * shell carries all of it and adds nothing. Pixels do not travel here: they are served from a URL.
 */
export const contract = {
  /** Asks a job to end; its call then fails. Not running any more is no error. */
  'job.cancel': {
    input: z.object({ job: idSchema }),
    output: z.object({ found: z.boolean() }),
  },
  /** Lets the user choose files on the studio's machine; null when they cancel. A browser cannot: it asks for a path. */
  'dialog.openFile': {
    input: z.object({ kind: fileKind }),
    output: z.object({ path: z.string().nullable() }),
  },
  /** As `dialog.openFile`, for several at once; none when they cancel. */
  'dialog.openFiles': {
    input: z.object({ kind: fileKind }),
    output: z.object({ paths: z.array(z.string()) }),
  },
  'dialog.openFolder': {
    input: z.object({}),
    output: z.object({ path: z.string().nullable() }),
  },
  ...machineCalls,
  ...projectCalls,
  ...collectCalls,
  ...datasetCalls,
  ...bulkCalls,
  ...trainingCalls,
  ...inspectCalls,
  ...inspectionCalls,
  ...measureCalls,
  ...reportCalls,
  ...modelCalls,
  ...interchangeCalls,
  ...logCalls,
  ...settingsCalls,
} as const;

/** Everything the studio tells its windows without being asked: name -> the schema of what is told. */
export const events = {
  /** How far a job is: `done` of `total` (0 while unknown), and in words what is being done. */
  'job.progress': z.object({ job: idSchema, done: z.number(), total: z.number(), text: z.string() }),
  /** The user chose an action outside the page, in the desktop app's menu. */
  'menu.action': z.object({
    action: z.enum(['project.new', 'project.open', 'video.open', 'palette', 'shortcuts', 'log', 'settings']),
  }),
  ...projectEvents,
  ...bulkEvents,
  ...collectEvents,
  ...trainingEvents,
} as const;

type Events = typeof events;
export type EventName = keyof Events;
export type EventData<K extends EventName> = z.infer<Events[K]>;
export type StudioEvent = { [K in EventName]: { name: K; data: EventData<K> } }[EventName];

type Contract = typeof contract;
export type CallName = keyof Contract;
export type Input<K extends CallName> = z.infer<Contract[K]['input']>;
export type Output<K extends CallName> = z.infer<Contract[K]['output']>;

/** The services behind the contract: one function a call. `gone` is aborted when the caller no longer waits for the answer. */
export type Handlers = { readonly [K in CallName]: (input: Input<K>, gone?: AbortSignal) => Promise<Output<K>> };

/** Answers one call from outside: input checked, output typed, whatever goes wrong said in one sentence. */
export async function answer(handlers: Handlers, name: string, input: unknown, gone?: AbortSignal): Promise<Reply> {
  if (!isCallName(name)) return refusal('unknown', `The studio has no call named "${name}".`);
  const parsed = contract[name].input.safeParse(input);
  if (!parsed.success) return refusal('usage', `${name}: ${inputProblem(parsed.error)}.`);
  try {
    const handler = handlers[name] as (input: unknown, gone?: AbortSignal) => Promise<unknown>;
    return { ok: true, output: await handler(parsed.data, gone) };
  } catch (error) {
    const { message, details } = problemOf(error);
    return { ok: false, error: message, details };
  }
}

/** The first thing wrong with an input, after the name of its field. */
function inputProblem({ issues: [issue] }: z.ZodError): string {
  return [issue?.path.join('.'), issue?.message ?? 'bad input'].filter(Boolean).join(': ');
}

function isCallName(name: string): name is CallName {
  return Object.hasOwn(contract, name);
}
