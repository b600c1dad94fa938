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
export type WasmModule = object;

/** Node's WebAssembly. */
export const wasm: WebAssemblyInterface = (globalThis as unknown as { WebAssembly: WebAssemblyInterface }).WebAssembly;
