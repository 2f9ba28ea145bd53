import { useEffect, useRef } from 'react';

import { Message } from '@/components/ui/Message';
import { Skeleton } from '@/components/ui/Skeleton';
import { t } from '@/lib/i18n';
import { drill, refreshRecord, shownAnswer, usePanel } from '@/lib/store/panel';

import { ListPanel } from '../list/ListPanel';
import { ConnectionNote } from '../shared/ConnectionNote';
import { FreshnessStamp } from '../shared/FreshnessStamp';
import { PageOnly } from '../shared/PageOnly';
import { RecordPanel } from './RecordPanel';

/** What the framed panel shows for the page's place: a record, a list, or words. */
export function PanelApp({ onClose }: { onClose: () => void }) {
  const state = usePanel();
  const { place, drilled, list, now } = state;
  const wanted = drilled ?? (place.kind === 'record' ? place.recordId : undefined);
  const isRecord = drilled !== undefined || place.kind === 'record';
  const shown = isRecord ? shownAnswer(state) : undefined;
  const view = shown?.answer?.view;
  const freshness = isRecord ? shown?.answer?.freshness : list?.freshness;
  const title =
    view?.opportunity.name ?? (isRecord ? t('app.name') : place.kind === 'list' ? t('list.title') : t('app.name'));
  const retry = (): void => void refreshRecord();
  const listScroll = useRef(0);
  const lastDeal = useRef<string>(undefined);

  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape') return;
      if (drilled === undefined) onClose();
      else drill(undefined);
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [drilled, onClose]);

  // Back from a deal: the list stands where it stood, with the same deal in focus.
  useEffect(() => {
    if (drilled !== undefined || place.kind !== 'list' || lastDeal.current === undefined || !list) return;
    document.querySelector('main')?.scrollTo(0, listScroll.current);
    document.querySelector<HTMLElement>(`[data-focus="${lastDeal.current}"]`)?.focus();
    lastDeal.current = undefined;
  }, [drilled, place.kind, list]);

  return (
    <>
      <header className="bar">
        {drilled !== undefined && (
          <button
            type="button"
            className="icon-button"
            aria-label={t('app.back')}
            title={t('app.back')}
            onClick={() => drill(undefined)}
          >
            ←
          </button>
        )}
        <h1 title={title}>{title}</h1>
        {freshness && <FreshnessStamp freshness={freshness} now={now} />}
        <button
          type="button"
          className="icon-button"
          aria-label={t('app.close')}
          title={t('app.close')}
          onClick={onClose}
        >
          ✕
        </button>
      </header>
      <div className="hidden-text" aria-live="polite">
        {view ? t('record.shown', { name: view.opportunity.name }) : ''}
      </div>
      <main>{body()}</main>
    </>
  );

  function body() {
    if (state.error !== undefined && !view) {
      return (
        <Message tone="warn" title={t('connection.malformed.title')}>
          {state.error}
        </Message>
      );
    }
    if (isRecord) {
      if (!shown || shown.isWaiting || !shown.answer) {
        return (
          <Skeleton
            label={
              shown?.isUnreadable
                ? t('record.unreadable')
                : shown?.isWaiting && state.answer?.view
                  ? t('record.waiting')
                  : t('record.loading')
            }
          />
        );
      }
      const { answer, pageName } = shown;
      if (answer.view) {
        return (
          <RecordPanel
            key={answer.view.recordId}
            view={answer.view}
            freshness={answer.freshness}
            now={now}
            onRetry={retry}
            {...(pageName === undefined ? {} : { pageName })}
          />
        );
      }
      switch (answer.miss.kind) {
        case 'loading':
          return <Skeleton label={t('record.loading')} />;
        case 'notFound':
        case 'deleted':
          return (
            <Message
              tone="warn"
              title={t(`record.${answer.miss.kind}.title`)}
              action={
                <button type="button" className="button" onClick={retry}>
                  {t('app.retry')}
                </button>
              }
            >
              {t(`record.${answer.miss.kind}.text`)}
            </Message>
          );
        case 'notOpportunity':
          return <Message title={t('record.notOpportunity.title')}>{t('record.notOpportunity.text')}</Message>;
        case 'unread':
          if (answer.freshness.pageOnly && wanted !== undefined)
            return <PageOnly host={state.host} recordId={wanted} onRetry={retry} />;
          return <ConnectionNote freshness={answer.freshness} onRetry={retry} />;
      }
    }
    if (place.kind === 'list') {
      if (!list) return <Skeleton label={t('record.loading')} />;
      if (list.freshness.pageOnly) return <PageOnly host={state.host} onRetry={retry} />;
      return (
        <ListPanel
          view={list}
          onRetry={retry}
          onOpen={(id) => {
            listScroll.current = document.querySelector('main')?.scrollTop ?? 0;
            lastDeal.current = id;
            drill(id);
          }}
        />
      );
    }
    const kind = place.kind === 'unclear' ? 'unclear' : 'notOpportunity';
    return <Message title={t(`record.${kind}.title`)}>{t(`record.${kind}.text`)}</Message>;
  }
}
