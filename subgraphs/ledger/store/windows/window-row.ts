import type { WindowState } from '../../domain/window-states.ts';

/** A settlement window as it is stored. */
export interface WindowRow {
  readonly windowId: string;
  readonly programmeId: string;
  /** 1 for the first of the programme. */
  readonly number: number;
  readonly label: string | null;
  readonly state: WindowState;
  readonly openedAt: Date;
  /** When it left posting; null while it is open. */
  readonly closingAt: Date | null;
  /** The transaction that closes it; null while it is open. */
  readonly closeTransactionId: string | null;
  /** When it was sealed: the same instant as `closingAt`, once that has happened. */
  readonly closedAt: Date | null;
  /** The cut-off of the schedule that the close stands for; null where it was closed by hand. */
  readonly cutOffAt: Date | null;
  /** When its advice was signed. */
  readonly advisedAt: Date | null;
  readonly reviewBeganAt: Date | null;
  readonly finalisedAt: Date | null;
  readonly settledAt: Date | null;
  /** Minor units of the programme currency; null until the window is closed. */
  readonly operatorNetMinor: bigint | null;
  /** Movement of each of the operator's accounts, decimal texts; null until the window is closed. */
  readonly operatorMovement?: Readonly<Record<string, string>> | null;
}
