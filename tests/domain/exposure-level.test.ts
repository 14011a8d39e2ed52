import { describe, expect, it } from 'vitest';
import { type ExposureLevel, levelChanges } from '../../subgraphs/ledger/domain/exposure-level.ts';

describe('a partner is told of when its level is another one than was told last', () => {
  it.each<[string, bigint | null, bigint | null, ExposureLevel | null, [ExposureLevel, ExposureLevel] | null]>([
    ['nothing moved yet', null, 100n, null, null],
    ['below 80 per cent', -79n, 100n, null, null],
    ['at 80 per cent', -80n, 100n, null, ['OK', 'WARNING']],
    ['at the cap', -100n, 100n, 'WARNING', null],
    ['a cent above it', -101n, 100n, 'WARNING', ['WARNING', 'BREACH']],
    ['from far below to above', -500n, 100n, null, ['OK', 'BREACH']],
    ['still above it', -500n, 100n, 'BREACH', null],
    ['back below 80 per cent', -10n, 100n, 'BREACH', ['BREACH', 'OK']],
    ['it is owed', 500n, 100n, 'WARNING', ['WARNING', 'OK']],
    ['its cap is gone', -500n, null, 'BREACH', ['BREACH', 'OK']],
    ['it owes a cent where nothing may be owed', -1n, 0n, null, ['OK', 'BREACH']],
  ])('%s', (_, position, cap, told, change) => {
    const only = <Value>(value: Value | null) => new Map(value === null ? [] : [['acme', value]]);
    expect(levelChanges(only(position), only(cap), only(told))).toEqual(
      change === null ? [] : [{ partnerId: 'acme', before: change[0], level: change[1] }],
    );
  });
});
