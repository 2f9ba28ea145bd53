import { dayFromNumber, dayNumberAt } from '@/lib/calendar/days';
import { instant } from '@/lib/calendar/instant';
import {
  attributeOf,
  type Attribute,
  CATEGORIES,
  FIRST_STATE_ASSUMED,
  NO_DAY,
  OWNER_ASSUMED,
  type PipelineLog,
} from '@/lib/log/event-log';
import { dealIndex, versionIndex } from '@/lib/log/positions';
import type { Cell, FilledColumn, WarehouseTable } from '@/lib/warehouse/warehouse-table';

const STATUSES = ['open', 'won', 'lost'] as const;

const atOf = (at: number | undefined): Cell => (at === undefined || !Number.isFinite(at) ? undefined : at);
const wordOf = (word: string | undefined): Cell => word || undefined;

/** Every deal, filed as it is now. */
export function dealTable(log: PipelineLog): WarehouseTable {
  const dayOf = (at: number | undefined): Cell => dayFromNumber(dayNumberAt(instant(at ?? 0), log.timeZone));
  const filed =
    (name: Attribute): FilledColumn['at'] =>
    (deal) =>
      wordOf(log.words[name][log[name][deal] ?? 0]);
  return {
    name: 'deals',
    about: 'Every deal that was ever seen, deleted ones included, filed as it is now.',
    key: ['deal_id'],
    size: log.size,
    columns: [
      { name: 'deal_id', type: 'text', about: 'The id of the record in the CRM.', at: (deal) => log.ids[deal] },
      {
        name: 'created_at',
        type: 'instant',
        about: 'When it was created, or its first version where that is earlier.',
        at: (deal) => atOf(log.createdAt[deal]),
      },
      {
        name: 'created_day',
        type: 'day',
        about: 'The day of that in the zone of the org.',
        at: (deal) => dayOf(log.createdAt[deal]),
      },
      {
        name: 'gone_at',
        type: 'instant',
        isOptional: true,
        about: 'When it was found deleted, or no longer visible; empty while it is there.',
        at: (deal) => atOf(log.goneAt[deal]),
      },
      { name: 'account_id', type: 'text', isOptional: true, about: 'Its account now.', at: filed('account') },
      { name: 'deal_type', type: 'text', isOptional: true, about: 'Its type now.', at: filed('type') },
      { name: 'deal_source', type: 'text', isOptional: true, about: 'Its lead source now.', at: filed('source') },
      {
        name: 'record_type_id',
        type: 'text',
        isOptional: true,
        about: 'Its record type now.',
        at: filed('recordType'),
      },
      { name: 'campaign_id', type: 'text', isOptional: true, about: 'Its campaign now.', at: filed('campaign') },
      { name: 'territory_id', type: 'text', isOptional: true, about: 'Its territory now.', at: filed('territory') },
    ],
  };
}

