/** One secret of personal data for all tests, so that rows written straight into a database can be found by the code under test. */
import { identityLookup, personalDataUnder } from '../../subgraphs/serving/personal-data.ts';

export const TEST_PERSONAL_DATA_KEY = 'tests-only-'.repeat(5);

export const testPersonalData = personalDataUnder(TEST_PERSONAL_DATA_KEY);

/** A row of `members.identity` as a command would write it. */
export function identityRow(identityId: string, programmeId: string, memberId: string, kind: string, value: string) {
  return {
    identity_id: identityId,
    programme_id: programmeId,
    kind,
    lookup: identityLookup(testPersonalData, programmeId, { kind, value }),
    sealed: testPersonalData.seal(value, identityId),
    member_id: memberId,
    added_at: new Date(),
  };
}
