import type { Candidate } from './candidate.ts';

/**
 * What the name looked at last leads to. Many names hold two words that call a credential (`SECRET_KEY`, `auth_token`), and each
 * of them is an anchor that leads to the same name and the same value.
 */
export class LastNamed {
  #text = '';
  #start = -1;
  #end = -1;
  #found: Candidate | undefined;

  /** The candidate of the name at `[start, end)`, looked for where that is another name than the last one. */
  at(
    anchor: number,
    text: string,
    [start, end]: readonly [number, number],
    find: () => Candidate | undefined,
  ): Candidate | undefined {
    if (start !== this.#start || end !== this.#end || text !== this.#text) {
      this.#found = find();
      [this.#text, this.#start, this.#end] = [text, start, end];
    }
    return this.#found && anchoredBy(this.#found, anchor);
  }
}

function anchoredBy(candidate: Candidate, at: number): Candidate {
  if (candidate.at === at) return candidate;
  const { part, others } = candidate;
  return {
    ...candidate,
    at,
    ...(part && { part: anchoredBy(part, at) }),
    ...(others && { others: others.map((other) => anchoredBy(other, at)) }),
  };
}
