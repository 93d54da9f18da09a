import { workerData } from 'node:worker_threads';
import { type Batch, type Draw, makeBatch } from './batch.ts';
import { PreparedData } from './prepared-data.ts';

// tinypool puts its own data first and the pool's `workerData` second.
const [, { dir }] = workerData as [unknown, { dir: string }];
const data = new PreparedData(dir);

/** A thread's whole work: one batch. */
export default function batchThread(draws: readonly Draw[]): Batch {
  return makeBatch(data, draws);
}
