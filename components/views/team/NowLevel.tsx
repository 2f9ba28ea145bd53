import { type ReactNode, useCallback, useMemo } from 'react';

import { Message } from '@/components/ui/Message';
import type { StageBar } from '@/lib/domain/views';
import { formatDay, formatMoney, formatMoneyShort, formatRatio, t } from '@/lib/i18n';
import { amend } from '@/lib/store/team';

import { Definition } from '../shared/Definition';
import { Outlook } from '../shared/Outlook';
import { DaySlider } from './DaySlider';
import { Doubtful } from './Doubtful';
import type { LevelProps } from './level';
import { StageChart } from './StageChart';
import { TeamTable } from './TeamTable';

/** The team as it stands: headline, open pipeline by stage, a row a rep. */
export function NowLevel({ frame, answer: { team, bars }, open }: LevelProps<'team'>) {
  // What is on screen, not what the hand on the slider asks for.
  const on = 'past' in team ? team.past?.on : undefined;
  const at = useMemo(() => (on === undefined ? {} : { on }), [on]);
  const openBar = useCallback(
    (bar: StageBar): void =>
      open(
        {
          kind: 'deals',
          scroll: 0,
          text: '',
          title: t('deals.title.stage', { stage: bar.label }),
          filter: { measure: 'open', stage: bar.stage, ...at },
        },
        'chart',
      ),
    [open, at],
  );
  if ('noConnection' in team) return null;
  if (team.rows.length === 0 && on === undefined)
    return <Message title={t('team.empty.title')}>{t('team.empty.text')}</Message>;
  const { total, currency, past, earliest, today } = team;
  const asOf = on ?? today;
  return (
    <>
      <DaySlider on={frame.on} shown={on} earliest={earliest} today={today} />
      {past && (
        <p className="as-of" role="status">
          <strong>{t('slider.past', { day: formatDay(past.on) })}</strong> {t('slider.limits')}
        </p>
      )}
      <div className="strip">
        <Tile label={t('team.quota')} value={total.quota} currency={currency} />
        <Tile label={t('team.won')} value={total.won} currency={currency}>
          <Definition metric="closedWon" asOf={asOf} />
        </Tile>
        <Tile label={t('team.gap')} value={total.gap} currency={currency}>
          <Definition metric="gapToQuota" asOf={asOf} />
        </Tile>
        <Tile label={`${t('team.open')} (${total.openCount})`} value={total.open} currency={currency}>
          <Definition metric="openPipeline" asOf={asOf} count={total.openCount} />
        </Tile>
        <div className="figure">
          <span className="quiet">{t('team.coverage')}</span> <Definition metric="coverage" asOf={asOf} />
          <strong>
            {total.coverage === undefined
              ? t('app.none')
              : total.coverage === 'met'
                ? t('team.coverage.met')
                : formatRatio(total.coverage)}
          </strong>
        </div>
      </div>
      {total.outlook && <Outlook outlook={total.outlook} currency={currency} />}
      <p className="quiet">
        {team.period.label} · {t(`team.hierarchy.${team.hierarchy}`)}
      </p>
      {total.unpriced > 0 && <p className="quiet">{t('team.unpriced', { count: total.unpriced })}</p>}
      {past && <Doubtful doubts={past.doubts} />}
      <StageChart bars={bars} currency={currency} period={team.period.label} onOpen={openBar} />
      <TeamTable
        view={team}
        sort={frame.sort}
        onSort={(sort) => void amend('team', { sort })}
        onOpen={(title, filter, focus) =>
          open({ kind: 'deals', scroll: 0, text: '', title, filter: { ...filter, ...at } }, focus)
        }
      />
    </>
  );
}

function Tile({
  label,
  value,
  currency,
  children,
}: {
  label: string;
  value: number | undefined;
  currency: string;
  children?: ReactNode;
}) {
  return (
    <div className="figure">
      <span className="quiet">{label}</span> {children}
      <strong title={value === undefined ? undefined : formatMoney(value, currency)}>
        {value === undefined ? t('app.none') : formatMoneyShort(value, currency)}
      </strong>
    </div>
  );
}
