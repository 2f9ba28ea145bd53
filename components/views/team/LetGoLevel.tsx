import { useRef } from 'react';

import { Message } from '@/components/ui/Message';
import { Button } from '@/components/ui/press/Button';
import { useKeptFocus } from '@/components/ui/use-kept-focus';
import type { RecordAnswer } from '@/lib/answers/record-view';
import { formatMoney, t } from '@/lib/i18n';

import { OpenEdits } from '../record/edit/Edits';
import { LetGo } from '../record/let-go/LetGo';
import { AsOf } from '../shared/Definition';
import { level, type LevelProps } from './level';

export type LetGoDeals = { recordId: string; recordName: string }[];

interface About {
  deals: LetGoDeals;
  index: number;
}

/** Deals to let go, one after the other: each with its receipt, closed as lost or kept. */
function LetGoLevel({ about: { deals, index }, answer, amend, onOpenRecord }: LevelProps<About, RecordAnswer>) {
  const { view } = answer;
  const at = deals[index];
  const whole = useRef<HTMLDivElement>(null);
  useKeptFocus(whole);
  const go = (step: 1 | -1): void => void amend({ index: index + step }, { isAsking: true });
  return (
    <div ref={whole} className="let-go-level">
      <p className="quiet">{t('focus.letGo.at', { index: index + 1, of: deals.length })}</p>
      {view && at ? (
        <AsOf value={view.today}>
          <h2>{view.opportunity.name}</h2>
          <p className="quiet">
            {[
              ...(view.opportunity.amount === undefined
                ? [t('record.noAmount')]
                : [formatMoney(view.opportunity.amount, view.opportunity.currency ?? view.currency)]),
              view.stageLabel,
              ...(view.ownerName === undefined ? [] : [view.ownerName]),
            ].join('\u00A0· ')}{' '}
            <Button look="link" onClick={() => onOpenRecord(view.recordId)}>
              {t('app.openRecord')} <span className="arrow">↗</span>
            </Button>
          </p>
          <OpenEdits view={view} />
          {view.verdict.state === 'done' ? (
            <p className="quiet">{t('focus.letGo.gone')}</p>
          ) : (
            <LetGo key={view.recordId} view={view} isOtherPage={false} />
          )}
        </AsOf>
      ) : (
        <Message title={t('record.notFound.title')}>{t('record.notFound.text')}</Message>
      )}
      <p className="actions">
        {index > 0 && <Button onClick={() => go(-1)}>{t('focus.letGo.former')}</Button>}
        {index < deals.length - 1 && <Button onClick={() => go(1)}>{t('focus.letGo.next')}</Button>}
      </p>
    </div>
  );
}

export const letGoLevel = level({
  kind: 'letGo',
  ask: ({ deals, index }: About, queries) => queries.record({ host: '', recordId: deals[index]?.recordId ?? '' }),
  View: LetGoLevel,
  recordOf: ({ deals, index }) => deals[index]?.recordId ?? '',
});
