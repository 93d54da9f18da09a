/** A call of the pickle that is not carried out: what it would make is described instead. */
export interface PickledCall {
  readonly callee: string;
  readonly args: readonly unknown[];
}

/** What stands for bytes outside the pickle: `('storage', FloatStorage, '0', 'cpu', 24)`. */
export interface PersistentId {
  readonly persistent: readonly unknown[];
}

/** Far more than a checkpoint of ten thousand tensors makes, and what memory can hold of the largest values. */
const MOST_OPERATIONS = 10_000_000;
const MOST_CONTAINERS = 1_000_000;

/**
 * Reads a pickle of protocol 2 as `torch.save` writes it (Python's `Lib/pickletools.py` describes the operations).
 * Nothing that it names is run: dictionaries become Maps, everything else that is called a `PickledCall`.
 * Values may be parts of many others, and of themselves. Throws an Error for an operation that no checkpoint needs, and for more
 * of them than any has.
 */
export function readPickle(bytes: Uint8Array): unknown {
  return readPickles(bytes, 1).values[0];
}

/** Reads so many pickles that lie one after the other; `end` is the place behind the last. Throws as `readPickle` does. */
export function readPickles(bytes: Uint8Array, count: number): { values: unknown[]; end: number } {
  const values: unknown[] = [];
  let end = 0;
  for (let i = 0; i < count; i++) {
    const machine = new Machine(bytes.subarray(end));
    values.push(runPickle(machine));
    end += machine.at;
  }
  return { values, end };
}

function runPickle(machine: Machine): unknown {
  for (let count = 0; count < MOST_OPERATIONS; count++) {
    const code = machine.uint8();
    if (code === STOP) return machine.pop();
    const operation = OPERATIONS[String.fromCharCode(code)];
    if (!operation) throw new Error(`the pickle has an operation ${code} that no checkpoint needs`);
    operation(machine);
  }
  throw new Error('the pickle has more operations than any checkpoint');
}

const STOP = '.'.charCodeAt(0);
const NEWLINE = 10;

const OPERATIONS: Readonly<Record<string, (m: Machine) => void>> = {
  '\x80': m => m.uint8(), // PROTO
  '(': m => m.mark(),
  N: m => m.push(null),
  '\x88': m => m.push(true),
  '\x89': m => m.push(false),
  K: m => m.push(m.uint8()),
  M: m => m.push(m.uint8() + 256 * m.uint8()),
  J: m => m.push(m.uint32() | 0),
  '\x8a': m => m.push(m.longInteger()),
  G: m => m.push(m.float64()),
  X: m => m.push(m.text(m.uint32())),
  c: m => m.push(`${m.line()}.${m.line()}`),
  ')': m => m.push(m.container([])),
  ']': m => m.push(m.container([])),
  '}': m => m.push(m.container(new Map())),
  t: m => m.push(m.container(m.sinceMark())),
  '\x85': m => m.push(m.container(m.last(1))),
  '\x86': m => m.push(m.container(m.last(2))),
  '\x87': m => m.push(m.container(m.last(3))),
  q: m => m.remember(m.uint8()),
  r: m => m.remember(m.uint32()),
  h: m => m.recall(m.uint8()),
  j: m => m.recall(m.uint32()),
  Q: m => m.push(m.container({ persistent: m.pop() })),
  R: m => m.push(m.container(call(m.last(2)))),
  b: m => void m.pop(), // BUILD: attributes of an object, such as a state_dict's `_metadata`
  s: m => m.setItems(m.last(2)),
  u: m => m.setItems(m.sinceMark()),
  a: m => m.append(m.last(1)),
  e: m => m.append(m.sinceMark()),
};

function call([callee, args]: readonly unknown[]): object {
  return callee === 'collections.OrderedDict' ? new Map() : { callee, args };
}

/** The bytes, read in order, and the unpickler's stack and memo. Reading past the end throws a RangeError. */
class Machine {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #stack: unknown[] = [];
  /** Where on the stack the marks stand. */
  readonly #marks: number[] = [];
  readonly #memo = new Map<number, unknown>();
  #containers = 0;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** How many bytes are read. */
  get at(): number {
    return this.#at;
  }

  uint8(): number {
    return this.#view.getUint8(this.#pass(1));
  }

  uint32(): number {
    return this.#view.getUint32(this.#pass(4), true);
  }

  float64(): number {
    return this.#view.getFloat64(this.#pass(8), false);
  }

  text(length: number): string {
    const start = this.#pass(length);
    if (this.#at > this.#bytes.length) throw new RangeError('the pickle breaks off');
    return new TextDecoder().decode(this.#bytes.subarray(start, this.#at));
  }

  line(): string {
    const end = this.#bytes.indexOf(NEWLINE, this.#at);
    if (end < 0) throw new RangeError('the pickle breaks off');
    const text = this.text(end - this.#at);
    this.#at++;
    return text;
  }

  /** Two's complement, little-endian, of as many bytes as the first one says. */
  longInteger(): number {
    const length = this.uint8();
    const bytes = Array.from({ length }, () => BigInt(this.uint8()));
    return Number(
      BigInt.asIntN(
        8 * length,
        bytes.reduceRight((sum, byte) => sum * 256n + byte, 0n),
      ),
    );
  }

  push(value: unknown): void {
    this.#stack.push(value);
  }

  /** What is made anew is counted. */
  container<T extends object>(made: T): T {
    if (++this.#containers > MOST_CONTAINERS) throw new Error('the pickle makes more than any checkpoint');
    return made;
  }

  pop(): unknown {
    return this.last(1)[0];
  }

  /** Takes the last values off the stack. */
  last(count: number): unknown[] {
    if (this.#stack.length - (this.#marks.at(-1) ?? 0) < count)
      throw new Error('the pickle takes what it has not made');
    return this.#stack.splice(-count);
  }

  mark(): void {
    this.#marks.push(this.#stack.length);
  }

  sinceMark(): unknown[] {
    const mark = this.#marks.pop();
    if (mark === undefined) throw new Error('the pickle takes what it has not made');
    return this.#stack.splice(mark);
  }

  remember(key: number): void {
    this.#memo.set(key, this.#stack.at(-1));
  }

  recall(key: number): void {
    this.push(this.#memo.get(key));
  }

  setItems(items: readonly unknown[]): void {
    const target = this.#stack.at(-1);
    if (!(target instanceof Map)) throw new Error('the pickle fills what is no dictionary');
    for (let i = 0; i < items.length; i += 2) target.set(items[i], items[i + 1]);
  }

  append(items: readonly unknown[]): void {
    const target = this.#stack.at(-1);
    if (!Array.isArray(target)) throw new Error('the pickle fills what is no list');
    for (const item of items) target.push(item);
  }

  /** The place of the next `count` bytes, which are passed. */
  #pass(count: number): number {
    this.#at += count;
    return this.#at - count;
  }
}
