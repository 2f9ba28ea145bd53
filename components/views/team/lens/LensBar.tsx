import { useCallback, useRef } from 'react';

import { Picker } from '@/components/ui/picker/Picker';
import type { Pick } from '@/components/ui/picker/SearchList';
import { Button } from '@/components/ui/press/Button';
import type { LensChoices } from '@/lib/answers/lens-choices';
import type { Period } from '@/lib/calendar/period';
import type { Scope } from '@/lib/deal/team/team-scope';
import { FILTERS, type FilterName, type Lens, sliceType, familyQuotas } from '@/lib/forecast/lens';
import { formatDay, t } from '@/lib/i18n';
import { answerOf } from '@/lib/store/answered';
import { getBackend } from '@/lib/store/backend';
import { useKeys } from '@/lib/store/choices/key-store';
import { type Drill, type Frame, isCompared, type Sourced } from '@/lib/store/drill';
import { type Compare, swapped, withFilter } from '@/lib/store/drill-look';

import { useCommands } from '../../shared/commands/use-commands';
import { useAnswer } from '../../shared/use-answer';
import { FrameTools } from '../FrameTools';
import type { LevelView, TabView } from '../level';
import { chipText, comparedWith, scopeText, valueText } from './lens-text';

import './LensBar.css';

interface Props {
  drill: Drill<LevelView, TabView>;
  frames: readonly Frame[];
  tab: string;
  title: string;
  answer: Sourced | undefined;
}

const askChoices = () => getBackend().queries.choices({});
const onRevision = (listener: () => void) => getBackend().onRevision(listener);
const count = (shown: number, of: number): string => t('lens.found', { shown, of });

/** Whose deals, which of them, of which quarter, in which money, and against what: the same above every view, and kept through all of them. */
export function LensBar({ drill, frames, tab, title, answer }: Props) {
  const { given } = useAnswer(askChoices, onRevision);
  const choices = answerOf(given);
  // Its two lines have their room before anything is known: nothing moves when it comes.
  if (given.state === 'waiting')
    return (
      <div className="lens" aria-hidden="true">
        <div className="lens-line" />
        <div className="lens-line" />
      </div>
    );
  if (!choices || 'noConnection' in choices) return null;
  return <Bar drill={drill} frames={frames} tab={tab} title={title} answer={answer} choices={choices} />;
}

