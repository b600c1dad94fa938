/** Something whose function is called: a class, its prototype, or a value. */
type Owner = object;
type Called = (this: unknown, ...args: readonly unknown[]) => unknown;

/**
 * Adds up what `size` says of each call of a function while `run` is under way: work that is counted, where time would say another
 * thing on each machine.
 *
 * @example const bytes = await countedCalls([Buffer, 'allocUnsafeSlow'], (_, [size]) => Number(size), () => read());
 */
export async function countedCalls(
  [owner, name]: readonly [Owner, string],
  size: (self: unknown, args: readonly unknown[]) => number,
  run: () => unknown,
): Promise<number> {
  const before = Object.getOwnPropertyDescriptor(owner, name);
  const original = Reflect.get(owner, name) as Called;
  let total = 0;
  const counted: Called = function (...args) {
    total += size(this, args);
    return original.apply(this, [...args]);
  };
  Object.defineProperty(owner, name, { value: counted, configurable: true, writable: true });
  try {
    await run();
  } finally {
    if (before === undefined) Reflect.deleteProperty(owner, name);
    else Object.defineProperty(owner, name, before);
  }
  return total;
}
