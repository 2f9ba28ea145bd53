import type { FilterChoice, LensChoices } from '@/lib/answers/lens-choices';
import type { Scope } from '@/lib/deal/team/team-scope';
import { type FilterName, FILTERS, type Lens } from '@/lib/forecast/lens';
import { formatMoneyShort, t } from '@/lib/i18n';
import { NO_FAMILY, NOT_IN_PRODUCTS } from '@/lib/log/products';
import type { Compare } from '@/lib/store/drill-look';

/** Whose deals, in few words; the surface's own team where nothing is chosen. */
export function scopeText({ people, hierarchy }: LensChoices, scope: Scope | undefined): string {
  if (!scope) return t(hierarchy === 'everyone' ? 'lens.scope.all' : 'lens.scope.own');
  if (scope.kind === 'all') return t('lens.scope.all');
  if (scope.kind === 'mine') return t('lens.scope.mine');
  const name = people.find(({ userId }) => userId === scope.userId)?.name ?? scope.userId;
  return scope.kind === 'team' ? t('lens.scope.team', { name }) : name;
}

const CATEGORIES = ['pipeline', 'bestCase', 'mostLikely', 'commit', 'closed', 'omitted'] as const;

/** A value that deals are filtered by, in the org's words or ours. */
export function valueText({ filters, currency }: LensChoices, name: FilterName, value: string): string {
  if (name === 'family') return familyText(value);
  if (value === '') return t('lens.none');
  const known = filters.find((each) => each.name === name && each.value === value);
  if (known?.band) return bandText(known.band, currency);
  const category = name === 'category' ? CATEGORIES.find((each) => each === value) : undefined;
  if (category) return t(`six.category.${category}`);
  return known?.label ?? value;
}

/** A family of products; the two words that name none are no words of the org. */
export const familyText = (family: string): string =>
  family === NOT_IN_PRODUCTS ? t('families.rest') : family === NO_FAMILY ? t('families.unnamed') : family;

function bandText({ from, to }: NonNullable<FilterChoice['band']>, currency: string): string {
  const money = (amount: number): string => formatMoneyShort(amount, currency);
  if (to === undefined) return t('lens.band.from', { from: money(from) });
  return from <= 0 ? t('lens.band.to', { to: money(to) }) : t('lens.band', { from: money(from), to: money(to) });
}

/** One value that deals are filtered by, with the name of what it is a value of. */
export const chipText = (choices: LensChoices, name: FilterName, value: string): string =>
  t('lens.chip', { name: t(`lens.filter.${name}`), value: valueText(choices, name, value) });

const chipsOf = (choices: LensChoices, filters: Lens['filters'] = {}): string[] =>
  FILTERS.flatMap((name) => (filters[name] ?? []).map((value) => chipText(choices, name, value)));

/** Whose deals, of which quarter and which of them. */
function lookText(choices: LensChoices, { scope, quarter = 0, filters, isSameDay }: Lens): string {
  const label = choices.quarters.find(({ steps }) => steps === quarter)?.label;
  return [
    scopeText(choices, scope),
    label && isSameDay ? t('lens.sameDay', { quarter: label }) : label,
    ...chipsOf(choices, filters),
  ]
    .filter(Boolean)
    .join(' · ');
}

export function comparedWith(choices: LensChoices, compare: Compare): string {
  if (compare.kind === 'scope') return scopeText(choices, compare.scope);
  if (compare.kind === 'look') return lookText(choices, compare.lens);
  if (compare.kind !== 'slice') return t(`lens.compare.${compare.kind}`);
  const chips = chipsOf(choices, compare.filters);
  return chips.length > 0 ? chips.join(', ') : t('lens.compare.whole');
}
