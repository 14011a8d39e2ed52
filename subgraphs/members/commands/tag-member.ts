import type { Caller } from '../../serving/caller.ts';
import { createInputCheck } from '../../serving/input-check.ts';
import { accepted, type Outcome, refuse, refused } from '../../shared/refusal.ts';
import { MAX_TAG, TAG_PATTERN } from '../../shared/tag.ts';
import type { MembersDeps } from '../context.ts';
import { changeTags, countTags } from '../store/tags.ts';
import { aboutMember } from './member-command.ts';

const TAG = { max: MAX_TAG, pattern: { test: TAG_PATTERN, words: 'may hold only a-z, 0-9, `-` and `_`' } };
const MOST_TAGS = 50;

export interface TagMember {
  readonly idempotencyKey: string;
  readonly memberId: string;
  readonly add: readonly string[];
  readonly remove: readonly string[];
}

/**
 * Puts a member into segments and takes it out of others: rules and offers may ask for them. Refusals in the published order: NOT_ALLOWED,
 * INVALID_INPUT, IDEMPOTENCY_KEY_REUSED, MEMBER_UNKNOWN, MEMBER_INACTIVE, LIMIT_EXCEEDED.
 */
export function tagMember(deps: MembersDeps, caller: Caller, input: TagMember): Promise<Outcome<{ memberId: string }>> {
  const check = createInputCheck();
  const read = (tags: readonly string[], name: string): string[] => {
    check.require(tags.length <= MOST_TAGS, 'INVALID_INPUT', `At most ${MOST_TAGS} tags.`, ['input', name]);
    return tags.slice(0, MOST_TAGS).map((tag, index) => check.text(tag, ['input', name, String(index)], TAG));
  };
  const add = read(input.add, 'add');
  const remove = read(input.remove, 'remove');
  const both = remove.findIndex((tag) => add.includes(tag));
  check.require(both < 0, 'INVALID_INPUT', 'It is added and removed.', ['input', 'remove', String(both)]);
  return aboutMember(
    deps,
    caller,
    {
      name: 'tagMember',
      idempotencyKey: input.idempotencyKey,
      memberId: input.memberId,
      body: { add, remove },
      who: ['operator'],
      check,
    },
    async ({ tx: { db }, member, at }) => {
      await changeTags(db, member, add, remove, at);
      return (await countTags(db, member.memberId)) > MOST_TAGS
        ? refused(refuse('LIMIT_EXCEEDED', `A member has at most ${MOST_TAGS} tags.`))
        : accepted({ memberId: member.memberId });
    },
  );
}