function Bar({ drill, frames, tab, title, answer, choices }: Props & { choices: LensChoices }) {
  const lens = drill.useDrill((state) => state.lens);
  const compare = drill.useDrill((state) => state.compare);
  const bar = useRef<HTMLElement>(null);
  const { earlier, later, filter: filterKey, compare: compareKey } = useKeys();
  const set = useCallback(
    (next: typeof lens): void => void drill.look({ ...(next ? { lens: next } : {}), ...(compare ? { compare } : {}) }),
    [drill, compare],
  );
  const setQuarter = useCallback(
    (quarter: number): void => {
      const { quarter: _former, isSameDay: _sameDay, ...rest } = lens ?? {};
      set({ ...rest, ...(quarter === 0 ? {} : { quarter }) });
    },
    [lens, set],
  );
  const press = (id: string): void => bar.current?.querySelector<HTMLElement>(`[data-focus="${id}"]`)?.click();

  const quarter = lens?.quarter ?? 0;
  const steps = choices.quarters.map((each) => each.steps);
  const [oldest, newest] = [Math.min(...steps), Math.max(...steps)];
  const self = choices.people.find(({ isSelf }) => isSelf)?.userId ?? '';
  useCommands(() => {
    const row = document.querySelector<HTMLElement>(`[data-focus="listed-${CSS.escape(self)}"]`);
    return [
      { action: 'filter', name: t('command.filter'), run: () => press('lens-filter') },
      { action: 'compare', name: t('command.compare'), run: () => press('lens-compare') },
      ...(quarter > oldest
        ? [{ action: 'earlier' as const, name: t('command.earlier'), run: () => setQuarter(quarter - 1) }]
        : []),
      ...(quarter < newest
        ? [{ action: 'later' as const, name: t('command.later'), run: () => setQuarter(quarter + 1) }]
        : []),
      ...(row ? [{ name: t('command.ownRow'), run: () => row.focus() }] : []),
    ];
  });

  const chips = FILTERS.flatMap((name) => (lens?.filters?.[name] ?? []).map((value) => ({ name, value })));
  const remove = (name: FilterName, value: string): void => {
    bar.current?.querySelector<HTMLElement>('[data-focus="lens-filter"]')?.focus();
    set(withFilter(lens, name, value, false));
  };
  const isOn = (name: FilterName, value: string): boolean => lens?.filters?.[name]?.includes(value) === true;
  const named = (name: FilterName, value: string): string => chipText(choices, name, value);
  const period = answer && periodOf(answer);
  const wanted = choices.quarters.find((each) => each.steps === quarter);
  const present = choices.quarters.find((each) => each.steps === 0);
  const other = swapped({ ...(lens ? { lens } : {}), ...(compare ? { compare } : {}) });
  const quotas = quotaNote(choices, lens?.filters);
  const notes = notesOf({ drill, frames, answer, quotas, lens, compare, wanted, period });
  // In place of a plan it says why there is none: the way back stands beside it.
  const isOther = answer !== undefined && 'other' in answer;
  return (
    <section ref={bar} className="lens" aria-label={t('team.context')}>
      <div className="lens-line">
        <Picker
          label={t('lens.scope')}
          shown={scopeText(choices, lens?.scope)}
          picks={scopePicks(choices)}
          chosen={JSON.stringify(lens?.scope ?? null)}
          hint={t('lens.scope.hint')}
          count={count}
          focusId="lens-scope"
          onPick={(id) => {
            const { scope: _former, ...rest } = lens ?? {};
            const scope = scopeOf(id);
            set({ ...rest, ...(scope ? { scope } : {}) });
          }}
        />
        <select
          aria-label={t('lens.quarter')}
          data-focus="lens-quarter"
          title={wanted && `${formatDay(wanted.start)} – ${formatDay(wanted.end)} (${earlier} ${later})`}
          value={quarter}
          onChange={(event) => setQuarter(Number(event.target.value))}
        >
          {choices.quarters.map((each) => (
            <option key={each.steps} value={each.steps}>
              {each.steps === quarter && lens?.isSameDay ? t('lens.sameDay', { quarter: each.label }) : each.label}
            </option>
          ))}
        </select>
        <span className="quiet">{choices.currency}</span>
      </div>
      <div className="lens-line">
        <Picker
          label={t('lens.filter')}
          shown={t('lens.filter')}
          picks={choices.filters
            .filter(({ name, value }) => !isOn(name, value))
            .map(({ name, value, count: deals }) => ({
              id: JSON.stringify([name, value]),
              group: t(`lens.filter.${name}`),
              label: valueText(choices, name, value),
              note: t('list.count', { count: deals }),
            }))}
          hint={t('lens.filter.hint')}
          count={count}
          focusId="lens-filter"
          keyName={filterKey}
          onPick={(id) => {
            // Safe: made above.
            const [name, value] = JSON.parse(id) as [FilterName, string];
            set(withFilter(lens, name, value, true));
          }}
        />
        <Picker
          label={t('lens.compare')}
          shown={compare ? t('lens.compare.with', { what: comparedWith(choices, compare) }) : t('lens.compare')}
          picks={comparePicks(choices, compare, lens)}
          chosen={JSON.stringify(compare ?? null)}
          hint={t('lens.compare.hint')}
          count={count}
          focusId="lens-compare"
          keyName={compareKey}
          onPick={(id) => {
            // Safe: made by `comparePicks`.
            const next = JSON.parse(id) as Compare | null;
            void drill.look({ ...(lens ? { lens } : {}), ...(next ? { compare: next } : {}) });
          }}
        />
        {other && (
          <Button look="link" data-focus="lens-swap" onClick={() => void drill.look(other)}>
            {t('lens.compare.swap')}
          </Button>
        )}
        <FrameTools drill={drill} frames={frames} tab={tab} title={title} />
      </div>
      {chips.length > 0 && (
        <ul className="lens-chips" aria-label={t('lens.filters')}>
          {chips.map(({ name, value }) => (
            <li key={`${name}/${value}`}>
              <Button
                look="chip"
                data-focus={`lens-${name}-${value}`}
                title={t('lens.remove', { what: named(name, value) })}
                onClick={() => remove(name, value)}
                onKeyDown={(event) => {
                  if (event.key === 'Delete' || event.key === 'Backspace') remove(name, value);
                }}
              >
                <bdi>{named(name, value)}</bdi> <span aria-hidden>✕</span>
              </Button>
            </li>
          ))}
        </ul>
      )}
      {(notes.length > 0 || isOther) && (
        <p className="quiet" role="status">
          {notes.map((note) => (
            <span key={note.words}>
              {note.words} {note.period && <time dateTime={note.period.start}>{note.period.label}.</time>}{' '}
            </span>
          ))}
          {present && (isOther || notes.some(({ isOtherQuarter }) => isOtherQuarter)) && (
            <Button look="link" data-focus="lens-present" onClick={() => setQuarter(0)}>
              {t('lens.present', { quarter: present.label })}
            </Button>
          )}
        </p>
      )}
    </section>
  );
}

/** What the answer on screen is about, where it says so. */
const periodOf = (answer: Sourced & { period?: Period; past?: { period: Period } }): Period | undefined =>
  answer.past?.period ?? answer.period;

const scopeOf = (id: string): Scope | undefined => (JSON.parse(id) as Scope | null) ?? undefined;

