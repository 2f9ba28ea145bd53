import { derived } from '@/lib/calendar/derived';
import type { Deal } from '@/lib/deal/org';
import { jotted, type Jotting } from '@/lib/deal/own/jotting';
import type { SharedPlaybook } from '@/lib/deal/playbook/shared-playbook';
import type { ReminderView } from '@/lib/deal/reminders';
import { buyingTeam, type TeamMember } from '@/lib/deal/team/buying-team';
import { type Cadence, DEFAULT_CADENCE_DAYS, gapsOf, roleKey } from '@/lib/deal/team/cadence';
import { type FollowUp, nextFollowUp } from '@/lib/deal/team/next-follow-up';
import type { OrgFacts } from '@/lib/forecast/facts';
import { newestWon } from '@/lib/forecast/newest-won';
import { usualGap } from '@/lib/forecast/usual-gap';

/** The clock of a deal's people: that of the person who reads. */
const clockOf = ({ today, now, profile }: OrgFacts) => ({ today, now, timeZone: profile.timeZone });

const roleInStage = (role: string, stage: string): string => JSON.stringify([role, stage]);
const ofRole = (role: string): string => JSON.stringify([role]);
const EVERYBODY = '[]';

/** Days between touches in the newest won deals: by role and stage, by role, and of everybody. */
function usualGaps(facts: OrgFacts): ReadonlyMap<string, readonly number[]> {
  const gaps = new Map<string, number[]>();
  const add = (key: string, days: number): void => {
    const known = gaps.get(key);
    if (known) known.push(days);
    else gaps.set(key, [days]);
  };
  for (const deal of newestWon(facts)) {
    for (const { roles, stage, days } of gapsOf(deal, clockOf(facts))) {
      for (const role of roles) {
        add(roleInStage(role, stage), days);
        add(ofRole(role), days);
      }
      add(EVERYBODY, days);
    }
  }
  return gaps;
}

/** `cadenceDays` (G9.6): of a role in a stage, learnt from the org's won deals, else a week. Undefined where the org logs no activities. */
export function cadenceOf(facts: OrgFacts, role: string | undefined, stage: string): Cadence | undefined {
  if (!facts.context.activitiesMeasured) return undefined;
  const gaps = derived(facts, usualGaps);
  // Somebody with several roles is seen as often as the one asks for that is seen most often.
  const keys = [...new Set([roleKey(role), ...roleKey(role).split(', ')])];
  const steps = [
    ['roleInStage', keys.map((key) => roleInStage(key, stage))],
    ['role', keys.map(ofRole)],
    ['everybody', [EVERYBODY]],
  ] as const;
  for (const [from, places] of steps) {
    const told = places.flatMap((place): Cadence[] => {
      const known = gaps.get(place) ?? [];
      const days = usualGap(known);
      return days === undefined ? [] : [{ days, n: known.length, from }];
    });
    const [soonest] = told.toSorted((a, b) => a.days - b.days);
    if (soonest) return soonest;
  }
  return { days: DEFAULT_CADENCE_DAYS, n: 0, from: 'default' };
}

/** What the person set and keeps themselves, of every deal. */
export interface Own {
  reminders: readonly ReminderView[];
  jottings: readonly Jotting[];
  /** What is known of the playbook that the team shares in the CRM. */
  shared?: SharedPlaybook | undefined;
}

/** The buying team of a deal, with what the person keeps of each. */
export const buyersOf = (facts: OrgFacts, deal: Deal, jottings: readonly Jotting[]): TeamMember[] =>
  buyingTeam(deal, {
    ...clockOf(facts),
    cadenceOf: (role, stage) => cadenceOf(facts, role, stage),
    noteOf: (contactId) => jotted(jottings, 'person', `${deal.opportunity.id}/${contactId}`),
  });

/** When a deal is to be touched next. Nobody's cadence asks for a touch on one that is closed. */
export function followUpOf(
  facts: OrgFacts,
  deal: Deal,
  { reminders, jottings }: Own,
  team: readonly TeamMember[] = buyersOf(facts, deal, jottings),
): FollowUp | undefined {
  return nextFollowUp(deal, { ...clockOf(facts), reminders, team });
}
