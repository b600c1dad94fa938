/** A topic of acceptance lines, and the checks that enforce it. Contains no names of teams. */
export interface Topic {
  readonly fits: RegExp;
  readonly checks: readonly string[];
  /** What of the line cannot be checked automatically. */
  readonly rest?: string;
}

const MEANING = 'the presence of the sentence is checked, not what else the text says';

/** The topics; a line may have several. */
export const TOPICS: readonly Topic[] = [
  { fits: /\bsafe (?:state|default)\b/i, checks: ['DEC-01'] },
  { fits: /\b(?:active|decision|only) branch(?:es)?\b|\blists only\b.*\bbranch/i, checks: ['DEC-02'] },
  { fits: /\bselects? exactly one\b|\bexactly one (?:branch|decision|status)\b/i, checks: ['DEC-03', 'WRK-03'] },
  { fits: /\bnot approve\b|\bnot admit\b|\bapprove or admit\b/i, checks: ['DEC-04', 'ADM-04'], rest: MEANING },
  { fits: /\bnot\b.*\bpass evidence\b/i, checks: ['STG-02'], rest: MEANING },
  { fits: /\bstructured\b|\bdecision record\b.*\b(?:only|uses)\b/i, checks: ['DEC-01'] },
  {
    fits: /\b(?:evidence paths?|paths? and commits?|instead of copying|not copied|references? (?:existing )?evidence)\b/i,
    checks: ['EVD-01', 'EVD-02', 'EVD-03', 'EVD-04'],
    rest: 'verbatim and near-verbatim copies are found, paraphrases are not',
  },
  { fits: /\badmission authority\b/i, checks: ['ADM-03'] },
  {
    fits: /\badmission gate\b|\bADMISSION_FILE\b|\badmission file\b/i,
    checks: ['ADM-01', 'ADM-02', 'ADM-05', 'ADM-06'],
  },
  {
    fits: /\bapproval source\b|\bcredential source\b|\breview trigger\b|\bevidence expectations?\b/i,
    checks: ['DEC-05', 'DEC-08', 'EVD-05'],
  },
  { fits: /\bprovider class\b|\bprovider\/model empty\b/i, checks: ['DEC-06'] },
  {
    fits: /\bno (?:secrets?|credentials?|passwords?|tokens?|api keys?)\b|\bsecret values?\b/i,
    checks: [
      'SEC-SOT',
      'SEC-TSK',
      'SEC-ARG',
      'SEC-REP',
      'SEC-TRC',
      'SEC-LOG',
      'SEC-CFG',
      'SEC-CMT',
      'SEC-KNV',
      'COV-01',
    ],
    rest: 'a secret of unknown form and unknown value cannot be ruled out',
  },
  { fits: /\bdecision_status\s*=/i, checks: ['WRK-02'] },
  {
    fits: /\bstage\b.*\b(?:remains|stays|is) blocked\b/i,
    checks: ['STG-01', 'STG-03', 'STG-04'],
    rest: `${MEANING}; a report written by hand looks like one of a run`,
  },
  {
    fits: /^(?!.*decision_status)`?[A-Z][A-Z0-9-]*-\d+`?.*\b(?:remains|stays|is) blocked\b/i,
    checks: ['WRK-01', 'STG-04'],
    rest: 'a report written by hand looks like one of a run',
  },
  {
    fits: /\btarget repositor(?:y|ies)\b/i,
    checks: ['TGT-01', 'TGT-02', 'TGT-03'],
    rest: 'it covers watertight itself and what was recorded, not people and other programs',
  },
  {
    fits: /\b(?:signed off|sign-off|approved|accepted|chosen|choosing|chooses|decided) by\b|\bchoosing\b|\bapproval\b/i,
    checks: ['DEC-09'],
    rest: 'who approved is checked, not why',
  },
  { fits: /\broute\b|\bpromoted\b/i, checks: ['DEC-10'], rest: 'who approved is checked, not why' },
  { fits: /\bexpires?\b|\breviewed? (?:by|on|before)\b|\breview date\b/i, checks: ['DEC-08'] },
  { fits: /\breports? (?:says?|passes|passed|exists?)\b|\b(?:test|scan) reports?\b/i, checks: ['EVD-05'] },
];
