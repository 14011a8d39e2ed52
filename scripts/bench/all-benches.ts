import type { Bench } from './bench.ts';
import { posting } from './posting.ts';
import { till } from './till.ts';

/** Every bench, by the name that `npm run bench -- <name>` takes. */
export const ALL_BENCHES: readonly Bench[] = [posting, till];
