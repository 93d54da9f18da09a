/** The keys of a table that is written out in full, in its order: the compiler knows them all. */
export function keysOf<T extends object>(table: T): (keyof T & string)[] {
  return Object.keys(table) as (keyof T & string)[];
}