/** Every state of every deal, oldest first. */
export function versionTable(log: PipelineLog): WarehouseTable {
  const size = log.from.length;
  const dealOf = new Uint32Array(size);
  for (let deal = 0; deal < log.size; deal += 1) dealOf.fill(deal, log.starts[deal], log.starts[deal + 1]);
  const days = new Map<number, string>();
  /** Many versions of a day: its text is made once. */
  const textOf = (number: number): string => {
    const known = days.get(number);
    if (known !== undefined) return known;
    const text = dayFromNumber(number);
    days.set(number, text);
    return text;
  };
  const next = (version: number): number =>
    version + 1 < (log.starts[(dealOf[version] ?? 0) + 1] ?? 0) ? (log.from[version + 1] ?? Infinity) : Infinity;
  const filed =
    (name: Attribute): FilledColumn['at'] =>
    (version) =>
      wordOf(log.words[name][attributeOf(log, name, dealIndex(dealOf[version] ?? 0), versionIndex(version))]);
  const doubts =
    (bit: number): FilledColumn['at'] =>
    (version) =>
      ((log.doubt[version] ?? 0) & bit) !== 0;
  return {
    name: 'versions',
    about: 'The event log: every state that every deal was in, oldest first. All figures are questions to this table.',
    key: ['deal_id', 'version'],
    refers: { deal_id: 'deals.deal_id' },
    size,
    columns: [
      { name: 'deal_id', type: 'text', about: 'Whose state it is.', at: (version) => log.ids[dealOf[version] ?? 0] },
      {
        name: 'version',
        type: 'whole',
        about: 'Its place among the states of the deal, from 1.',
        at: (version) => version - (log.starts[dealOf[version] ?? 0] ?? 0) + 1,
      },
      { name: 'from_at', type: 'instant', about: 'From when it holds.', at: (version) => log.from[version] },
      {
        name: 'from_day',
        type: 'day',
        about: 'The day of that in the zone of the org.',
        at: (version) => textOf(dayNumberAt(instant(log.from[version] ?? 0), log.timeZone)),
      },
      {
        name: 'next_at',
        type: 'instant',
        isOptional: true,
        about: 'From when the next state of the deal holds; empty for its last.',
        at: (version) => atOf(next(version)),
      },
      {
        name: 'until_at',
        type: 'instant',
        isOptional: true,
        about: 'Until when it holds, itself not included: the next state, or that the deal went. Empty: it still does.',
        at: (version) => atOf(Math.min(next(version), log.goneAt[dealOf[version] ?? 0] ?? Infinity)),
      },
      {
        name: 'stage',
        type: 'text',
        isOptional: true,
        about: 'The name of the stage.',
        at: (version) => wordOf(log.words.stage[log.stage[version] ?? 0]),
      },
      {
        name: 'status',
        type: 'text',
        about: 'open, won or lost.',
        at: (version) => STATUSES[log.status[version] ?? 0],
      },
      {
        name: 'amount_minor',
        type: 'whole',
        isOptional: true,
        about:
          'Minor units of the corporate currency, at the rate of the close date; empty where nobody has priced it.',
        at(version) {
          const amount = log.amount[version] ?? Number.NaN;
          return Number.isNaN(amount) ? undefined : amount;
        },
      },
      {
        name: 'close_day',
        type: 'day',
        isOptional: true,
        about: 'The close date.',
        at(version) {
          const day = log.closeDay[version] ?? NO_DAY;
          return day === NO_DAY ? undefined : textOf(day);
        },
      },
      {
        name: 'owner_id',
        type: 'text',
        isOptional: true,
        about: 'Whose deal it was.',
        at: (version) => wordOf(log.words.owner[log.owner[version] ?? 0]),
      },
      {
        name: 'category',
        type: 'text',
        isOptional: true,
        about: 'The forecast category: omitted, pipeline, bestCase, mostLikely, commit or closed.',
        at: (version) => wordOf(CATEGORIES[log.category[version] ?? 0]),
      },
      { name: 'account_id', type: 'text', isOptional: true, about: 'Its account then.', at: filed('account') },
      { name: 'deal_type', type: 'text', isOptional: true, about: 'Its type then.', at: filed('type') },
      { name: 'deal_source', type: 'text', isOptional: true, about: 'Its lead source then.', at: filed('source') },
      {
        name: 'record_type_id',
        type: 'text',
        isOptional: true,
        about: 'Its record type then.',
        at: filed('recordType'),
      },
      { name: 'campaign_id', type: 'text', isOptional: true, about: 'Its campaign then.', at: filed('campaign') },
      { name: 'territory_id', type: 'text', isOptional: true, about: 'Its territory then.', at: filed('territory') },
      {
        name: 'owner_assumed',
        type: 'flag',
        about: 'History does not say whose it was: today’s owner stands in.',
        at: doubts(OWNER_ASSUMED),
      },
      {
        name: 'state_assumed',
        type: 'flag',
        about: 'History does not say how it began: the first state that is known stands in.',
        at: doubts(FIRST_STATE_ASSUMED),
      },
    ],
  };
}
