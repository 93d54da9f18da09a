import { workerData } from 'node:worker_threads';
import { kTransferable, kValue, Tinypool } from 'tinypool';
import { type Batch, type Draw, makeBatch } from './batch.ts';
import { PreparedData } from './prepared-data.ts';

// tinypool puts its own data first and the pool's `workerData` second.
const [, { dir }] = workerData as [unknown, { dir: string }];
const data = new PreparedData(dir);

/** A thread's whole work: one batch, handed over without a copy. */
export default function batchThread(draws: readonly Draw[]): Batch {
  const batch = makeBatch(data, draws);
  const handedOver = { ...batch, [kValue]: batch, [kTransferable]: [batch.x.buffer, batch.y.buffer] };
  return Tinypool.move(handedOver) as typeof handedOver;
}
