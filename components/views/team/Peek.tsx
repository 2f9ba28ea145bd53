import { useCallback, useEffect, useRef } from 'react';

import { IconButton } from '@/components/ui/press/IconButton';
import { useKeptFocus } from '@/components/ui/use-kept-focus';
import { t } from '@/lib/i18n';
import { getBackend } from '@/lib/store/backend';

import { EditDeal } from '../record/edit/EditDeal';
import { OpenEdits } from '../record/edit/Edits';
import { MoneyLine } from '../record/MoneyLine';
import { RecordVerdict } from '../record/RecordVerdict';
import { Answer } from '../shared/Answer';
import type { Peeked } from '../shared/DealRows';
import { AsOf } from '../shared/Definition';
import { useAnswer } from '../shared/use-answer';

import './Peek.css';

const onRevision = (listener: () => void) => getBackend().onRevision(listener);

/** A deal under the list that it stands in: what it is and how it stands, and the way to change it, without leaving the list. */
export function Peek({ deal, onClose }: { deal: Peeked; onClose: () => void }) {
  const { recordId, isEditing } = deal;
  const ask = useCallback(() => getBackend().queries.record({ host: '', recordId }), [recordId]);
  const { given, retry } = useAnswer(ask, onRevision);
  const box = useRef<HTMLElement>(null);
  useKeptFocus(box);
  const isReady = given.state === 'ready';
  useEffect(() => {
    if (isEditing && isReady) box.current?.querySelector<HTMLElement>('[data-edit]')?.click();
  }, [isEditing, isReady]);
  return (
    <aside ref={box} className="peek" aria-label={t('peek.title')}>
      <IconButton label={t('peek.close')} onClick={onClose}>
        <span aria-hidden>✕</span>
      </IconButton>
      <Answer of={given} onRetry={retry}>
        {({ view }) =>
          view ? (
            <AsOf value={view.today}>
              <article className="record">
                <h2 dir="auto">{view.opportunity.name}</h2>
                <RecordVerdict view={view} />
                <MoneyLine view={view} currency={view.opportunity.currency ?? view.currency} />
                <EditDeal key={recordId} view={view} isOtherPage={false} first="stage" />
                <OpenEdits view={view} />
              </article>
            </AsOf>
          ) : (
            <p className="quiet">{t('record.notFound.title')}</p>
          )
        }
      </Answer>
    </aside>
  );
}
