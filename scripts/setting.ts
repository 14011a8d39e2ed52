/**
 * A setting: one thing that whoever runs the product may choose, by a flag or an environment variable, and how its text is read.
 *
 * Everything is read once, at the start, and refused there with a sentence when it makes no sense: what is wrong shows before anything has
 * begun. A flag wins over the variable, the variable over the default; an empty text means "not set". Secrets have no flag, because other users
 * of a machine see flags, and what was given for them is never repeated.
 */
import { Command, Option } from 'commander';
import { distance } from 'fastest-levenshtein';
import { z } from 'zod';

export interface Setting<Value> {
  /** The environment variable; null for what is given by a flag only. */
  readonly env: string | null;
  /** Such as `--port <number>`; null for what is given by the environment only. */
  readonly flag: string | null;
  readonly what: string;
  /** From the text to the value; its messages go on after the setting's name: `must be ...`. */
  readonly schema: z.ZodType<Value, string>;
  /** The text that is read when none is given; null where the value then is null. */
  readonly fallback: string | null;
  /** Whether what was given may not be shown. */
  readonly secret: boolean;
}

// biome-ignore lint/suspicious/noExplicitAny: a table holds settings of every kind of value.
export type Settings = Readonly<Record<string, Setting<any>>>;

export type ValuesOf<Table extends Settings> = {
  readonly [Name in keyof Table]: Table[Name] extends Setting<infer Value> ? Value : never;
};

interface Given {
  flag?: string;
  env?: string;
  what: string;
  secret?: boolean;
}

/** A setting with a default, written as one would give it. */
export function setting<Value>(given: Given & { fallback: string }, schema: z.ZodType<Value, string>): Setting<Value> {
  return { env: null, flag: null, secret: false, ...given, schema };
}

/** A setting that may be left out: null then. */
export function optional<Value>(given: Given, schema: z.ZodType<Value, string>): Setting<Value | null> {
  return { env: null, flag: null, secret: false, ...given, schema, fallback: null };
}

/** A whole number between two. */
export function wholeNumber(least: number, most: number): z.ZodType<number, string> {
  return z
    .string()
    .refine((text) => /^\d{1,12}$/.test(text) && Number(text) >= least && Number(text) <= most, {
      message: `must be a whole number from ${least} to ${most}`,
    })
    .transform(Number);
}

/** A text that is more than spaces. */
export const someText: z.ZodType<string, string> = z.string().refine((text) => text.trim() !== '', {
  message: 'must not be empty',
});

/** One of a few words. */
export function oneOf<Word extends string>(words: readonly Word[]): z.ZodType<Word, string> {
  return z.string().refine((text): text is Word => words.includes(text as Word), {
    message: `must be one of ${words.join(', ')}`,
  }) as unknown as z.ZodType<Word, string>;
}

/** An http or https URL, without a slash at its end. */
export const httpUrl: z.ZodType<string, string> = z
  .string()
  .refine((text) => /^https?:\/\//.test(text) && URL.canParse(text), { message: 'must be an http or https URL' })
  .transform((text) => text.replace(/\/+$/, ''));

/** What `read` makes of a text; the sentence that it throws is the refusal's. */
export function readBy<Value>(read: (text: string) => Value): z.ZodType<Value, string> {
  return z.string().transform((text, context) => {
    try {
      return read(text);
    } catch (error) {
      context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) });
      return z.NEVER;
    }
  });
}

/** A command whose settings are flags and variables; `extra` options are the command's own to read. */
export function commandWith(name: string, what: string, settings: Settings, extra: readonly Option[] = []): Command {
  const command = new Command(name).description(what).allowExcessArguments(false);
  for (const [key, each] of Object.entries(settings)) {
    if (each.flag === null) continue;
    const option = new Option(each.flag, each.what);
    if (each.env !== null) {
      option.env(each.env);
      // `PORT= npm start` means "not set", not "the empty port".
      if (process.env[each.env] === '') delete process.env[each.env];
    }
    if (each.fallback !== null && each.fallback !== '') option.default(each.fallback);
    if (option.attributeName() !== key) throw new Error(`The flag ${each.flag} is not that of the setting ${key}`);
    command.addOption(option);
  }
  for (const option of extra) command.addOption(option);
  const byVariable = Object.values(settings).flatMap((each) =>
    each.flag === null && each.env !== null ? [{ variable: each.env, told: each.what }] : [],
  );
  if (byVariable.length > 0) {
    const widest = Math.max(...byVariable.map(({ variable }) => variable.length));
    const lines = byVariable.map(({ variable, told }) => `  ${variable.padEnd(widest)}  ${told}`);
    command.addHelpText('after', `\nBy the environment only:\n${lines.join('\n')}`);
  }
  return command;
}

export interface ReadSettings<Table extends Settings> {
  readonly values: ValuesOf<Table>;
  /** The texts as they were given, by variable: what another process with the same settings is started with. */
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * Reads every setting of a parsed command, and ends the process with a sentence for each that is refused.
 * @param known names of all variables there are: a name that is almost one of them is taken for a slip
 */
export function readSettings<Table extends Settings>(
  command: Command,
  settings: Table,
  known: readonly string[],
): ReadSettings<Table> {
  const values: Record<string, unknown> = {};
  const environment: Record<string, string> = {};
  const refusals = slips(known);
  for (const [key, each] of Object.entries(settings)) {
    const { env, flag, fallback, secret, schema } = each;
    const given: unknown = flag === null ? process.env[env ?? ''] || undefined : command.getOptionValue(key);
    const text = typeof given === 'string' ? given : fallback;
    values[key] = null;
    if (text === null) continue;
    if (env !== null) environment[env] = text;
    const read = schema.safeParse(text);
    if (read.success) {
      values[key] = read.data;
      continue;
    }
    const byFlag = env === null || command.getOptionValueSource(key) === 'cli';
    const name = byFlag ? flag?.split(' ')[0] : env;
    const shown = secret ? '' : ` It is "${text.length > 100 ? `${text.slice(0, 100)}...` : text}".`;
    refusals.push(`${name} ${read.error.issues[0]?.message ?? 'makes no sense'}.${shown}`);
  }
  if (refusals.length > 0) command.error(refusals.join('\n'));
  return { values: values as ValuesOf<Table>, environment };
}

const SHORTEST_SLIP = 8;

/** Variables of the surroundings that are no setting but nearly one. Short names resemble each other by chance. */
function slips(known: readonly string[]): string[] {
  const names = Object.keys(process.env).filter((name) => name.length >= SHORTEST_SLIP && !known.includes(name));
  return names.flatMap((name) => {
    const meant = known.find((each) => each.length >= SHORTEST_SLIP && distance(each, name) <= 2);
    return meant === undefined ? [] : [`${name} is no setting: ${meant} is.`];
  });
}
