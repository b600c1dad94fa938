import type { FindingPlace } from '../allowances.ts';

/** A file's name with `/` and without `./`, so that names from two tools can be compared. */
export function plainName(name: string): string {
  return name.replaceAll('\\', '/').replace(/^(?:\.\/)+/, '');
}

/** Names that another tool may use for a place's file: relative to the packet's folder, and as named in the run. */
export function namesOf({ path, named }: FindingPlace): readonly string[] {
  const names = [plainName(path), plainName(named ?? path)];
  return names[0] === names[1] ? names.slice(1) : names;
}

/** Whether a tool's name of a file, absolute or relative, refers to the file of a place. */
export function isSameFile(name: string, place: FindingPlace): boolean {
  const isAbsolute = /^(?:\/|[A-Za-z]:\/)/.test(name);
  return namesOf(place).some((own) => own === name || (isAbsolute && name.endsWith(`/${own}`)));
}
