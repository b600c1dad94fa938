import { Secret } from '../../secret.ts';
import type { NamedValue } from '../../types.ts';

/**
 * Values of the environment variables whose names match one of the globs, sorted by name. `*` stands for any
 * characters; case is ignored. Empty values are dropped.
 */
export function envValues(
  env: Readonly<Record<string, string | undefined>>,
  globs: readonly string[],
): readonly NamedValue[] {
  const patterns = globs.map((glob) => glob.toUpperCase().split('*'));
  return Object.keys(env)
    .filter((name) => patterns.some((parts) => fits(name.toUpperCase(), parts)))
    .sort()
    .flatMap((name) => {
      const value = env[name];
      return value === undefined || value === '' ? [] : [{ name, secret: new Secret(value) }];
    });
}

/** Whether a name consists of these parts in order, the first at its start and the last at its end. */
function fits(name: string, parts: readonly string[]): boolean {
  const [first = '', ...others] = parts;
  const last = others.pop();
  if (last === undefined) return name === first;
  if (!name.startsWith(first) || !name.endsWith(last) || name.length < first.length + last.length) return false;
  let at = first.length;
  for (const part of others) {
    const found = name.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at <= name.length - last.length;
}
