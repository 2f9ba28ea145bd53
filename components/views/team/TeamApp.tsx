import { useCallback, useEffect, useRef } from 'react';

import { Message } from '@/components/ui/Message';
import { Skeleton } from '@/components/ui/Skeleton';
import type { StageBar } from '@/lib/domain/views';
import { formatMoney, formatMoneyShort, formatRatio, t } from '@/lib/i18n';
import { amend, askTeam, back, backTo, type Frame, push, topFrame, useTeam } from '@/lib/store/team';

import { RecordPanel } from '../record/RecordPanel';
import { ConnectionNote } from '../shared/ConnectionNote';
import { FreshnessStamp } from '../shared/FreshnessStamp';
import { DealTable } from './DealTable';
import { StageChart } from './StageChart';
import { TeamTable } from './TeamTable';

/** The team view: rep → deals → deal. Back restores sort, filter, scroll position and focus; the CRM's tab never moves. */
export function TeamApp({ onOpenRecord }: { onOpenRecord: (recordId: string) => void }) {
  const state = useTeam();
  const { frames, team, deals, answer, bars, now } = state;
  const frame = topFrame(state);
  const main = useRef<HTMLElement>(null);
  const isReady =
    frame.kind === 'team' ? team !== undefined : frame.kind === 'deals' ? deals !== undefined : answer !== undefined;
  const data = frame.kind === 'team' ? team : frame.kind === 'deals' ? deals : answer;

  const open = useCallback((next: Frame, focusId?: string): void => {
    void push(next, { scroll: main.current?.scrollTop ?? 0, ...(focusId === undefined ? {} : { focusId }) });
  }, []);
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

  // A level that is shown again stands as it was left.
  const level = frames.length;
  const { scroll, focusId } = frame;
  useEffect(() => {
    if (!isReady) return;
    main.current?.scrollTo(0, scroll);
    if (focusId !== undefined)
      document.querySelector<HTMLElement>(`[data-focus="${CSS.escape(focusId)}"]`)?.focus({ preventScroll: true });
  }, [level, isReady, scroll, focusId]);

  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (frames.length > 1 && (event.key === 'Escape' || (event.altKey && event.key === 'ArrowLeft'))) {
        event.preventDefault();
        void back();
      }
      if (frame.kind === 'deal' && event.shiftKey && event.key === 'Enter') onOpenRecord(frame.recordId);
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [frames.length, frame, onOpenRecord]);

  return (
    <>
      <header className="bar">
        <nav className="crumbs" aria-label={t('team.title')}>
          {frames.map((each, at) =>
            at === frames.length - 1 ? (
              <h1 key={at}>{titleOf(each)}</h1>
            ) : (
              <span key={at}>
                <button type="button" className="link" onClick={() => void backTo(at)}>
                  {titleOf(each)}
                </button>
                ›
              </span>
            ),
          )}
        </nav>
        <span className="push">{data && <FreshnessStamp freshness={data.freshness} now={now} />}</span>
      </header>
      <main ref={main}>{body()}</main>
    </>
  );

  function body() {
    if (!data) return <Skeleton label={t('record.loading')} />;
    if ('noConnection' in data) return <Message title={t('popup.none.title')}>{t('popup.none.text')}</Message>;
    const note = <ConnectionNote freshness={data.freshness} onRetry={() => void askTeam()} />;
    if (frame.kind === 'deals' && deals && !('noConnection' in deals)) {
      return (
        <>
          {note}
          <DealTable
            view={deals}
            text={frame.text}
            onText={(text) => void amend({ text })}
            onOpen={(recordId, title) => open({ kind: 'deal', scroll: 0, title, recordId }, recordId)}
          />
        </>
      );
    }
    if (frame.kind === 'deal' && answer) {
      if (!answer.view) return <Message title={t('record.notFound.title')}>{t('record.notFound.text')}</Message>;
      return (
        <>
          <p>
            <button type="button" className="link" onClick={() => onOpenRecord(frame.recordId)}>
              {t('app.openRecord')} ↗
            </button>
          </p>
          <RecordPanel view={answer.view} freshness={answer.freshness} now={now} onRetry={() => void askTeam()} />
        </>
      );
    }
    if (frame.kind !== 'team' || !team || 'noConnection' in team) return null;
    if (team.rows.length === 0) {
      return (
        <>
          {note}
          <Message title={t('team.empty.title')}>{t('team.empty.text')}</Message>
        </>
      );
    }
    const { total, currency } = team;
    return (
      <>
        {note}
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
          onSort={(sort) => void amend({ sort })}
          onOpen={(title, filter, focus) => open({ kind: 'deals', scroll: 0, text: '', title, filter }, focus)}
        />
      </>
    );
  }
}

const titleOf = (frame: Frame): string => (frame.kind === 'team' ? t('team.title') : frame.title);

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
