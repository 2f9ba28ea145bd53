import { type ReactNode, useState } from 'react';

import { Message } from '@/components/ui/Message';
import { Button } from '@/components/ui/press/Button';
import { Chips } from '@/components/ui/press/Chips';
import { StateMark } from '@/components/ui/StateMark';
import type { ListView } from '@/lib/answers/list';
import type { HealthState } from '@/lib/deal/verdict';
import { formatDay, formatMoney, t } from '@/lib/i18n';

import { CleanUp } from '../clean-up/CleanUp';
import { DealRows } from '../shared/DealRows';
import { AsOf, Figure } from '../shared/Definition';
import { type DealOrder, ordered, SortBy } from '../shared/SortBy';
import { ConnectionNote } from '../shared/state/ConnectionNote';
import { followUpDay } from '../shared/texts/follow-up-text';
import { judgedText } from '../shared/texts/judged-text';

import './ListPanel.css';

/** Deals that may need a value: what has ended needs none. */
const dealsIn = ({ rows }: ListView) =>
  rows.filter(({ state }) => state !== 'done').map(({ id, name }) => ({ recordId: id, recordName: name }));

const ORDER: HealthState[] = ['atRisk', 'stalled', 'watch', 'onTrack', 'new', 'done'];

/** The deals of the list or board on the page, worst first; a click filters our list, never the CRM's. */
export function ListPanel({
  view,
  onOpen,
  onRetry,
}: {
  view: ListView;
  onOpen: (id: string) => void;
  onRetry: () => void;
}) {
  const [only, setOnly] = useState<HealthState>();
  const [isCleaning, setCleaning] = useState(false);
  const [order, setOrder] = useState<DealOrder>('worst');
  const rows = ordered(only === undefined ? view.rows : view.rows.filter(({ state }) => state === only), order);
  if (isCleaning && view.today !== undefined)
    return (
      <CleanUp deals={dealsIn(view)} today={view.today} quarterEnd={view.quarterEnd} onEnd={() => setCleaning(false)} />
    );
  return (
    <AsOf value={view.today}>
      <article className="list">
        <ConnectionNote freshness={view.freshness} onRetry={onRetry} />
        {view.rows.length > 0 && (
          <>
            <p className="list-total">
              <Figure metric="listed" count={view.total.count}>
                <strong>{formatMoney(view.total.amount, view.currency)}</strong>{' '}
                <span className="quiet">{t('list.count', { count: view.total.count })}</span>
              </Figure>
            </p>
            {view.total.unpriced > 0 && (
              <p className="quiet note">{t('list.unpriced', { count: view.total.unpriced })}</p>
            )}
            <div className="stack" aria-hidden="true">
              {ORDER.map(
                (state) =>
                  view.states[state] > 0 && (
                    <span key={state} className={`fill-state-${state}`} style={{ flexGrow: view.states[state] }} />
                  ),
              )}
            </div>
            <p className="quiet">{t('list.legend')}</p>
            <Chips
              label={t('deals.state')}
              chosen={only}
              from={[
                [undefined, t('list.all')],
                ...ORDER.filter((state) => view.states[state] > 0).map((state): [HealthState, ReactNode] => [
                  state,
                  <>
                    <span className={`swatch fill-state-${state}`} aria-hidden="true" />
                    {t(`state.${state}`)} {view.states[state]}
                  </>,
                ]),
              ]}
              onChoose={setOnly}
            />
          </>
        )}
        {view.unseen > 0 && <p className="quiet note">{t('list.unseen', { count: view.unseen })}</p>}
        {view.rows.length === 0 && view.freshness.state === 'live' && (
          <Message title={t('list.empty.title')}>{t('list.empty.text')}</Message>
        )}
        {dealsIn(view).length > 0 && (
          <p>
            <Button look="link" onClick={() => setCleaning(true)}>
              {t('cleanup.open')}
            </Button>
          </p>
        )}
        {view.rows.some(({ next }) => next !== undefined) && <SortBy order={order} onOrder={setOrder} />}
        <DealRows
          label={t('deals.list')}
          metric="amount"
          deals={rows}
          line={({ amount, closeDate, next, ...own }) => ({
            amount: amount === undefined ? t('record.noAmount') : formatMoney(amount, view.currency),
            mark: <StateMark state={own.state} label={judgedText(own)} size="small" />,
            ...(closeDate === undefined ? {} : { date: formatDay(closeDate) }),
            ...(next ? { what: followUpDay(next, view.today) } : {}),
          })}
          onOpen={({ id }) => onOpen(id)}
        />
      </article>
    </AsOf>
  );
}
