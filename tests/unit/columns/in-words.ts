import {
  ACCOUNT_ASSUMED,
  attributeOf,
  ATTRIBUTES,
  CAMPAIGN_ASSUMED,
  CURRENCY_ASSUMED,
  FIRST_STATE_ASSUMED,
  OWNER_ASSUMED,
  type PipelineLog,
  RECORD_TYPE_ASSUMED,
  SOURCE_ASSUMED,
  STAGE_UNKNOWN,
  TERRITORY_ASSUMED,
  stateOf,
  TYPE_ASSUMED,
} from '@/lib/log/event-log';
import { versionIndex, dealIndex } from '@/lib/log/positions';

import type { Rows } from './log-rows';
import { naiveLog } from './naive-log';

const ASSUMED = {
  account: ACCOUNT_ASSUMED,
  type: TYPE_ASSUMED,
  source: SOURCE_ASSUMED,
  recordType: RECORD_TYPE_ASSUMED,
  campaign: CAMPAIGN_ASSUMED,
  territory: TERRITORY_ASSUMED,
};

/** The log in words: what the columns say, whatever the codes are. */
export const inWords = (log: PipelineLog) =>
  log.ids.map((id, deal) => ({
    id,
    createdAt: log.createdAt[deal],
    datedAt: log.datedAt[deal],
    goneAt: log.goneAt[deal],
    account: log.words.account[log.account[deal] ?? 0],
    type: log.words.type[log.type[deal] ?? 0],
    source: log.words.source[log.source[deal] ?? 0],
    recordType: log.words.recordType[log.recordType[deal] ?? 0],
    campaign: log.words.campaign[log.campaign[deal] ?? 0],
    territory: log.words.territory[log.territory[deal] ?? 0],
    states: Array.from({ length: (log.starts[deal + 1] ?? 0) - (log.starts[deal] ?? 0) }, (_, at) => {
      const version = (log.starts[deal] ?? 0) + at;
      const doubt = log.doubt[version] ?? 0;
      return {
        ...stateOf(log, versionIndex(version)),
        from: log.from[version],
        isOwnerAssumed: (doubt & OWNER_ASSUMED) !== 0,
        isFirstAssumed: (doubt & FIRST_STATE_ASSUMED) !== 0,
        isStageUnknown: (doubt & STAGE_UNKNOWN) !== 0,
        isCurrencyAssumed: (doubt & CURRENCY_ASSUMED) !== 0,
        filed: Object.fromEntries(
          ATTRIBUTES.map((name) => [
            name,
            log.words[name][attributeOf(log, name, dealIndex(deal), versionIndex(version))],
          ]),
        ),
        filedAssumed: ATTRIBUTES.filter((name) => (doubt & ASSUMED[name]) !== 0),
      };
    }),
  }));
export const naiveWords = (given: Rows) =>
  naiveLog(given).map(({ opportunity, createdAt, states }) => ({
    id: opportunity.id,
    createdAt,
    datedAt: createdAt < opportunity.createdAt ? opportunity.createdAt : 0,
    goneAt: opportunity.goneAt ?? Infinity,
    account: opportunity.accountId ?? '',
    type: opportunity.type ?? '',
    source: opportunity.source ?? '',
    recordType: opportunity.recordTypeId ?? '',
    campaign: opportunity.campaignId ?? '',
    territory: opportunity.territoryId ?? '',
    states,
  }));
