import { type ComponentType, useCallback, useEffect, useRef } from 'react';

import { Message } from '@/components/ui/Message';
import type { Freshness } from '@/lib/deal/freshness';
import { type MessageKey, t } from '@/lib/i18n';
import { answerOf } from '@/lib/store/answered';
import {
  back,
  backTo,
  type Frame,
  framesOf,
  type LevelAnswers,
  type LevelKind,
  openTab,
  push,
  retryTeam,
  TAB_IDS,
  topAnswer,
  topFrame,
  useTeam,
} from '@/lib/store/team';

import { Answer } from '../shared/Answer';
import { ConnectionNote } from '../shared/ConnectionNote';
import { leaveField } from '../shared/escape';
import { FreshnessStamp } from '../shared/FreshnessStamp';
import { PageOnly } from '../shared/PageOnly';
import type { LevelProps } from './level';
import { LEVELS } from './levels';

const retry = (): void => void retryTeam();

/**
 * The side panel: tabs, and in each a drill from figures to deals to a deal. Back restores sort, filter, scroll position and
 * focus; the CRM's tab never moves.
 */
export function TeamApp({ onOpenRecord }: { onOpenRecord: (recordId: string) => void }) {
  const tab = useTeam((state) => state.tab);
  const frames = useTeam(framesOf);
  const frame = useTeam(topFrame);
  const given = useTeam(topAnswer);
  const main = useRef<HTMLElement>(null);
  const answer = answerOf(given);
  const isReady = answer !== undefined;

  const open = useCallback((next: Frame, focusId?: string): void => {
    void push(next, { scroll: main.current?.scrollTop ?? 0, ...(focusId === undefined ? {} : { focusId }) });
  }, []);

  // A level that is shown again stands as it was left.
  const level = frames.length;
  const { scroll, focusId } = frame;
  useEffect(() => {
    if (!isReady) return;
    main.current?.scrollTo(0, scroll);
    if (focusId !== undefined)
      document.querySelector<HTMLElement>(`[data-focus="${CSS.escape(focusId)}"]`)?.focus({ preventScroll: true });
  }, [tab, level, isReady, scroll, focusId]);

  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || leaveField(event)) return;
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
        <span className="push">{answer && <FreshnessStamp freshness={sourceOf(answer).freshness} />}</span>
      </header>
      {TAB_IDS.length > 1 && (
        <nav className="tabs" aria-label={t('team.tabs')}>
          {TAB_IDS.map((id) => (
            <button
              key={id}
              type="button"
              aria-current={id === tab ? 'page' : undefined}
              onClick={() => void openTab(id, main.current?.scrollTop ?? 0)}
            >
              {t(`team.tab.${id}`)}
            </button>
          ))}
        </nav>
      )}
      <main ref={main}>
        <Answer of={given} onRetry={retry}>
          {(shown) => <LevelBody frame={frame} answer={shown} open={open} onOpenRecord={onOpenRecord} />}
        </Answer>
      </main>
    </>
  );
}

function LevelBody({ frame, answer, open, onOpenRecord }: LevelProps<LevelKind>) {
  const source = sourceOf(answer);
  if (source.freshness.pageOnly) return <PageOnly onRetry={retry} />;
  if ('noConnection' in source) return <Message title={t('popup.none.title')}>{t('popup.none.text')}</Message>;
  // Safe: the answer under a kind is that kind's, and so is the view.
  const Level = LEVELS[frame.kind] as ComponentType<LevelProps<LevelKind>>;
  return (
    <>
      {frame.kind !== 'deal' && <ConnectionNote freshness={source.freshness} onRetry={retry} />}
      <Level frame={frame} answer={answer} open={open} onOpenRecord={onOpenRecord} />
    </>
  );
}

/** The part of an answer that says where it comes from. */
const sourceOf = (
  answer: LevelAnswers[LevelKind],
): { freshness: Freshness } | { noConnection: true; freshness: Freshness } => ('team' in answer ? answer.team : answer);

const ROOT_TITLES: Partial<Record<LevelKind, MessageKey>> = {
  team: 'team.title',
  changes: 'team.tab.changes',
  plan: 'team.tab.plan',
  accuracy: 'team.tab.forecast',
  focus: 'team.tab.focus',
  process: 'team.tab.process',
};
const titleOf = (frame: Frame): string => {
  const root = ROOT_TITLES[frame.kind];
  return root ? t(root) : 'title' in frame ? frame.title : '';
};
