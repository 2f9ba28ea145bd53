import type { Change } from '@/lib/answers/changed-field';
import { dayAt, type Day } from '@/lib/calendar/days';
import { instant } from '@/lib/calendar/instant';
import { wordTable } from '@/lib/calendar/word-table';
import { constantAmountsIn } from '@/lib/deal/money';
import type { Version } from '@/lib/deal/opportunity';
import type { Deal } from '@/lib/deal/org';
import type { OrgFacts } from '@/lib/forecast/facts';

const VERSIONED = ['amount', 'closeDate', 'stage', 'category'] as const satisfies readonly (keyof Version &
  Change['field'])[];
const TRACKED = wordTable<Change['field']>({ ownerId: 'owner', nextStep: 'nextStep' });

/** One line per changed field and change, newest first. What the field history has is not taken from the versions again. */
export function dealChanges({ profile, users, stages }: OrgFacts, deal: Deal, since?: Day): Change[] {
  const found: Change[] = [];
  const dayOf = (at: number): Day => dayAt(instant(at), profile.timeZone);
  const isRecent = (at: number): boolean => since === undefined || dayOf(at) >= since;
  const own = (id: string | undefined): Pick<Change, 'isOwn'> => (id === profile.userId ? { isOwn: true } : {});
  const name = (id: string | undefined): string | undefined =>
    id === undefined ? undefined : (users.get(id)?.name ?? id);
  const amounts = constantAmountsIn(deal.versions, deal.opportunity.currency ?? profile.currency, profile);
  for (let index = 1; index < deal.versions.length; index += 1) {
    const [before, after] = [deal.versions[index - 1], deal.versions[index]];
    if (!before || !after || !isRecent(after.from)) continue;
    const label = (field: Change['field'], value: string | number | undefined) =>
      field === 'stage' ? (stages.get(String(value))?.label ?? value) : value;
    for (const field of VERSIONED) {
      const [from, to] = field === 'amount' ? [amounts[index - 1], amounts[index]] : [before[field], after[field]];
      if (from === to) continue;
      // A new stage brings its category along: one line says both.
      if (field === 'category' && before.stage !== after.stage) continue;
      found.push({
        ...change(field, label(field, from), label(field, to), after.from, dayOf(after.from), name(after.by)),
        ...own(after.by),
      });
    }
  }
  for (const { field, from, to, at, by } of deal.fieldChanges) {
    const named = TRACKED[field];
    if (!named || !isRecent(at)) continue;
    const show = (value: string | undefined) => (named === 'owner' ? name(value) : value);
    found.push({ ...change(named, show(from), show(to), at, dayOf(at), name(by)), ...own(by) });
  }
  return found.toSorted((a, b) => b.at - a.at);
}

const change = (
  field: Change['field'],
  from: string | number | undefined,
  to: string | number | undefined,
  at: number,
  on: Day,
  by: string | undefined,
): Change => ({
  field,
  ...(from === undefined ? {} : { from }),
  ...(to === undefined ? {} : { to }),
  at,
  on,
  ...(by === undefined ? {} : { by }),
});
