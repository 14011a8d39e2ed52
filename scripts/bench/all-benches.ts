import type { Bench } from './bench.ts';
import { gateway } from './gateway.ts';
import { posting } from './posting.ts';
import { rewards } from './rewards.ts';
import { settlement } from './settlement.ts';
import { followers } from './streams.ts';
import { terms } from './terms.ts';
import { till } from './till.ts';

/** Every bench, by the name that `npm run bench -- <name>` takes. */
export const ALL_BENCHES: readonly Bench[] = [posting, settlement, till, gateway, rewards, terms, followers];
