import { type Zippable, zipSync } from 'fflate';

/** A tensor as PyTorch stores it: contiguous, row-major. `int64` is for counters such as `num_batches_tracked`. */
export type TorchTensor =
  | { dtype: 'float32'; shape: readonly number[]; data: Float32Array }
  | { dtype: 'int64'; shape: readonly number[]; data: BigInt64Array };

/** What the reference pipeline's inspection program loads: `torch.load(path)["model"]`, strictly by name. */
export interface TorchCheckpoint {
  model: ReadonlyMap<string, TorchTensor>;
  epoch: number;
  val_dice: number;
  /** What the channels are called, as in the metadata of `model.onnx`, where there are several. */
  classes?: string | undefined;
}

/**
 * Encodes a checkpoint as `torch.save` does: a stored (not compressed) ZIP whose `data.pkl` describes the tensors and
 * whose `data/<n>` hold their bytes, little-endian, each at a multiple of 64 bytes so that it can be memory-mapped.
 * Only pickle operations that PyTorch 2's `torch.load(weights_only=True)` allows are used.
 */
export function encodeTorchCheckpoint(checkpoint: TorchCheckpoint): Uint8Array {
  const { classes } = checkpoint;
  const pickle = new Pickle();
  pickle.dictionary([
    [
      'model',
      () => pickle.orderedDictionary([...checkpoint.model].map(([name, t], i) => [name, () => pickle.tensor(t, i)])),
    ],
    ['epoch', () => pickle.integer(checkpoint.epoch)],
    ['val_dice', () => pickle.float(checkpoint.val_dice)],
    ...(classes === undefined ? [] : [['classes', () => pickle.string(classes)] satisfies [string, () => void]]),
  ]);
  const files: [string, Uint8Array][] = [
    ['archive/data.pkl', pickle.finish()],
    ['archive/byteorder', new TextEncoder().encode('little')],
    ...[...checkpoint.model.values()].map((tensor, i): [string, Uint8Array] => [
      `archive/data/${i}`,
      bytesOf(tensor.data),
    ]),
    ['archive/version', new TextEncoder().encode('3\n')],
  ];
  return storedZip(files);
}

const ALIGNMENT = 64;
const LOCAL_HEADER = 30;
const EXTRA_HEADER = 4;
/** The extra field that PyTorch pads with ("FB"). */
const PADDING_FIELD = 0x4246;

/** A ZIP without compression in which every file's bytes start at a multiple of 64. */
function storedZip(files: readonly [string, Uint8Array][]): Uint8Array {
  const entries: Zippable = {};
  let offset = 0;
  for (const [name, bytes] of files) {
    const start = offset + LOCAL_HEADER + name.length + EXTRA_HEADER;
    const padding = (ALIGNMENT - (start % ALIGNMENT)) % ALIGNMENT;
    entries[name] = [bytes, { level: 0, mtime: ZIP_EPOCH, extra: { [PADDING_FIELD]: new Uint8Array(padding) } }];
    offset = start + padding + bytes.length;
  }
  return zipSync(entries);
}

/** The earliest time a ZIP can say, so that equal weights give equal bytes. */
const ZIP_EPOCH = new Date(1980, 0, 1);

function bytesOf(data: Float32Array | BigInt64Array): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

/** Writes Python's pickle protocol 2 (`Lib/pickle.py`): every method leaves one value on the unpickler's stack. */
class Pickle {
  #bytes: number[] = [0x80, 2]; // PROTO 2

  finish(): Uint8Array {
    this.#op('.');
    return Uint8Array.from(this.#bytes);
  }

  dictionary(items: readonly [string, () => void][]): void {
    this.#op('}');
    this.#setItems(items);
  }

  orderedDictionary(items: readonly [string, () => void][]): void {
    this.#global('collections', 'OrderedDict');
    this.#op(')');
    this.#op('R');
    this.#setItems(items);
  }

  /** `torch._utils._rebuild_tensor_v2(storage, offset, shape, stride, requires_grad, hooks)`. */
  tensor(tensor: TorchTensor, storage: number): void {
    this.#global('torch._utils', '_rebuild_tensor_v2');
    this.#op('(');
    this.#storage(tensor, storage);
    this.integer(0);
    this.#tuple(tensor.shape);
    this.#tuple(stridesOf(tensor.shape));
    this.#op('\x89'); // NEWFALSE: requires_grad
    this.orderedDictionary([]);
    this.#op('t');
    this.#op('R');
  }

  integer(value: number): void {
    this.#op('J');
    this.#view(4, view => view.setInt32(0, value, true));
  }

  float(value: number): void {
    this.#op('G');
    this.#view(8, view => view.setFloat64(0, value, false));
  }

  #storage(tensor: TorchTensor, storage: number): void {
    this.#op('(');
    this.string('storage');
    this.#global('torch', tensor.dtype === 'float32' ? 'FloatStorage' : 'LongStorage');
    this.string(String(storage));
    this.string('cpu');
    this.integer(tensor.data.length);
    this.#op('t');
    this.#op('Q'); // BINPERSID
  }

  #setItems(items: readonly [string, () => void][]): void {
    if (items.length === 0) return;
    this.#op('(');
    for (const [key, write] of items) {
      this.string(key);
      write();
    }
    this.#op('u');
  }

  #tuple(values: readonly number[]): void {
    this.#op('(');
    for (const value of values) this.integer(value);
    this.#op('t');
  }

  string(text: string): void {
    const utf8 = new TextEncoder().encode(text);
    this.#op('X');
    this.#view(4, view => view.setUint32(0, utf8.length, true));
    this.#bytes.push(...utf8);
  }

  #global(module: string, name: string): void {
    this.#bytes.push(...new TextEncoder().encode(`c${module}\n${name}\n`));
  }

  #op(code: string): void {
    this.#bytes.push(code.charCodeAt(0));
  }

  #view(size: number, write: (view: DataView) => void): void {
    const view = new DataView(new ArrayBuffer(size));
    write(view);
    this.#bytes.push(...new Uint8Array(view.buffer));
  }
}

/** Row-major strides, in elements; a scalar has none. */
function stridesOf(shape: readonly number[]): number[] {
  return shape.map((_, axis) => shape.slice(axis + 1).reduce((product, size) => product * size, 1));
}
