import assembly from '../generated/assembly.json' with { type: 'json' };

/** The part of the WebAssembly interface that the engine uses; TypeScript declares it only in its browser library. */
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

/** By their base64 code: compiled once in each thread. */
const compiled = new Map<string, WasmModule>();

/** A module of `assembly/` with its own memory of at least `size` bytes. Throws if WebAssembly with SIMD is not available. */
export function instantiate(name: ModuleName, size: number): Instance {
  return instantiateCode(assembly[name], size);
}

/** A module with its memory. */
interface Instance {
  readonly exports: unknown;
  readonly memory: ArrayBuffer;
}

/** The same for a module that is not loaded with the others, given its base64 code. */
export function instantiateCode(code: string, size: number): Instance {
  const module = compiled.get(code) ?? new wasm.Module(Buffer.from(code, 'base64'));
  compiled.set(code, module);
  const memory = new wasm.Memory({ initial: Math.ceil(size / PAGE) });
  const { exports } = new wasm.Instance(module, { env: { memory } });
  return { exports, memory: memory.buffer };
}

/** Bytes processed by plain code before the WebAssembly version, which takes some milliseconds to set up, pays off. */
const PLAIN_BYTES = 128 * 1024;

/**
 * Starts with plain code, and switches to WebAssembly once enough has been processed for it to pay off.
 *
 * @param make creates either version; both do the same
 * @returns a function that gives the version for the next `length` bytes
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

/** The result of `fast`, or of `plain` if requested or if WebAssembly is not available; both do the same. */
export function fastest<T>(fast: () => T, plain: () => T, isPlain: boolean): T {
  if (isPlain) return plain();
  try {
    return fast();
  } catch {
    return plain();
  }
}
