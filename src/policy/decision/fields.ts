/** The fields of decision records: required, optional and forbidden ones for each branch. */

/** The status of a packet without a record: nothing is approved. */
export const NOT_DECIDED = 'not_decided';

/** The fields of one branch. */
export interface BranchFields {
  readonly required: readonly string[];
  readonly optional: readonly string[];
}

/** Fields that every record has. */
export const HEAD_FIELDS = ['apiVersion', 'kind', 'id', 'revision', 'decision_status'] as const;
/** Fields that every record may have. */
export const OPTIONAL_HEAD_FIELDS = ['$schema', 'supersedes'] as const;

/** The branches that `schemas/decision.v1.schema.json` defines; a test keeps the two consistent. */
export const BRANCH_FIELDS: Readonly<Record<string, BranchFields>> = {
  not_decided: { required: [], optional: ['note', 'evidence'] },
  external_provider_approved: {
    required: [
      'provider',
      'model',
      'approval_source',
      'credential_source',
      'allowed_network_class',
      'review_trigger',
      'evidence_expectations',
      'evidence',
    ],
    optional: ['provider_class', 'allowed_hosts', 'note'],
  },
  local_provider_required: {
    required: ['provider_class', 'approval_source', 'evidence'],
    optional: [
      'provider',
      'model',
      'credential_source',
      'allowed_network_class',
      'review_trigger',
      'evidence_expectations',
      'note',
    ],
  },
};

/** The fields of a branch that the packet defines, except `note` and `supersedes`. */
export function ownBranchFields(required: readonly string[]): BranchFields {
  return { required: required.filter((field) => field !== 'supersedes'), optional: ['note', 'evidence'] };
}

/** Fields that name a provider or model: a record that decides nothing has none. */
export const PROVIDER_FIELDS = ['provider', 'model', 'provider_class'] as const;
