/** States of settlement.md 5.1. The walk: OPEN -> (CLOSING) -> CLOSED [-> IN_REVIEW] [-> FINALISED] -> SETTLED. */
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
  /** Movement of each of the operator's accounts, decimal texts; null until the window is closed. */
  readonly operatorMovement?: Readonly<Record<string, string>> | null;
}