function scopePicks(choices: LensChoices): Pick[] {
  const { hierarchy, people } = choices;
  const pick = (scope: Scope | null, note?: string): Pick => ({
    id: JSON.stringify(scope),
    label: scopeText(choices, scope ?? undefined),
    ...(note === undefined ? {} : { note }),
  });
  const hasTree = hierarchy !== 'everyone';
  return [
    { ...pick(null), ...(hierarchy === 'chosen' ? {} : { note: t(`team.hierarchy.${hierarchy}`) }) },
    pick({ kind: 'mine' }),
    ...(hasTree ? [pick({ kind: 'all' })] : []),
    ...people.flatMap(({ userId, team, isSelf }) =>
      team === undefined || (isSelf && hasTree)
        ? []
        : [pick({ kind: 'team', userId }, t('lens.scope.people', { count: team }))],
    ),
    ...people
      .filter(({ isSelf }) => !isSelf)
      .map(({ userId, isActive }) => pick({ kind: 'person', userId }, isActive ? undefined : t('team.left'))),
  ];
}

function comparePicks(choices: LensChoices, compare: Compare | undefined, lens: Lens = {}): Pick[] {
  const own = JSON.stringify(lens.scope ?? null);
  const slice = (filters: NonNullable<Lens['filters']>): string =>
    JSON.stringify({ kind: 'slice', filters } satisfies Compare);
  const look = (other: Lens): string => JSON.stringify({ kind: 'look', lens: other } satisfies Compare);
  const shown = slice(lens.filters ?? {});
  const { quarter = 0, isSameDay: _sameDay, ...rest } = lens;
  return [
    ...(compare ? [{ id: 'null', label: t('lens.compare.none') }] : []),
    ...(['quarterBefore', 'yearBefore'] as const).map((kind) => ({
      id: JSON.stringify({ kind } satisfies Compare),
      label: t(`lens.compare.${kind}`),
    })),
    { id: look(lens), label: t('lens.compare.this'), note: t('lens.compare.this.note') },
    ...choices.quarters
      .filter(({ steps }) => steps !== quarter)
      .map(({ steps, label }) => ({
        id: look({ ...rest, ...(steps === 0 ? {} : { quarter: steps }) }),
        group: t('lens.quarter'),
        label,
      })),
    // Its own team has a name of its own here: nothing else stands for it in what is compared with.
    ...scopePicks(choices)
      .filter(({ id }) => id !== own)
      .map(({ id, ...rest }) => ({
        ...rest,
        id: JSON.stringify({ kind: 'scope', scope: scopeOf(id) ?? choices.usual } satisfies Compare),
      })),
    ...[
      { id: slice({}), label: t('lens.compare.whole') },
      ...choices.filters.map(({ name, value, count: deals }) => ({
        id: slice({ [name]: [value] }),
        group: t(`lens.filter.${name}`),
        label: valueText(choices, name, value),
        note: t('list.count', { count: deals }),
      })),
    ].filter(({ id }) => id !== shown),
  ];
}

/** Which quotas stand beside deals that a filter lets through: their own, those of their families, or none and why. */
function quotaNote(choices: LensChoices, filters: Lens['filters'] = {}): string | undefined {
  const names = FILTERS.filter((name) => filters[name] !== undefined);
  if (names.length === 0) return undefined;
  const slice = sliceType(choices.quotasOf, filters);
  if (slice) return t('lens.note.quota.own', { type: slice.label });
  if (names.some((name) => name !== 'family')) return t('lens.note.quota');
  const own = familyQuotas({ profile: choices.quotasOf, quotas: choices.familyQuotas }, filters);
  return t(own.length > 0 ? 'lens.note.quota.families' : 'lens.note.quota.noFamily', {
    count: filters.family?.length ?? 0,
  });
}

/** What of the header does not bear on the view under it, in words: no figure is silently about something else. */
function notesOf({
  drill,
  frames,
  answer,
  quotas,
  lens,
  compare,
  wanted,
  period,
}: {
  drill: Props['drill'];
  frames: Props['frames'];
  answer: Sourced | undefined;
  /** Which quotas stand beside the deals that are let through, in words. */
  quotas: string | undefined;
  lens: Lens | undefined;
  compare: Compare | undefined;
  wanted: LensChoices['quarters'][number] | undefined;
  period: Period | undefined;
}): { words: string; period?: Period; isOtherQuarter?: boolean }[] {
  const frame = frames.at(-1);
  if (!frame || !answer) return [];
  const level = drill.levelOf(frame);
  if (level.recordOf) return [];
  const others = [
    quotas,
    compare && !isCompared(level, compare, lens) && t(level.isComparable ? 'lens.note.past' : 'lens.note.compare'),
    compare &&
      isCompared(level, compare, lens) &&
      !answer.against &&
      !('noConnection' in answer) &&
      t('lens.note.waiting'),
  ].filter((words) => words !== undefined && words !== false);
  return [
    ...(period && wanted && period.start !== wanted.start
      ? [{ words: t('lens.note.quarter'), period, isOtherQuarter: true }]
      : []),
    ...(level.isOfNoQuarter && wanted && wanted.steps > 0
      ? [{ words: t('lens.note.noQuarter'), isOtherQuarter: true }]
      : []),
    ...others.map((words) => ({ words })),
  ];
}
