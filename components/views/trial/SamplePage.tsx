import { useEffect, useState } from 'react';

import { Button } from '@/components/ui/press/Button';
import { StateMark } from '@/components/ui/StateMark';
import { PanelApp } from '@/components/views/panel/PanelApp';
import type { DealRow, DealsView } from '@/lib/answers/deals';
import { formatDay, formatMoney, formatMoneyShort, t } from '@/lib/i18n';
import { act } from '@/lib/store/failures';
import { usePanel, wantedRecord } from '@/lib/store/panel';

import { Answer } from '../shared/Answer';
import { DealRows } from '../shared/DealRows';
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
          <Button onClick={() => setOpen(true)}>{t('sample.panel')}</Button>
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
        <Button onClick={() => void act(t('popup.team'), onTeam)}>{t('popup.team')}</Button>
        <a href="/options.html">{t('sample.options')}</a>
      </p>
      <DealRows
        label={t('sample.deals')}
        metric="amount"
        deals={open.rows.slice(0, MOST)}
        line={({ state, score, chance, amount, currency, stageLabel, closeDate }) => ({
          amount: amount === undefined ? t('record.noAmount') : formatMoney(amount, currency),
          what: stageLabel,
          ...(closeDate === undefined ? {} : { date: formatDay(closeDate) }),
          ...(state && score !== undefined
            ? {
                mark: (
                  <StateMark
                    state={state}
                    label={judgedText({ state, score, ...(chance === undefined ? {} : { chance }) })}
                    size="small"
                  />
                ),
              }
            : {}),
        })}
        onOpen={onShow}
      />
    </>
  );
}
