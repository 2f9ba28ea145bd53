import { type CrmClient, CrmError } from '@/lib/crm/crm';
import type { ApiUsage } from '@/lib/deal/api-calls';
import type { PipelensDatabase } from '@/lib/storage/database';
import { getMeta, putMeta } from '@/lib/storage/meta';

/** A background sync leaves the org's API to others once four fifths of the day's calls are used. */
const USAGE_STOP = 0.8;
const FIRST_WAIT_MS = 30_000;
const MOST_WAIT_MS = 600_000;
const KEY = 'yielding';

interface Wait {
  /** When the org is asked again, ms. */
  until: number;
  /** How often it was in vain. */
  tries: number;
}
interface Options {
  client: CrmClient;
  db: PipelensDatabase;
  now: () => number;
}

/** A sync that waits for the org to have calls to spare. */
export class Yielding extends CrmError {
  constructor(message: string, until: number) {
    super('limitDaily', message, { until });
  }
}

const isShort = (usage: ApiUsage | undefined): usage is ApiUsage =>
  usage !== undefined && usage.limit > 0 && usage.used > usage.limit * USAGE_STOP;

/**
 * Before a sync: waits its time where the org was short of calls, then renews the number by one cheap call, since only a call can.
 * Throws {@link Yielding} as long as it is short.
 */
export async function yieldToOthers(options: Options): Promise<void> {
  const { client, db, now } = options;
  const wait = await getMeta<Wait>(db, KEY);
  if (!wait && !isShort(client.apiUsage)) return;
  // A clock that was set back must not make the wait longer.
  const left = wait ? wait.until - now() : 0;
  if (wait && left > 0 && left <= MOST_WAIT_MS) throw yielding(client.apiUsage, wait.until);
  const usage = await client.renewUsage();
  if (isShort(usage)) throw await longer(options, usage);
  await putMeta(db, KEY, undefined);
}

/** Between two calls of a sync: throws where the last one told that the org is short of calls. */
export async function yieldAfter(options: Options, before: ApiUsage | undefined): Promise<void> {
  const { apiUsage } = options.client;
  if (apiUsage !== before && isShort(apiUsage)) throw await longer(options, apiUsage);
}

/** The org itself refused a call for want of more: the next sync looks whether it still does, the ones after it more rarely. */
export const yieldLonger = (options: Options): Promise<Yielding> => longer(options, options.client.apiUsage, 0);

async function longer({ db, now }: Options, usage: ApiUsage | undefined, first = FIRST_WAIT_MS): Promise<Yielding> {
  const { tries } = (await getMeta<Wait>(db, KEY)) ?? { tries: 0 };
  const until = now() + (tries === 0 ? first : Math.min(FIRST_WAIT_MS * 2 ** tries, MOST_WAIT_MS));
  await putMeta(db, KEY, { until, tries: tries + 1 } satisfies Wait);
  return yielding(usage, until);
}

const yielding = (usage: ApiUsage | undefined, until: number): Yielding =>
  new Yielding(
    usage
      ? `The org has used ${usage.used} of its ${usage.limit} API calls of 24 hours. Pipelens leaves the rest to others; what was read stays.`
      : 'The org is short of API calls. Pipelens leaves them to others; what was read stays.',
    until,
  );
