import { randomStream } from '@/lib/figures/random';
import { makeId } from '@/lib/sample/made-ids';
import type { Odd } from '@/lib/sample/odd';
import type { OrgTables, Row } from '@/lib/sample/org-tables';

import { AS_OF } from './read';

type Tables = OrgTables['tables'];
export const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const MIDNIGHT = Date.parse(`${AS_OF}T00:00:00Z`);
const DAY = 86_400_000;

/** Of an org that lives in a time zone, in a currency. */
export const zone = (name: string, currency: string): Odd => ({ settings: { zone: name, currency } });

/** Rewrites the lives of half of the deals: amounts of every kind, dates, stages there and back, categories and owners. */
export const churn = (seed: number): Odd => ({
  alter(tables) {
    const random = randomStream(seed);
    const pick = <Value>(all: readonly Value[]): Value | undefined => all[Math.floor(random() * all.length)];
    const owners = [...new Set(tables.Opportunity.map((deal) => text(deal['OwnerId'])))];
    const histories = Map.groupBy(tables.OpportunityHistory, (row) => text(row['OpportunityId']));
    let number = 900_000;
    for (const deal of tables.Opportunity) {
      if (random() < 0.5) continue;
      let last = histories
        .get(deal.Id)
        ?.toSorted((a, b) => (text(a['CreatedDate']) < text(b['CreatedDate']) ? -1 : 1))
        .at(-1);
      for (let step = Math.ceil(random() * 4); last && step > 0; step -= 1) {
        const from = Date.parse(text(last['CreatedDate']));
        if (from > MIDNIGHT - DAY) break;
        const at = new Date(
          Math.max(from + 60_000, MIDNIGHT - Math.floor(random() ** 2 * (MIDNIGHT - from))),
        ).toISOString();
        last = { ...last, Id: makeId('008', (number += 1)), CreatedDate: at, SystemModstamp: at };
        tables.OpportunityHistory.push(last);
        const kind = Math.floor(random() * 5);
        if (kind === 0) last['Amount'] = pick([null, 0, -1200.5, 12_345.67, 500_000, 33.335]) ?? null;
        if (kind === 1)
          last['CloseDate'] = new Date(MIDNIGHT + Math.floor((random() - 0.45) * 260) * DAY).toISOString().slice(0, 10);
        if (kind === 2) Object.assign(last, stateOf(pick(tables.OpportunityStage)));
        if (kind === 3)
          last['ForecastCategory'] = pick(['Omitted', 'Pipeline', 'BestCase', 'MostLikely', 'Forecast']) ?? null;
        if (kind === 4) handOver(tables, deal, { to: pick(owners) ?? '', at, id: makeId('017', number) });
        const name = last['StageName'];
        const stage = tables.OpportunityStage.find((each) => each['ApiName'] === name);
        if (stage?.['IsClosed'] === true) last['ForecastCategory'] = stage['ForecastCategory'] ?? null;
        else if (last['ForecastCategory'] === 'Closed') last['ForecastCategory'] = 'Pipeline';
        const { Amount, CloseDate, StageName, ForecastCategory, Probability } = last;
        Object.assign(deal, { Amount, CloseDate, StageName, ForecastCategory, Probability });
        Object.assign(deal, { IsClosed: stage?.['IsClosed'], IsWon: stage?.['IsWon'], LastStageChangeDate: at });
        Object.assign(deal, {
          LastModifiedDate: at,
          SystemModstamp: at,
          ForecastCategoryName: ForecastCategory === 'Forecast' ? 'Commit' : ForecastCategory,
        });
      }
    }
  },
});

const stateOf = (stage: Row | undefined): object => ({
  StageName: stage?.['ApiName'],
  ForecastCategory: stage?.['ForecastCategory'],
  Probability: stage?.['DefaultProbability'],
});

function handOver(tables: Tables, deal: Row, { to, at, id }: { to: string; at: string; id: string }): void {
  const was = text(deal['OwnerId']);
  const isLater = ownerChanges(tables.OpportunityFieldHistory, deal.Id).every((row) => text(row['CreatedDate']) < at);
  if (to === was || !isLater) return;
  deal['OwnerId'] = to;
  tables.OpportunityFieldHistory.push({
    Id: id,
    OpportunityId: deal.Id,
    Field: 'Owner',
    OldValue: was,
    NewValue: to,
    DataType: 'EntityId',
    CreatedDate: at,
    CreatedById: was,
    IsDeleted: false,
  });
}

