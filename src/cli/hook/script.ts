/** The hooks that watertight has, in the order in which git runs them. */
export const HOOK_NAMES = ['pre-commit', 'commit-msg', 'pre-push'] as const;
export type HookName = (typeof HOOK_NAMES)[number];

/** Ending of the file that keeps the hook which was there before. */
export const KEPT = '.before-watertight';
/** By this line our own scripts are known again. */
const MARK = '# Made by watertight hook install';

/** What a script starts. */
export interface HookProgram {
  /** Absolute paths, `/` or the system's separator. */
  readonly node: string;
  readonly script: string;
}

/** Whether a hook's text is one that `hookScript` made. */
export function isOurs(text: string): boolean {
  return text.split('\n', 3).some((line) => line.startsWith(MARK));
}

/** The program that a script of ours starts first. */
export function programOf(text: string): HookProgram | undefined {
  const node = /^node='(?<path>(?:[^']|'\\'')*)'$/m.exec(text)?.groups?.['path'];
  const script = /^script='(?<path>(?:[^']|'\\'')*)'$/m.exec(text)?.groups?.['path'];
  if (node === undefined || script === undefined) return undefined;
  return { node: node.replaceAll(`'\\''`, `'`), script: script.replaceAll(`'\\''`, `'`) };
}

/**
 * The text of a hook, for any POSIX shell: runs the hook that was there before with the same arguments and input, then
 * watertight, wherever it finds it, and ends the commit or push if it finds none.
 */
export function hookScript(name: HookName, { node, script }: HookProgram): string {
  return `#!/bin/sh
${MARK}; watertight hook uninstall removes it and restores the previous hook.
node=${quoted(node)}
script=${quoted(script)}
kept="$0${KEPT}"

scan() {
  if [ -f "$script" ]; then
    if [ -x "$node" ]; then "$node" "$script" "$@"; return; fi
    if command -v node >/dev/null 2>&1; then node "$script" "$@"; return; fi
  fi
  if [ -x node_modules/.bin/watertight ]; then node_modules/.bin/watertight "$@"; return; fi
  if command -v watertight >/dev/null 2>&1; then watertight "$@"; return; fi
  echo "watertight: BLOCKED  nothing was scanned: watertight is not at" >&2
  echo "  $script" >&2
  echo "  nor in node_modules/.bin or on PATH. Reinstall it, then run: watertight hook install" >&2
  echo "  To do without it, remove $0" >&2
  return 2
}

${BODIES[name]}
`;
}

const PLAIN = (name: string): string => `if [ -x "$kept" ]; then "$kept" "$@" || exit; fi
scan hook ${name} "$@"`;

/** Git gives the refs of a push on standard input, which both hooks have to read. */
const BODIES: Readonly<Record<HookName, string>> = {
  'pre-commit': PLAIN('pre-commit'),
  'commit-msg': PLAIN('commit-msg'),
  'pre-push': `refs=$(cat)
give() { if [ -n "$refs" ]; then printf '%s\\n' "$refs"; fi; }
if [ -x "$kept" ]; then give | "$kept" "$@" || exit; fi
give | scan hook pre-push "$@"`,
};

function quoted(path: string): string {
  return `'${path.replaceAll(`'`, `'\\''`)}'`;
}
