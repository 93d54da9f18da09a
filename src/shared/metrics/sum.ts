/** The sum of counts, name by name, from `zero` on: what pooled scores are made of. */
export function sumCounts<T extends Readonly<Record<keyof T, number>>>(zero: T, counts: Iterable<T>): T {
  const sum: Record<keyof T, number> = { ...zero };
  for (const each of counts) for (const name in zero) sum[name] += each[name];
  return sum as T;
}
