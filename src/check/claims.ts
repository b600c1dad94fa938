import type { Observation } from '../check-result.ts';
import { describe, holds } from '../policy/conditions.ts';
import type { Claim } from '../policy/governed.ts';
import { claimsIn } from '../policy/prose/phrase.ts';
import { say, unlessFound, type CheckContext } from './context.ts';
import { placeIn } from './documents.ts';

/** What prose and evidence claim although its condition does not hold, for one check. */
export function falseClaims(id: string, context: CheckContext): Observation[] {
  const { packet, evaluation, documents, seen } = context;
  return packet.governed.claims
    .filter((claim) => claim.check === id && !isTrue(claim, context))
    .flatMap((claim) => {
      const why =
        claim.unless === undefined
          ? 'which is never allowed'
          : `${describe(claim.unless)} does not hold: ${holds(claim.unless, evaluation.facts).why.join('; ')}`;
      const inProse = documents.flatMap((document) =>
        claimsIn(document.blocks, claim.any).map((block) =>
          say(id, 'fail', `${document.source.path} claims '${claim.id}', and ${why}`, {
            place: placeIn(document, block.line),
            fix: 'remove the sentence, or state the condition under which it will hold',
          }),
        ),
      );
      const inEvidence = seen.claimed
        .filter((one) => one.claim.id === claim.id && !isAdmissionFile(one.path, context))
        .map((one) =>
          say(id, 'fail', `${one.path} claims '${claim.id}', and ${why}`, {
            place: { path: one.path, line: one.line },
          }),
        );
      return [...inProse, ...inEvidence];
    });
}

/**
 * The observations of a check of claims: each false one, or a pass if there is none; not checked if the packet has no
 * claims to look for.
 */
export function claimsSaid(id: string, context: CheckContext, pass: string): readonly Observation[] {
  if (context.packet.governed.claims.some(({ check }) => check === id))
    return unlessFound(id, falseClaims(id, context), pass);
  return [say(id, 'not-checked', `the packet has no claims to look for (claims, with check: ${id})`)];
}

function isTrue({ unless }: Claim, { evaluation }: CheckContext): boolean {
  return unless !== undefined && holds(unless, evaluation.facts).holds;
}

/** The admission file is the only place that may make the claim. */
function isAdmissionFile(path: string, { packet, env, reader }: CheckContext): boolean {
  return Object.values(packet.governed.gates).some((gate) => {
    if (gate.kind !== 'file-matches-env') return false;
    const variable = Object.hasOwn(packet.vars, gate.env) ? packet.vars[gate.env] : gate.env;
    const named = variable !== undefined && Object.hasOwn(env, variable) ? env[variable] : undefined;
    return named !== undefined && named !== '' && reader.inside(named) === path;
  });
}
