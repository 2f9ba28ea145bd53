import { useEffect, useState } from 'react';

import { StateMark } from '@/components/ui/StateMark';
import { PanelApp } from '@/components/views/panel/PanelApp';
import type { DealRow, DealsView } from '@/lib/answers/deals';
import { formatDay, formatMoney, formatMoneyShort, t } from '@/lib/i18n';
import { act } from '@/lib/store/failures';
import { usePanel, wantedRecord } from '@/lib/store/panel';

import { Answer } from '../shared/Answer';
import { judgedText } from '../shared/texts/judged-text';
import { useAnswer } from '../shared/use-answer';

import './SamplePage.css';

/** The deals of the sample as a page of a CRM would list them. */
export interface SampleDeals {
  open: DealsView;
  overdue: DealsView;
}

interface Props {
  /** Both must keep their identity. */
  ask: () => Promise<SampleDeals>;
  onRevision: (listener: () => void) => () => void;
  onShow: (deal: Pick<DealRow, 'id' | 'name'>) => void;
  onTeam: () => Promise<void>;
}

/** What a CRM's page and the panel in it are for whoever tries the sample: deals on one side, the record panel on the other. */
export function SamplePage({ ask, onRevision, onShow, onTeam }: Props) {
  const { given, retry } = useAnswer(ask, onRevision);
  const [isOpen, setOpen] = useState(true);
  return (
    <div className="sample-page">
      <section aria-label={t('sample.deals')}>
        <Answer of={given} onRetry={retry}>
          {(deals) => <Deals {...deals} onShow={onShow} onTeam={onTeam} />}
        </Answer>
      </section>
      {isOpen ? (
        <div className="sample-panel">
          <PanelApp onClose={() => setOpen(false)} onTeam={() => void act(t('popup.team'), onTeam)} />
        </div>
      ) : (
        <p className="sample-closed">
          <button type="button" className="button" onClick={() => setOpen(true)}>
            {t('sample.panel')}
          </button>
        </p>
      )}
    </div>
  );
}

const MOST = 30;

function Deals({ open, overdue, onShow, onTeam }: SampleDeals & Pick<Props, 'onShow' | 'onTeam'>) {
  const wanted = usePanel(wantedRecord);
  const [first] = open.rows;
  useEffect(() => {
    if (wanted === undefined && first) onShow(first);
  }, [wanted, first, onShow]);
  return (
    <>
      <h2 className="list-total">
        {t('sample.first', {
          count: open.total.count,
          amount: formatMoneyShort(open.total.amount, open.currency),
          period: open.period.label,
          overdue: overdue.total.count,
        })}
      </h2>
      <p className="quiet">{t('sample.next')}</p>
      <p className="form-line">
        <button type="button" className="button" onClick={() => void act(t('popup.team'), onTeam)}>
          {t('popup.team')}
        </button>
        <a href="/options.html">{t('sample.options')}</a>
      </p>
      <ul className="deal-list">
        {open.rows.slice(0, MOST).map((deal) => (
          <li key={deal.id}>
            <button type="button" aria-current={deal.id === wanted ? 'true' : undefined} onClick={() => onShow(deal)}>
              <span className="deal-name">{deal.name}</span>
              {deal.state && deal.score !== undefined && (
                <StateMark
                  state={deal.state}
                  label={judgedText({
                    state: deal.state,
                    score: deal.score,
                    ...(deal.chance === undefined ? {} : { chance: deal.chance }),
                  })}
                  size="small"
                />
              )}
              <span className="quiet figures">
                {deal.stageLabel}
                {deal.amount !== undefined && ` · ${formatMoney(deal.amount, deal.currency)}`}
                {deal.closeDate !== undefined && ` · ${formatDay(deal.closeDate)}`}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
