import { inflate } from 'node:zlib';

/** What zlib packed; null where it is damaged or unpacks to more than `limit` bytes. */
export function inflateLimited(bytes: Uint8Array, limit: number): Promise<Buffer | null> {
  return new Promise(resolve => {
    inflate(bytes, { maxOutputLength: limit }, (error, result) => resolve(error ? null : result));
  });
}
