// Tags of members: short names that segments are made of.

export const MAX_TAG = 64;

/** What a tag may be written with; up to `MAX_TAG` characters. */
export const TAG_PATTERN = /^[a-z0-9][a-z0-9_-]*$/;

/** Whether a member could have this tag. */
export function isTag(text: string): boolean {
  return text.length <= MAX_TAG && TAG_PATTERN.test(text);
}
