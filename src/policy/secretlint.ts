/** Kinds of secretlint comments. Source: secretlint's rule `filter-comments`. */
export type SecretlintKind = 'disable-line' | 'disable-next-line' | 'disable' | 'enable';

interface SecretlintComment {
  readonly kind: SecretlintKind;
  /** Rule ids named by the comment; none means every rule. */
  readonly ids: readonly string[];
}

/** Whether the line has a secretlint comment of this kind for this rule. */
export function secretlintCovers(line: string, kind: SecretlintKind, ruleId: string): boolean {
  const comment = secretlintComment(line);
  return comment?.kind === kind && names(comment.ids, ruleId);
}

/** The line's comment. Its options run to the end of the line, so there is at most one. */
function secretlintComment(line: string): SecretlintComment | undefined {
  const found = /secretlint-(?<kind>disable-next-line|disable-line|disable|enable)(?<options>[^\r\n]*)/.exec(
    line,
  )?.groups;
  const options = found?.['options'] ?? '';
  if (found === undefined || /^[\w-](?!->)/.test(options)) return undefined;
  const [list = ''] = options.split(/\s--(?:\s|$)|-->|\*\//, 1);
  return {
    kind: found['kind'] as SecretlintKind,
    ids: list.split(/[\s,]+/).filter((id) => id !== ''),
  };
}

/**
 * Whether the ids name our rule: by its own id, by the secretlint rule of the same vendor
 * (`@secretlint/secretlint-rule-github` names `github-…`), or by a preset, which stands for every rule.
 */
function names(ids: readonly string[], ruleId: string): boolean {
  return (
    ids.length === 0 ||
    ids.some((id) => {
      const vendor = /^(?:@secretlint\/)?secretlint-rule-(?<vendor>[a-z0-9-]{1,80})$/.exec(id)?.groups?.['vendor'];
      if (vendor === undefined) return id === ruleId;
      return vendor.startsWith('preset-') || ruleId === vendor || ruleId.startsWith(`${vendor}-`);
    })
  );
}

/**
 * The state of `secretlint-disable` … `secretlint-enable` over a file. Given the file's lines in order, it tells what
 * covers the line after them; a caller that checks few values adds the lines before each value.
 *
 * @example for (const line of linesBefore) blocks.add(line); blocks.covering('github-pat') // 'secretlint-disable'
 */
export class InlineBlocks {
  #everything = false;
  /** Rules that differ from `#everything`, by the id as written. */
  readonly #exceptions = new Set<string>();

  add(line: string): void {
    if (!line.includes('secretlint-')) return;
    const comment = secretlintComment(line);
    if (comment?.kind !== 'disable' && comment?.kind !== 'enable') return;
    const disables = comment.kind === 'disable';
    if (comment.ids.length === 0) {
      this.#everything = disables;
      this.#exceptions.clear();
    }
    for (const id of comment.ids) {
      if (disables === this.#everything) this.#exceptions.delete(id);
      else this.#exceptions.add(id);
    }
  }

  /** The marker's name if the lines so far disable this rule. */
  covering(ruleId: string): string | undefined {
    const isException = this.#exceptions.size > 0 && names([...this.#exceptions], ruleId);
    return this.#everything !== isException ? 'secretlint-disable' : undefined;
  }
}
