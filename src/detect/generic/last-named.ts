import type { Candidate } from './candidate.ts';

/**
 * The candidate of the last name. Many names contain two credential words (`SECRET_KEY`, `auth_token`), each of which is an anchor that
 * leads to the same name and the same value.
 */
export class LastNamed {
  #text = '';
  #start = -1;
  #end = -1;
  #found: Candidate | undefined;

  /** The candidate of the name at `[start, end)`, computed only if the name differs from the last one. */
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
