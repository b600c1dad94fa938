/** Hook managers that keep hooks in their own settings. */
export type Manager = keyof typeof SNIPPETS;

/** What to write for each of them; `docs/hooks.md` shows the same, and a test holds the two together. */
export const SNIPPETS = {
  'pre-commit': `# .pre-commit-config.yaml (https://pre-commit.com); then:
#   pre-commit install --hook-type pre-commit --hook-type commit-msg --hook-type pre-push
repos:
  - repo: <address of the watertight repository>
    rev: v0.1.0
    hooks:
      - id: watertight
      - id: watertight-commit-msg
      - id: watertight-pre-push
`,
  husky: `# husky 9: one line in each of these files, with watertight among the project's devDependencies;
# husky passes on arguments and standard input, and finds what npm installed
# .husky/pre-commit
watertight hook pre-commit
# .husky/commit-msg
watertight hook commit-msg "$1"
# .husky/pre-push
watertight hook pre-push "$@"
`,
  lefthook: `# lefthook.yml (https://lefthook.dev), with watertight among the project's devDependencies
pre-commit:
  commands:
    watertight:
      run: node_modules/.bin/watertight hook pre-commit
commit-msg:
  commands:
    watertight:
      run: node_modules/.bin/watertight hook commit-msg {1}
pre-push:
  commands:
    watertight:
      use_stdin: true
      run: node_modules/.bin/watertight hook pre-push {1} {2}
`,
} as const;

/** Whether a word names one. */
export function isManager(word: string): word is Manager {
  return Object.hasOwn(SNIPPETS, word);
}
