import * as v from 'valibot';

import { isRecent } from '@/lib/calendar/recent';
import { CrmError } from '@/lib/crm/crm';

import type { Http, HttpOptions } from './calls/http';
import { createDescribe, type Describer, type LearntFields } from './describe';

const TESTED_VERSION = 67;
const FLOOR_VERSION = 53;
/** Permissions and features that an administrator changes are learnt of within a day. */
const LORE_MS = 24 * 3_600_000;

const versionsSchema = v.array(v.object({ version: v.string() }));
const loreSchema = v.object({
  version: v.string(),
  described: v.record(v.string(), v.nullable(v.array(v.tuple([v.string(), v.string()])))),
  stageLabels: v.optional(v.array(v.tuple([v.string(), v.string()])), []),
  // Not optional: what was learnt before there was such a thing is learnt again.
  lossField: v.nullable(
    v.object({ name: v.string(), label: v.string(), labels: v.array(v.tuple([v.string(), v.string()])) }),
  ),
});

/** What every call rests on: the version to speak and what describe tells. */
export interface Prepared extends Describer {
  version: string;
}

/** The version and the describes, from what an earlier client kept or from the org itself; learnt once, at the first call. */
export function createPrepare(http: Http, options: HttpOptions): () => Promise<Prepared> {
  let ready: Promise<Prepared> | undefined;
  return () =>
    (ready ??= askOrg(http, options).catch((error: unknown) => {
      ready = undefined;
      throw error;
    }));
}

async function askOrg(http: Http, options: HttpOptions): Promise<Prepared> {
  const now = (options.now ?? Date.now)();
  const lore = await options.memory?.read();
  const kept = v.safeParse(loreSchema, lore?.value);
  const held = lore && kept.success && isRecent(lore.at, now, LORE_MS) ? { at: lore.at, ...kept.output } : undefined;
  const version = held?.version ?? (await findVersion(http));
  const keep = (learnt: LearntFields): void => {
    // What cannot be kept is learnt again.
    options.memory?.write({ at: held?.at ?? now, value: { version, ...learnt } }).catch(() => undefined);
  };
  // Safe: only this client's describes are kept under these names.
  const before = held && {
    described: held.described as LearntFields['described'],
    stageLabels: held.stageLabels,
    lossField: held.lossField,
  };
  return { version, ...createDescribe(http, version, before, keep) };
}

/** The newest version that was tested, or the org's newest below it. Versions are strings: "100.0" is above "67.0". */
async function findVersion(http: Http): Promise<string> {
  const listed = v.safeParse(versionsSchema, (await http.call('GET', '/services/data')).body);
  if (!listed.success || listed.output.length === 0)
    throw new CrmError(
      'malformed',
      'Salesforce’s list of its API versions is not what the API promises. It was not used; the next sync asks again.',
      { fact: { id: 'odd' } },
    );
  const best = Math.max(
    ...listed.output.map(({ version }) => Number(version)).filter((each) => each <= TESTED_VERSION),
  );
  if (best < FLOOR_VERSION)
    throw new CrmError(
      'malformed',
      `This org speaks API versions below ${FLOOR_VERSION}.0 only, which Pipelens cannot read.`,
      { fact: { id: 'oldVersions', values: { floor: `${FLOOR_VERSION}.0` } } },
    );
  return `${best}.0`;
}
