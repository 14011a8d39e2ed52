/** States of settlement.md 5.1. Today's walk: OPEN -> (CLOSING) -> CLOSED -> SETTLED; the rest comes with review and disputes. */
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

/** A settlement window as it is stored. */
export interface WindowRow {
  readonly windowId: string;
  readonly programmeId: string;
  /** 1 for the first of the programme. */
  readonly number: number;
  readonly label: string | null;
  readonly state: WindowState;
  readonly openedAt: Date;
  readonly closedAt: Date | null;
  readonly settledAt: Date | null;
  /** Minor units of the programme currency; null until the window is closed. */
  readonly operatorNetMinor: bigint | null;
}
