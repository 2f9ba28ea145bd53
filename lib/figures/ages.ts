import { DAY_MS } from '@/lib/calendar/days';
import type { Instant } from '@/lib/calendar/instant';
import { minor, type Minor } from '@/lib/deal/money';
import { everyDeal, visits } from '@/lib/figures/stage-visits';
import { type PipelineLog, versionAt } from '@/lib/log/event-log';
import type { DealIndex } from '@/lib/log/positions';

/** Edges of the age bands, in days. */
export const AGE_BANDS = [0, 30, 60, 90, 180, 365] as const;
/** A deal this long in one stage is a zombie (G9.2). */
export const ZOMBIE_DAYS = 365;

export interface AgeCell {
  stage: string;
  band: number;
  count: number;
  amount: Minor;
  deals: DealIndex[];
}

/** Stage × days in stage of what is open: where deals lie still. Amounts in minor units. */
export function stageAgeMatrix(log: PipelineLog, at: Instant, isDeal = everyDeal): AgeCell[] {
  const cells = new Map<string, AgeCell>();
  for (const { deal, stage, enteredAt, exit } of visits(log, at, isDeal)) {
    if (exit) continue;
    const version = versionAt(log, deal, at);
    if (version < 0) continue;
    const days = (at - enteredAt) / DAY_MS;
    const band = AGE_BANDS.findLastIndex((edge) => days >= edge);
    const name = log.words.stage[stage] ?? '';
    const cell = cells.get(`${name}/${band}`) ?? { stage: name, band, count: 0, amount: minor(0), deals: [] };
    const amount = log.amount[version] ?? Number.NaN;
    cell.count += 1;
    cell.amount = minor(cell.amount + (Number.isNaN(amount) ? 0 : amount));
    cell.deals.push(deal);
    cells.set(`${name}/${band}`, cell);
  }
  return [...cells.values()];
}
