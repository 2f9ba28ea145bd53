import { addDays, dayAt, daysBetween, type Day } from '@/lib/calendar/days';
import { instant } from '@/lib/calendar/instant';
import type { Deal } from '@/lib/deal/org';
import { people, type Person } from '@/lib/deal/people';
import { contactsOf } from '@/lib/deal/team/attendance';
import type { Cadence } from '@/lib/deal/team/cadence';

/** What a person keeps of somebody on a buying team, where the CRM has no field for it. */
export interface TeamNote {
  stance?: 'for' | 'neutral' | 'against';
  urgency?: 'high' | 'normal' | 'low';
  influence?: 'high' | 'normal' | 'low';
  need?: string;
}

/** Somebody on a buying team, with when to be in touch again. */
export interface TeamMember extends Person, TeamNote {
  /** Absent where silence is not measured: the org logs no activities, or none of the deal's names a person. */
  cadence?: Cadence;
  /** The cadence with urgency and stance taken in, days. */
  everyDays?: number;
  /** Since the last touch, or since they came to the deal where none is logged. */
  silentDays: number;
  /** When that cadence asks for a touch; absent where one is planned, where silence is not measured, and on a closed deal. */
  due?: Day;
}

export interface TeamClock {
  today: Day;
  now: number;
  timeZone: string;
  /** Usual days between two touches with somebody of that role in that stage; undefined where this org does not log who was touched. */
  cadenceOf(role: string | undefined, stage: string): Cadence | undefined;
  noteOf?(contactId: string): TeamNote | undefined;
}

/** An urgent need halves the days between touches and one without haste takes half as many again; who is against is seen twice as often. */
const everyDays = (days: number, { urgency, stance }: TeamNote): number =>
  Math.max(
    1,
    Math.round(days * (urgency === 'high' ? 0.5 : urgency === 'low' ? 1.5 : 1) * (stance === 'against' ? 0.5 : 1)),
  );

/** The buying team of a deal, in the order of `people`. */
export function buyingTeam(deal: Deal, clock: TeamClock): TeamMember[] {
  const { today, now, timeZone, cadenceOf, noteOf } = clock;
  const { opportunity, contactRoles } = deal;
  const isNamed =
    deal.activities.length === 0 || deal.activities.some((activity) => contactsOf(deal, activity).length > 0);
  // Somebody with several roles came with the first of them.
  const since = new Map(
    contactRoles
      .toSorted((a, b) => (b.createdAt ?? 0) - (a.createdAt ?? 0))
      .map(({ contactId, createdAt }) => [contactId, createdAt]),
  );
  return people(deal, today, now, timeZone).map((person): TeamMember => {
    const note = noteOf?.(person.contactId) ?? {};
    const cadence = isNamed ? cadenceOf(person.role, opportunity.stage) : undefined;
    const came = dayAt(instant(since.get(person.contactId) ?? opportunity.createdAt), timeZone);
    const last = person.lastTouch ?? came;
    const every = cadence === undefined ? undefined : everyDays(cadence.days, note);
    const isDue = !opportunity.isClosed && person.nextTouch === undefined;
    return {
      ...person,
      ...note,
      silentDays: Math.max(0, daysBetween(last, today)),
      ...(cadence === undefined || every === undefined
        ? {}
        : { cadence, everyDays: every, ...(isDue ? { due: addDays(last, every) } : {}) }),
    };
  });
}

/** Silent for longer than their own cadence, whatever happens on the deal beside them: deciders first, then the longest overdue. */
export const silentMembers = (team: readonly TeamMember[], today: Day): TeamMember[] =>
  team
    .filter(({ due }) => due !== undefined && due < today)
    .toSorted(
      (a, b) =>
        Number(b.isDecisionMaker) - Number(a.isDecisionMaker) ||
        b.silentDays / (b.everyDays ?? 1) - a.silentDays / (a.everyDays ?? 1),
    );

const CHIEF = /\bc[a-z]o\b|\bchief\b|\bprezes\b|\bdyrektor finansowy\b/i;

/** Somebody whose silence stops a deal: who decides, a chief officer by title, or whom the person called influential or urgent. */
export const isWeighty = ({ isDecisionMaker, title = '', influence, urgency }: TeamMember): boolean =>
  isDecisionMaker || CHIEF.test(title) || influence === 'high' || urgency === 'high';
