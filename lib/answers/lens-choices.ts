import { quarterAt } from '@/lib/calendar/fiscal';
import type { Period } from '@/lib/calendar/period';
import { belowOf, defaultScope, teamOf } from '@/lib/deal/hierarchy';
import { toMajor, minor } from '@/lib/deal/money';
import type { OrgProfile, Quota } from '@/lib/deal/org';
import { guessRole, type RoleGuess } from '@/lib/deal/team/role-guess';
import type { Hierarchy, Scope } from '@/lib/deal/team/team-scope';
import type { OrgFacts } from '@/lib/forecast/facts';
import { type FilterName, FILTERS, lastRows, quarterFrom } from '@/lib/forecast/lens';
import { axisOf } from '@/lib/log/dimension';
import { dealsByFamily, NO_FAMILY, NOT_IN_PRODUCTS } from '@/lib/log/products';

/** One value that deals can be filtered by. */
export interface FilterChoice {
  name: FilterName;
  /** '' is none. */
  value: string;
  /** In the org's own words; absent where the value is one of ours, as a forecast category or a band is. */
  label?: string;
  /** Of a band of amounts, in corporate currency: from, and up to without. */
  band?: { from: number; to?: number };
  /** Deals that it lets through, of all that are there. */
  count: number;
}

/** What the header of every view can be set to. */
export interface LensChoices {
  /** What is shown where nothing is chosen, and which tree it comes from. */
  usual: Scope;
  hierarchy: Hierarchy;
  /** What the person who asks seems to be. */
  role: RoleGuess;
  currency: string;
  /** People who own a deal or lead others, by name; `team` counts those below, that person included. */
  people: { userId: string; name: string; isSelf: boolean; isActive: boolean; team?: number }[];
  /** Steps from the present quarter, the oldest first. */
  quarters: (Period & { steps: number })[];
  filters: FilterChoice[];
  /** The CRM's forecasts that have quotas, for `sliceType` to say which deals alone have some. */
  quotasOf: Pick<OrgProfile, 'forecastTypes' | 'recordTypes'>;
  /** What `familyQuotas` asks of them: one of each family and forecast. */
  familyQuotas: Pick<Quota, 'productFamily' | 'forecastTypeId'>[];
}

/** A year back for the same quarter, and a year ahead. */
const [OLDEST, NEWEST] = [-8, 4];

/** Everything that the header offers: people and teams, quarters, and each value that any deal has. */
export function lensChoices(facts: OrgFacts): LensChoices {
  const { log, now, users, profile, stages, today } = facts;
  const { hierarchy } = teamOf(facts, profile.userId);
  const rows = lastRows(log);
  const present = quarterAt(profile, today);
  const people = [...users.values()].flatMap(({ id, name, isActive }) => {
    const team = belowOf(facts, id).size;
    if (team === 1 && !facts.owners.all.has(id)) return [];
    return [{ userId: id, name, isSelf: id === profile.userId, isActive, ...(team > 1 ? { team } : {}) }];
  });
  const filters = FILTERS.flatMap((name): FilterChoice[] => {
    if (name === 'family') {
      const { words } = log.products ?? { words: [] };
      const counts = dealsByFamily(log);
      return words.flatMap((value, code): FilterChoice[] => {
        const count = counts[code] ?? 0;
        const isNamed = value !== NOT_IN_PRODUCTS && value !== NO_FAMILY;
        return count === 0 ? [] : [{ name, value, ...(isNamed ? { label: value } : {}), count }];
      });
    }
    const { codes, words } = axisOf(log, name, rows, now);
    const counts = new Uint32Array(words.length);
    const lasts = new Uint32Array(words.length);
    for (const [row, code] of codes.entries()) {
      if (log.goneAt[row] !== Infinity) continue;
      counts[code] = (counts[code] ?? 0) + 1;
      lasts[code] = row;
    }
    const nameOf = (value: string, place: number): string => {
      if (name !== 'campaign' && name !== 'territory') return value;
      const deal = facts.deal(log.ids[place] ?? '')?.opportunity;
      return (name === 'campaign' ? deal?.campaignName : deal?.territoryName) ?? value;
    };
    // Nobody can tell ids apart: the CRM's own names stand for them.
    const label = (value: string, place: number): { label?: string } =>
      name === 'stage'
        ? { label: stages.get(value)?.label ?? value }
        : name === 'recordType'
          ? { label: profile.recordTypes?.[value] ?? value }
          : name === 'category' || name === 'amountBand'
            ? {}
            : { label: nameOf(value, place) };
    return words.flatMap((value, code): FilterChoice[] => {
      const count = counts[code] ?? 0;
      if (count === 0) return [];
      const next = words[code + 1];
      const major = (edge: string): number => toMajor(minor(Number(edge)), profile.currency);
      return [
        {
          name,
          value,
          ...(value === '' ? {} : label(value, lasts[code] ?? 0)),
          ...(name === 'amountBand' && value !== ''
            ? { band: { from: major(value), ...(next === undefined ? {} : { to: major(next) }) } }
            : {}),
          count,
        },
      ];
    });
  });
  const withQuotas = new Set(facts.quotas.map(({ forecastTypeId }) => forecastTypeId));
  const families = new Map(
    facts.quotas.flatMap(({ productFamily, forecastTypeId }) =>
      productFamily === undefined
        ? []
        : [
            [
              `${forecastTypeId ?? ''}/${productFamily}`,
              { productFamily, ...(forecastTypeId === undefined ? {} : { forecastTypeId }) },
            ] as const,
          ],
    ),
  );
  return {
    usual: defaultScope(facts),
    hierarchy,
    role: guessRole(facts),
    currency: profile.currency,
    people: people.toSorted((a, b) => a.name.localeCompare(b.name)),
    quarters: Array.from({ length: NEWEST - OLDEST + 1 }, (_, index) => {
      const steps = OLDEST + index;
      return { ...quarterFrom(profile, present, steps), steps };
    }),
    quotasOf: {
      forecastTypes: profile.forecastTypes?.filter(({ id }) => withQuotas.has(id)) ?? [],
      recordTypes: profile.recordTypes ?? {},
    },
    familyQuotas: [...families.values()],
    // What all deals share tells none apart.
    filters: filters.filter(({ name }) => filters.filter((each) => each.name === name).length > 1),
  };
}
