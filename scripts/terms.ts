/**
 * A programme's terms as a file: `npm run terms -- export|diff|plan|apply FILE.yaml`, and `schema` for editors.
 *
 *   export FILE   writes what the programme has (`-` is standard output)
 *   diff FILE     exit code 1 when the file asks for anything else
 *   plan FILE     what `apply` would change, in order; changes nothing
 *   apply FILE    changes it; a second time there is nothing to do
 *   schema        the JSON Schema of the file, for editors
 *
 * Talks to a running server as an operator client. Exit codes: 0 all is well, 1 it could not be done, or diff found something, 2 the file is wrong.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { Argument, Command, Option } from 'commander';
import { stringify } from 'yaml';
import { z } from 'zod';
import { StartFailure } from '../db/start-failure.ts';
import { ApiError, openApi } from './api.ts';
import { runCommand } from './run-command.ts';
import { compareTerms, describeChange } from './terms/compare-terms.ts';
import { applyChange, ChangeRefused, readProgrammeTerms } from './terms/programme-terms.ts';
import { readTermsFile, termsFileSchema } from './terms/terms-file.ts';

const command = new Command('npm run terms --')
  .description("A programme's partners, contracts, rules and promotions as one file.")
  .addArgument(new Argument('<what>', 'what to do').choices(['export', 'diff', 'plan', 'apply', 'schema']))
  .addArgument(new Argument('[file]', 'the YAML file; `-` is standard output'))
  .addOption(new Option('--url <url>', 'the server').env('LOYALTY_URL').default('http://127.0.0.1:4000'))
  .addOption(new Option('--client-id <id>', 'operator client').env('LOYALTY_CLIENT_ID'))
  .addOption(new Option('--client-secret <secret>', 'its secret').env('LOYALTY_CLIENT_SECRET'))
  .addOption(new Option('--token <token>', "an operator's token, instead of a client").env('LOYALTY_TOKEN'))
  .allowExcessArguments(false);
const parsed = command.parse(process.argv);
const [what = '', file = null] = parsed.args;
const given = parsed.opts<{ url: string; clientId?: string; clientSecret?: string; token?: string }>();
if (what !== 'schema' && file === null) command.error(`\`${what}\` needs a file.`);

await runCommand(async (shutdown) => {
  if (what === 'schema') {
    console.log(JSON.stringify(z.toJSONSchema(termsFileSchema, { io: 'input' }), null, 2));
    return 0;
  }
  const wanted = what === 'export' ? null : readTermsFile(await readText(file!));
  if (wanted !== null && !wanted.ok) {
    for (const { path, line, message } of wanted.problems)
      console.error(`${file}${line === null ? '' : `:${line}`}: ${path === '' ? '' : `${path}: `}${message}`);
    return 2;
  }
  const api = openApi(given.url);
  await shutdown.add(async () => api.close());
  if (given.token === undefined && (given.clientId === undefined || given.clientSecret === undefined))
    throw new StartFailure('Give --token, or --client-id and --client-secret, of an operator.');
  const operator =
    given.token === undefined
      ? api.as({ clientId: given.clientId ?? '', clientSecret: given.clientSecret ?? '' })
      : api.withToken(given.token);
  try {
    const present = await readProgrammeTerms(operator);
    if (wanted === null) {
      const text = stringify(present.terms, { lineWidth: 0 });
      if (file === '-') process.stdout.write(text);
      else await writeFile(file!, text);
      return 0;
    }
    const changes = compareTerms(present.terms, wanted.terms);
    for (const change of changes) console.log(describeChange(change));
    if (changes.length === 0) console.log('Nothing to change.');
    if (what === 'diff') return changes.length === 0 ? 0 : 1;
    if (changes.some(({ kind }) => kind === 'PROBLEM')) return 2;
    if (what === 'plan') return 0;
    for (const change of changes) {
      const waiting = await applyChange(operator, change, present);
      if (waiting !== null) console.log(`  ${waiting}`);
    }
    return 0;
  } catch (error) {
    if (error instanceof ApiError || error instanceof ChangeRefused) throw new StartFailure(error.message);
    throw error;
  }
});

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new StartFailure(`${path} cannot be read: ${(error as Error).message}`);
  }
}
