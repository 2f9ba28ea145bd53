import { useCallback } from 'react';

import { Message } from '@/components/ui/Message';
import type { StageBar } from '@/lib/domain/views';
import { formatMoney, formatMoneyShort, formatRatio, t } from '@/lib/i18n';
import { amend } from '@/lib/store/team';

import type { LevelProps } from './level';
import { StageChart } from './StageChart';
import { TeamTable } from './TeamTable';

/** The team as it stands: headline, open pipeline by stage, a row a rep. */
export function NowLevel({ frame, answer: { team, bars }, open }: LevelProps<'team'>) {
  const openBar = useCallback(
    (bar: StageBar): void =>
      open(
        {
          kind: 'deals',
          scroll: 0,
          text: '',
          title: t('deals.title.stage', { stage: bar.label }),
          filter: { measure: 'open', stage: bar.stage },
        },
        'chart',
      ),
    [open],
  );
  if ('noConnection' in team) return null;
  if (team.rows.length === 0) return <Message title={t('team.empty.title')}>{t('team.empty.text')}</Message>;
  const { total, currency } = team;
  return (
    <>
      <div className="strip">
        <Tile label={t('team.quota')} value={total.quota} currency={currency} />
        <Tile label={t('team.won')} value={total.won} currency={currency} />
        <Tile label={t('team.gap')} value={total.gap} currency={currency} />
        <Tile label={`${t('team.open')} (${total.openCount})`} value={total.open} currency={currency} />
        <div className="figure">
          <span className="quiet">{t('team.coverage')}</span>
          <strong>
            {total.coverage === undefined
              ? t('app.none')
              : total.coverage === 'met'
                ? t('team.coverage.met')
                : formatRatio(total.coverage)}
          </strong>
        </div>
      </div>
      <p className="quiet">
        {team.period.label} · {t(`team.hierarchy.${team.hierarchy}`)}
      </p>
      {total.unpriced > 0 && <p className="quiet">{t('team.unpriced', { count: total.unpriced })}</p>}
      <StageChart bars={bars} currency={currency} period={team.period.label} onOpen={openBar} />
      <TeamTable
        view={team}
        sort={frame.sort}
        onSort={(sort) => void amend('team', { sort })}
        onOpen={(title, filter, focus) => open({ kind: 'deals', scroll: 0, text: '', title, filter }, focus)}
      />
    </>
  );
}

function Tile({ label, value, currency }: { label: string; value: number | undefined; currency: string }) {
  return (
    <div className="figure">
      <span className="quiet">{label}</span>
      <strong title={value === undefined ? undefined : formatMoney(value, currency)}>
        {value === undefined ? t('app.none') : formatMoneyShort(value, currency)}
      </strong>
    </div>
  );
}
