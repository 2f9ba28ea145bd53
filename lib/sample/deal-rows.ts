import { DAY_MS, type Day, dayFromNumber } from '@/lib/calendar/days';

import type { DealLife } from './deal';
import type { Step } from './deal';
import { makeId } from './made-ids';
import { NEXT_STEPS } from './made-names';
import type { Row, Value } from './org-tables';
import { STAGES, WON_STAGE } from './sample-stages';
import type { Random } from './seeded';
import type { WorkClock } from './workdays';

interface DealInput {
  id: string;
  name: string;
  ownerId: string;
  accountId: string | null;
  life: DealLife;
  clock: WorkClock;
  now: number;
  asOf: Day;
  tasks: readonly Record<string, Value>[];
  events: readonly Record<string, Value>[];
  reps: readonly string[];
  firstHistory: number;
  firstFieldHistory: number;
  currency?: string;
}

const iso = (at: number): string => new Date(at).toISOString();
const stageOf = (step: Step) => STAGES[step.stage] ?? STAGES[0];

/** The record as it is now, and the history that led there: the last history row is the record's own state. */
export function opportunityRows(
  random: Random,
  input: DealInput,
): { opportunity: Row; history: Row[]; fieldHistory: Row[] } {
  const { id, ownerId, now } = input;
  // Each step is of another day, and all are within working hours: they are in order.
  const steps = input.life.steps.map((step) => ({
    ...step,
    at: input.clock.at(random, step.day),
    closeDate: dayFromNumber(step.closeDay),
  }));
  const nextStep = random.chance(0.7) ? random.pick(NEXT_STEPS) : null;
  const history = steps.map((step, index): Row => {
    const before = steps[index - 1];
    const stage = stageOf(step);
    return {
      Id: makeId('008', input.firstHistory + index + 1),
      OpportunityId: id,
      StageName: stage.name,
      Amount: step.amount,
      CloseDate: step.closeDate,
      Probability: stage.probability,
      ForecastCategory: stage.category,
      ExpectedRevenue: step.amount === null ? null : (step.amount * stage.probability) / 100,
      PrevAmount: before?.amount ?? null,
      PrevCloseDate: before?.closeDate ?? null,
      CreatedDate: iso(step.at),
      CreatedById: ownerId,
      SystemModstamp: iso(steps[index + 1]?.at ?? step.at),
      IsDeleted: false,
      ...(input.currency === undefined ? {} : { CurrencyIsoCode: input.currency }),
    };
  });

  const fieldHistory: Row[] = [];
  const first = steps[0];
  const last = steps.at(-1);
  if (!first || !last) throw new RangeError(`Deal ${id} has no steps.`);
  const track = (field: string, from: Value, to: Value, at: number, type: string): void => {
    fieldHistory.push({
      Id: makeId('017', input.firstFieldHistory + fieldHistory.length + 1),
      OpportunityId: id,
      Field: field,
      OldValue: from,
      NewValue: to,
      DataType: type,
      CreatedDate: iso(at),
      CreatedById: ownerId,
      IsDeleted: false,
    });
  };
  const span = last.at - first.at;
  const kept = now - 548 * DAY_MS;
  if (random.chance(0.08) && input.reps.length > 1) {
    const at = first.at + span * random.next();
    const before = random.pick(input.reps.filter((rep) => rep !== ownerId));
    if (at > kept) {
      // A look-up leaves two rows a change: names, then ids.
      track('Owner', 'Previous owner', 'Present owner', at, 'Text');
      track('Owner', before, ownerId, at, 'EntityId');
    }
  }
  if (nextStep !== null && span > 0) {
    const at = first.at + span * (0.3 + 0.7 * random.next());
    if (at > kept) track('NextStep', random.pick(NEXT_STEPS), nextStep, at, 'Text');
  }

  const stage = stageOf(last);
  const modifiedAt = Math.max(last.at, ...fieldHistory.map((row) => Date.parse(String(row['CreatedDate']))));
  const stageSteps = steps.filter((step, index) => index > 0 && step.stage !== steps[index - 1]?.stage);
  const stageChanged = stageSteps.at(-1);
  const touches = [
    ...input.events.map((event) => String(event['ActivityDate'])),
    ...input.tasks.flatMap((task) => (task['IsClosed'] === true ? [String(task['ActivityDate'])] : [])),
  ].toSorted();
  const openTasks = input.tasks.filter((task) => task['IsClosed'] === false);
  const month = (date: string): string => date.slice(0, 7);
  const pushCount = steps.filter((step, index) => {
    const before = steps[index - 1];
    return before !== undefined && month(step.closeDate) > month(before.closeDate);
  }).length;
  const isWon = last.stage === WON_STAGE;
  return {
    history,
    fieldHistory,
    opportunity: {
      Id: id,
      Name: input.name,
      AccountId: input.accountId,
      OwnerId: ownerId,
      StageName: stage.name,
      Amount: last.amount,
      CloseDate: last.closeDate,
      Probability: stage.probability,
      ForecastCategory: stage.category,
      ForecastCategoryName: stage.categoryName,
      ExpectedRevenue: last.amount === null ? null : (last.amount * stage.probability) / 100,
      IsClosed: stage.isClosed,
      IsWon: isWon,
      IsDeleted: false,
      NextStep: last.stage >= WON_STAGE ? null : nextStep,
      Type: random.chance(0.6) ? 'New Business' : 'Existing Business',
      LeadSource: random.pick(['Web', 'Partner', 'Referral', 'Event', null]),
      Description: null,
      CreatedDate: iso(first.at),
      CreatedById: ownerId,
      LastModifiedDate: iso(modifiedAt),
      LastModifiedById: ownerId,
      SystemModstamp: iso(modifiedAt),
      LastActivityDate: touches.at(-1) ?? null,
      LastStageChangeDate: stageChanged ? iso(stageChanged.at) : null,
      PushCount: pushCount,
      HasOpportunityLineItem: random.chance(0.1),
      HasOpenActivity:
        openTasks.length > 0 || input.events.some((event) => String(event['ActivityDate']) >= input.asOf),
      HasOverdueTask: openTasks.some((task) => String(task['ActivityDate']) < input.asOf),
      FiscalYear: Number(last.closeDate.slice(0, 4)),
      FiscalQuarter: Math.ceil(Number(last.closeDate.slice(5, 7)) / 3),
      Fiscal: `${last.closeDate.slice(0, 4)} ${Math.ceil(Number(last.closeDate.slice(5, 7)) / 3)}`,
      ...(input.currency === undefined ? {} : { CurrencyIsoCode: input.currency }),
    },
  };
}
