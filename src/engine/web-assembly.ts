import assembly from '../generated/assembly.json' with { type: 'json' };

/** The part of the WebAssembly interface that the engine uses; TypeScript has it in its browser library alone. */
interface WebAssemblyInterface {
  readonly Memory: new (size: { readonly initial: number }) => WasmMemory;
  readonly Module: new (bytes: Uint8Array) => WasmModule;
  readonly Instance: new (module: WasmModule, imports: object) => { readonly exports: unknown };
}

/** Linear memory of a module. */
interface WasmMemory {
  readonly buffer: ArrayBuffer;
}

/** Compiled code. */
type WasmModule = object;

/** Node's WebAssembly. */
const wasm: WebAssemblyInterface = (globalThis as unknown as { WebAssembly: WebAssemblyInterface }).WebAssembly;

/** Files of `assembly/`. */
type ModuleName = Exclude<keyof typeof assembly, 'digest'>;

const PAGE = 64 * 1024;

/** By their code in base64: compiled once in each thread. */
const compiled = new Map<string, WasmModule>();

/** A module of `assembly/` with a memory of its own of at least `size` bytes. Throws where there is no WebAssembly with SIMD. */
export function instantiate(name: ModuleName, size: number): Instance {
  return instantiateCode(assembly[name], size);
}

/** A module with its memory. */
interface Instance {
  readonly exports: unknown;
  readonly memory: ArrayBuffer;
}

/** The same of a module that is not loaded with the others, by its code in base64. */
export function instantiateCode(code: string, size: number): Instance {
  const module = compiled.get(code) ?? new wasm.Module(Buffer.from(code, 'base64'));
  compiled.set(code, module);
  const memory = new wasm.Memory({ initial: Math.ceil(size / PAGE) });
  const { exports } = new wasm.Instance(module, { env: { memory } });
  return { exports, memory: memory.buffer };
}

/** Bytes that plain code has looked at before the faster one, which costs some milliseconds to make ready, pays for itself. */
const PLAIN_BYTES = 128 * 1024;

/**
 * What does a work in plain code at first, and in WebAssembly once so much was done that this pays.
 *
 * @param make gives either of the two, which do the same
 * @returns what is to do the work on the next `length` bytes
 */
export function warming<T>(make: (plain: boolean) => T): (length: number) => T {
  let plain: T | undefined;
  let fast: T | undefined;
  let seen = 0;
  return (length) => {
    if (fast !== undefined) return fast;
    seen += length;
    if (seen < PLAIN_BYTES) return (plain ??= make(true));
    return (fast = make(false));
  };
}

/** What WebAssembly makes, or plain TypeScript where that is asked for or there is no other way; both do the same. */
export function fastest<T>(fast: () => T, plain: () => T, isPlain: boolean): T {
  if (isPlain) return plain();
  try {
    return fast();
  } catch {
    return plain();
  }
}
