// Where a settlement window stands, and what may be done to it (settlement.md 5.1).
//
//   OPEN -close-> CLOSING -seal-> CLOSED -begin review-> IN_REVIEW -finalise-> FINALISED -release-> SETTLING -> SETTLED
//                                                        FINALISED -suspend-> SUSPENDED -resume-> FINALISED | -abort-> ABORTED
//
// A window in which nothing is to be paid goes from CLOSING, or from FINALISED, straight to SETTLED; a programme without dispute days
// has no review, and settles from CLOSED. SETTLING is settled when all its items are done: a window advances on the least of its items.
// Steps that need two persons are proposals first (four-eyes.ts). The database knows the same table (021-window-states.sql).

export type WindowState =
  | 'OPEN'
  | 'CLOSING'
  | 'CLOSED'
  | 'IN_REVIEW'
  | 'FINALISED'
  | 'SETTLING'
  | 'SETTLED'
  | 'SUSPENDED'
  | 'ABORTED';

/** Steps that two persons take. */
export type ProposedStep =
  | 'FINALISE'
  | 'RELEASE'
  | 'SUSPEND'
  | 'RESUME'
  | 'ABORT'
  | 'DEFAULT'
  | 'REINCLUDE'
  | 'OPENING_BALANCE';

/** In which states a step may be proposed and done. */
const POSSIBLE_IN: Readonly<Record<ProposedStep, readonly WindowState[]>> = {
  FINALISE: ['IN_REVIEW'],
  RELEASE: ['FINALISED', 'SETTLING'],
  SUSPEND: ['FINALISED'],
  RESUME: ['SUSPENDED'],
  ABORT: ['SUSPENDED'],
  DEFAULT: ['SETTLING'],
  REINCLUDE: ['SETTLING', 'SETTLED'],
  OPENING_BALANCE: ['OPEN'],
};

/** Null when the step may be taken in this state, else why not, in a sentence. */
export function stepRefused(step: ProposedStep, state: WindowState): string | null {
  if (POSSIBLE_IN[step].includes(state)) return null;
  const wanted = POSSIBLE_IN[step].join(' or ');
  return `The window is ${state}; this needs it to be ${wanted}.`;
}

/** Nothing is appended to a window in one of these, and its nets stay what they are unless it is aborted. */
export const FINAL_STATES: ReadonlySet<WindowState> = new Set([
  'FINALISED',
  'SETTLING',
  'SETTLED',
  'SUSPENDED',
  'ABORTED',
]);