/** The rows of ids; those of names stand beside them. */
export const ownerChanges = (rows: readonly Row[], dealId: string): Row[] =>
  rows
    .filter((row) => row['OpportunityId'] === dealId && row['Field'] === 'Owner' && row['DataType'] === 'EntityId')
    .toSorted((a, b) => (text(a['CreatedDate']) < text(b['CreatedDate']) ? -1 : 1));

/** Who had a deal at an instant, by its changes of owner and the one that it has now. */
export function ownerAt(rows: readonly Row[], deal: Row, at: number): string {
  const changes = ownerChanges(rows, deal.Id);
  const last = changes.findLast((row) => Date.parse(text(row['CreatedDate'])) <= at);
  return text(last?.['NewValue'] ?? changes[0]?.['OldValue'] ?? deal['OwnerId']);
}

type Rate = readonly [iso: string, rate: number, from: string, until: string];

/** Deals by turns in several currencies, the first the org's own; quotas by turns in its own and the second. Some days have no dated rate. */
export const currencies = (list: readonly (readonly [iso: string, rate: number])[], dated: readonly Rate[]): Odd => ({
  alter(tables) {
    const at = (index: number): string => list[index % list.length]?.[0] ?? '';
    tables.CurrencyType = list.map(([IsoCode, ConversionRate], index) => ({
      Id: makeId('01L', index + 1),
      IsoCode,
      ConversionRate,
      DecimalPlaces: 2,
      IsActive: true,
      IsCorporate: index === 0,
    }));
    tables.DatedConversionRate = dated.map(([IsoCode, ConversionRate, StartDate, NextStartDate], index) => ({
      Id: makeId('04w', index + 1),
      IsoCode,
      ConversionRate,
      StartDate,
      NextStartDate,
    }));
    const own = new Map(tables.Opportunity.map(({ Id }, index) => [Id, at(index)]));
    for (const deal of tables.Opportunity) deal['CurrencyIsoCode'] = own.get(deal.Id) ?? null;
    for (const row of tables.OpportunityHistory) row['CurrencyIsoCode'] = own.get(text(row['OpportunityId'])) ?? null;
    for (const [index, row] of tables.ForecastingQuota.entries()) row['CurrencyIsoCode'] = at(index % 2);
    for (const user of tables.User)
      Object.assign(user, { DefaultCurrencyIsoCode: at(0), TimeZoneSidKey: 'Pacific/Honolulu' });
  },
});

/** Half of the deals are shared in any proportion, and many have overlays that come to more than the deal. */
export const shared = (seed: number): Odd => ({
  alter(tables) {
    const random = randomStream(seed);
    const [revenue, overlay] = tables.OpportunitySplitType;
    const has = new Set(tables.OpportunitySplit.map((row) => row['OpportunityId']));
    if (!revenue || !overlay) return;
    for (const deal of tables.Opportunity) {
      if (has.has(deal.Id) || random() < 0.5) continue;
      const others = tables.User.filter(({ Id }) => Id !== deal['OwnerId']);
      const other = (): string => others[Math.floor(random() * others.length)]?.Id ?? '';
      const part = [10, 33.33, 60, 100, 0][Math.floor(random() * 5)] ?? 0;
      const put = (type: Row, userId: string, percent: number): void => {
        tables.OpportunitySplit.push({
          Id: makeId('1Qk', 700_000 + tables.OpportunitySplit.length),
          OpportunityId: deal.Id,
          SplitOwnerId: userId,
          SplitTypeId: type.Id,
          SplitPercentage: percent,
          SplitAmount: deal['Amount'] == null ? null : Math.round(Number(deal['Amount']) * percent) / 100,
          CreatedDate: deal['CreatedDate'] ?? null,
          SystemModstamp: deal['SystemModstamp'] ?? null,
          IsDeleted: false,
        });
      };
      put(revenue, other(), part);
      if (part < 100) put(revenue, text(deal['OwnerId']), Math.round((100 - part) * 100) / 100);
      if (random() < 0.6) for (const percent of [100, 75]) put(overlay, other(), percent);
    }
  },
});
