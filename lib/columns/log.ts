import type { FieldChange, Opportunity, Version } from '@/lib/deal/opportunity';
import { type OrgProfile, orgZone, type Stage } from '@/lib/deal/org';
import type { PipelineLog } from '@/lib/log/event-log';

import { constantAmounts } from './constant-amounts';
import { type StateSettings, statesOf } from './deal-states';
import { narrow } from './dictionary';
import { newWords, readDeals, readHistory, type Words } from './log-source';
import { pack } from './pack';
import { type CurrencySettings, hasCurrencies, pricer } from './price';
import type { TableChunks } from './read-columns';
import { SCHEMAS } from './schema';
import { readTrackedChanges, type TrackedChanges } from './tracked-changes';

interface Settings {
  stages: ReadonlyMap<string, Pick<Stage, 'isClosed' | 'isWon'>>;
  /** Without a zone days are those of UTC, as for files that have none. */
  profile: CurrencySettings & Partial<Pick<OrgProfile, 'timeZone' | 'orgTimeZone'>>;
  /** Instant from which deals that go were noticed and kept, ms. */
  keptSince?: number;
}

export interface LogInput extends Settings {
  opportunities: readonly Opportunity[];
  versions: readonly Version[];
  fieldChanges: readonly FieldChange[];
  /** Deals that are gone, and when that was found out (ms), where their rows do not say so themselves. */
  goneAt?: ReadonlyMap<string, number>;
}

/** The same log from rows: they are packed first, so that there is one way to make it. */
export function buildLog({ opportunities, versions, fieldChanges, goneAt, ...settings }: LogInput): PipelineLog {
  const deals = goneAt
    ? opportunities.map((each) => {
        const at = goneAt.get(each.id);
        return at === undefined ? each : { ...each, goneAt: at };
      })
    : opportunities;
  return logOf({
    ...settings,
    opportunity: { chunks: [{ hot: pack(SCHEMAS.opportunity, deals) }] },
    version: { chunks: [{ hot: pack(SCHEMAS.version, versions) }] },
    fieldChange: { chunks: [{ hot: pack(SCHEMAS.fieldChange, fieldChanges) }] },
  });
}

export interface LogTables extends Settings {
  opportunity: TableChunks;
  version: TableChunks;
  fieldChange: TableChunks;
}

/**
 * Makes the event log from stored columns; no row becomes an object. The CRM's snapshots give stage, amount with its currency, close
 * date and category, tracked changes give owner, account, type, source, record type, campaign and territory (versions have none of them), and the
 * record as it is now ends the log. Rows may come in any order, twice, or with a history that starts after the deal or is missing; of
 * several states at one instant that with the highest id counts, as the CRM numbers them in order.
 *
 * Stated results of what history cannot say: the first known state stands in from the deal's creation (`FIRST_STATE_ASSUMED`);
 * without tracked changes before it the earliest known owner and filing stand in (`OWNER_ASSUMED` and its
 * like); an amount whose currency was not kept is in the record's (`CURRENCY_ASSUMED`); a stage that the org no longer lists is what
 * the record says where it is still in it, else won where its category is closed or its probability 100, lost where it was omitted
 * at probability 0, else open (`STAGE_UNKNOWN`).
 */
export const logOf = (tables: LogTables): PipelineLog => builtLog(tables).log;

/** A log with what it takes to go on from it: the words of its codes, and since when each field is tracked. */
export interface BuiltLog {
  log: PipelineLog;
  words: Words;
  since: TrackedChanges['since'];
}

export const stateSettings = ({ stages, profile }: Settings, words: Words): StateSettings => ({
  listed: words.stage.words.map((word) => stages.get(word)),
  price: pricer(profile, words.currency.words),
  ...(profile.datedRates?.length
    ? {
        constant: (told) =>
          constantAmounts(told, {
            profile,
            currencies: words.currency.words,
            timeZone: orgZone({ timeZone: 'UTC', ...profile }),
          }),
      }
    : {}),
  hasCurrencies: hasCurrencies(profile),
});

export function builtLog({ keptSince = Infinity, ...input }: LogTables): BuiltLog {
  const words = newWords();
  const deals = readDeals(input.opportunity, words);
  const history = readHistory(input.version, deals, words);
  const tracked = readTrackedChanges(input.fieldChange, deals, words);
  const states = statesOf(deals, history, tracked, stateSettings(input, words));
  const codes = (column: Uint32Array, { words: of }: { words: readonly string[] }) => narrow(column, of.length);
  const { account, type, source, recordType, campaign, territory } = states.past;
  const wordsOf = ({ words: of }: { words: readonly string[] }) => of.slice();
  const log: PipelineLog = {
    size: deals.size,
    ids: deals.ids,
    timeZone: orgZone({ timeZone: 'UTC', ...input.profile }),
    goneAt: deals.goneAt,
    modifiedAt: deals.modifiedAt,
    account: codes(deals.account, words.account),
    type: codes(deals.type, words.type),
    source: codes(deals.source, words.source),
    recordType: codes(deals.recordType, words.recordType),
    campaign: codes(deals.campaign, words.campaign),
    territory: codes(deals.territory, words.territory),
    ...states,
    stage: codes(states.stage, words.stage),
    owner: codes(states.owner, words.owner),
    past: {
      ...(account ? { account: codes(account, words.account) } : {}),
      ...(type ? { type: codes(type, words.type) } : {}),
      ...(source ? { source: codes(source, words.source) } : {}),
      ...(recordType ? { recordType: codes(recordType, words.recordType) } : {}),
      ...(campaign ? { campaign: codes(campaign, words.campaign) } : {}),
      ...(territory ? { territory: codes(territory, words.territory) } : {}),
    },
    ownersSince: tracked.since.owner,
    keptSince,
    words: {
      account: wordsOf(words.account),
      type: wordsOf(words.type),
      source: wordsOf(words.source),
      recordType: wordsOf(words.recordType),
      campaign: wordsOf(words.campaign),
      territory: wordsOf(words.territory),
      stage: wordsOf(words.stage),
      owner: wordsOf(words.owner),
    },
  };
  return { log, words, since: tracked.since };
}
