import { instant } from '@/lib/calendar/instant';
import type { Period } from '@/lib/calendar/period';
import { ownersIn } from '@/lib/deal/hierarchy';
import { toMinor, type Minor } from '@/lib/deal/money';
import { quotasIn } from '@/lib/deal/quota';
import { asOf } from '@/lib/figures/ask';
import { closedWon, openPipeline } from '@/lib/figures/states';
import { coverage, gapToQuota } from '@/lib/figures/targets';
import type { OrgFacts } from '@/lib/forecast/facts';
import type { PipelineLog } from '@/lib/log/event-log';

/** Each person with deals, a quota or people, alone and with everyone below, as `ask` answers. Minor units. */
export function teamRows(facts: OrgFacts, log: PipelineLog, { at, period }: { at: number; period: Period }) {
  const state = asOf(log, instant(at));
  const quotas = quotasIn(facts, period);
  const minor = (amount: number | undefined): number | undefined =>
    amount === undefined ? undefined : toMinor(amount, facts.profile.currency);
  const of = (people: ReadonlySet<string>) => {
    const question = { today: period.end, filter: { period, ownerIds: people } };
    const [won, open] = [closedWon, openPipeline].map((figure) => state.ask(figure, question).total.amount) as [
      Minor,
      Minor,
    ];
    const quota = minor(quotas.of(people).amount);
    const gap = quota === undefined ? undefined : gapToQuota.compute({ quota, won });
    return { won, open, quota, gap, coverage: gap === undefined ? undefined : coverage.compute({ open, gap }) };
  };
  const teamOf = (userId: string): ReadonlySet<string> =>
    facts.users.has(userId) ? (ownersIn(facts, { kind: 'team', userId }) ?? new Set([userId])) : new Set([userId]);
  const owners = [openPipeline, closedWon].flatMap((figure) =>
    state.ask(figure, { today: period.end, filter: { period }, by: 'owner' }).groups.map(({ key }) => key),
  );
  const leaders = [...facts.users.keys()].filter((userId) => teamOf(userId).size > 1);
  return [...new Set([...owners, ...quotas.holders, ...leaders])].map((userId) => {
    const people = teamOf(userId);
    const { target, sum, doubts } = quotas.of(people);
    return {
      userId,
      size: people.size,
      own: of(new Set([userId])),
      team: of(people),
      target: minor(target),
      quotaSum: minor(sum),
      doubts,
    };
  });
}
