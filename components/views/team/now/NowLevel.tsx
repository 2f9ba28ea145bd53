import { useCallback, useMemo, useState } from 'react';

import { Fold } from '@/components/ui/Fold';
import { Message } from '@/components/ui/Message';
import type { AgendaView } from '@/lib/answers/agenda';
import type { DealsView } from '@/lib/answers/deals';
import type { NoConnection } from '@/lib/answers/queries';
import type { StageBar } from '@/lib/answers/stage-sums';
import type { TeamView } from '@/lib/answers/team';
import type { Day } from '@/lib/calendar/days';
import { formatDay, formatMoney, formatMoneyShort, t } from '@/lib/i18n';
import type { DefinedMetric } from '@/lib/i18n/definitions';

import { Basis, basisWords } from '../../shared/Basis';
import { coverageText } from '../../shared/chance';
import { Then } from '../../shared/compare/Then';
import { AsOf, Figure } from '../../shared/Definition';
import { Outlook } from '../../shared/Outlook';
import { gapText } from '../../shared/texts/gap-text';
import { dealsLevel } from '../DealsLevel';
import { Doubtful } from '../Doubtful';
import { withFormer } from '../early';
import { type LevelProps, tab } from '../level';
import { Agenda } from './Agenda';
import { DaySlider } from './DaySlider';
import { MOST_URGENT, NeedsYou } from './NeedsYou';
import { type ChartStands, StageChart } from './StageChart';
import { TeamTable, type TeamSort } from './TeamTable';

import './NowLevel.css';

interface About {
  sort: TeamSort;
  isWhole?: boolean;
  /** As it was at the end of that day. */
  on?: Day | undefined;
  chart?: ChartStands;
}
type NowAnswer = (TeamView | NoConnection) & { bars: StageBar[]; needsYou?: DealsView; agenda?: AgendaView };

/** The team as it stands: the number first, then the way to a past day, what needs a person, a row a rep, and the stages. */
function NowLevel({ about, answer: team, against, amend, refresh, open, onOpenRecord }: LevelProps<About, NowAnswer>) {
  // What is on screen, not what the hand on the slider asks for.
  const on = 'past' in team ? team.past?.on : undefined;
  const asOf = useMemo(() => (on === undefined ? {} : { on }), [on]);
  const openBar = useCallback(
    (bar: StageBar): void =>
      open(
        dealsLevel.at(t('deals.title.stage', { stage: bar.label }), {
          text: '',
          filter: { figure: 'openPipeline', stage: bar.stage, ...asOf },
        }),
        'chart',
      ),
    [open, asOf],
  );
  // Once open it stays so: the way back to now is in it.
  const [isTimeOpen, setTimeOpen] = useState(about.on !== undefined);
  if ('noConnection' in team) return null;
  if (team.rows.length === 0 && on === undefined)
    return <Message title={t('team.empty.title')}>{t('team.empty.text')}</Message>;
  const { total, currency, past, earliest, today, bars, needsYou, agenda } = team;
  const other = against && !('noConnection' in against) ? against : undefined;
  const then = other?.total;
  return (
    <AsOf value={on ?? today}>
      <dl className="pairs strip">
        <Headline metric="quota" label={t('team.quota')} value={total.quota} then={then?.quota} currency={currency} />
        <Headline metric="closedWon" label={t('team.won')} value={total.won} then={then?.won} currency={currency} />
        <Headline
          metric="gapToQuota"
          label={t('team.gap')}
          value={total.gap}
          then={then?.gap}
          currency={currency}
          text={gapText}
        />
        <Headline
          metric="openPipeline"
          label={t('team.open')}
          value={total.open}
          then={then?.open}
          count={total.openCount}
          currency={currency}
        />
        <div>
          <dt>{t('team.coverage')}</dt>
          <dd>
            {total.coverage === undefined ? (
              t('app.none')
            ) : (
              <Figure metric="coverage">
                <Then value={then?.coverage === undefined ? undefined : coverageText(then.coverage)} />
                {coverageText(total.coverage)}
              </Figure>
            )}
          </dd>
        </div>
      </dl>
      {other?.past && (
        <p className="quiet">
          {t('lens.against')} <time dateTime={other.past.on}>{formatDay(other.past.on)}</time>
        </p>
      )}
      <Outlook
        outlook={total.outlook}
        against={then?.outlook}
        won={total.won}
        quota={total.quota}
        currency={currency}
        onOpen={(focus) =>
          open(
            dealsLevel.at(t('metric.openPipeline'), { text: '', filter: { figure: 'openPipeline', ...asOf } }),
            focus,
          )
        }
        notes={basisWords({ period: team.period, quotas: team.quotas, currency }).length + (total.unpriced > 0 ? 1 : 0)}
      >
        <Basis period={team.period} quotas={team.quotas} currency={currency} />
        {total.unpriced > 0 && <p className="quiet note">{t('team.unpriced', { count: total.unpriced })}</p>}
      </Outlook>
      <Fold
        className="time"
        title={t('slider.label')}
        aside={past ? formatDay(past.on) : t('slider.now')}
        isOpen={isTimeOpen}
        onToggle={setTimeOpen}
      >
        <DaySlider
          on={about.on}
          shown={on}
          earliest={earliest}
          today={today}
          onSlide={(day) => amend({ on: day }, { isAsking: true })}
        />
        {past && (
          <p className="as-of" role="status">
            <strong>{t('slider.past', { day: formatDay(past.on) })}</strong> {t('slider.limits')}
          </p>
        )}
        {past && <Doubtful doubts={past.doubts} />}
      </Fold>
      {agenda && <Agenda view={agenda} open={open} refresh={refresh} />}
      {needsYou && needsYou.rows.length > 0 && <NeedsYou view={needsYou} open={open} onOpenRecord={onOpenRecord} />}
      <TeamTable
        view={team}
        sort={about.sort}
        isWhole={about.isWhole === true}
        onWhole={() => void amend({ isWhole: true })}
        onSort={(sort) => void amend({ sort })}
        onOpen={(title, filter, focus) =>
          open(dealsLevel.at(title, { text: '', filter: { ...filter, ...asOf } }), focus)
        }
      />
      <StageChart
        stands={about.chart ?? {}}
        onStand={(chart) => void amend({ chart })}
        bars={bars}
        currency={currency}
        period={team.period.label}
        onOpen={openBar}
      />
    </AsOf>
  );
}

