/** The same items, of which the next `count` are already asked for while one is worked on. An error comes when it is that item's turn. */
export async function* readAhead<T>(items: AsyncIterable<T>, count: number): AsyncGenerator<T> {
  const iterator = items[Symbol.asyncIterator]();
  const pending: Promise<IteratorResult<T>>[] = [];
  const ask = () => {
    const next = iterator.next();
    // Whoever stops before its turn does not want to know.
    next.catch(() => {});
    pending.push(next);
  };
  try {
    for (let i = 0; i < count; i++) ask();
    for (;;) {
      ask();
      const next = await pending.shift();
      if (!next || next.done) return;
      yield next.value;
    }
  } finally {
    await iterator.return?.();
  }
}
