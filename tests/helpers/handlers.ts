import type { Handlers } from '../../src/shared/contract.ts';

/** Services of which a test needs only some; the others fail when they are called. */
export function someHandlers(given: Partial<Handlers>): Handlers {
  return new Proxy(given as Handlers, {
    get: (target, name) =>
      Reflect.get(target, name) ??
      (async () => {
        throw new Error(`${String(name)} is not part of this test.`);
      }),
  });
}