export const nowTab = tab({
  kind: 'now',
  isComparable: 'all',
  title: 'team.tab.now',
  heading: 'team.title',
  first: { sort: { column: 'needsAttention', isDown: true } },
  async ask({ on }: About, queries, { before, show }): Promise<NowAnswer> {
    const asOf = on === undefined ? {} : { on };
    const [team, bars] = await Promise.all([queries.team({ ...asOf, isEarly: true }), queries.stages(asOf)]);
    // A past day has nothing to do.
    const worst = async (): Promise<Pick<NowAnswer, 'needsYou' | 'agenda'>> => {
      if (on !== undefined) return {};
      const [needsYou, agenda] = await Promise.all([
        queries.deals({ figure: 'needsAttention', most: MOST_URGENT }),
        queries.agenda({}),
      ]);
      return {
        ...('noConnection' in needsYou ? {} : { needsYou }),
        ...('noConnection' in agenda ? {} : { agenda }),
      };
    };
    if ('noConnection' in team) return { ...team, bars };
    if (!team.isEarly) return { ...team, bars, ...(await worst()) };
    show(withFormer({ ...team, bars }, before && !('noConnection' in before) ? before : undefined));
    const whole = await queries.team(asOf);
    return { ...whole, bars, ...(await worst()) };
  },
  View: NowLevel,
});

function Headline({
  metric,
  label,
  value,
  then,
  count,
  currency,
  text = formatMoneyShort,
}: {
  metric: DefinedMetric;
  label: string;
  value: number | undefined;
  then: number | undefined;
  count?: number;
  currency: string;
  text?: (value: number, currency: string) => string;
}) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        {value === undefined ? (
          t('app.none')
        ) : (
          <Figure metric={metric} count={count} title={formatMoney(value, currency)}>
            <Then
              value={then === undefined ? undefined : text(then, currency)}
              title={then === undefined ? undefined : formatMoney(then, currency)}
            />
            {text(value, currency)}
            {count !== undefined && <span className="quiet"> ({count})</span>}
          </Figure>
        )}
      </dd>
    </div>
  );
}
