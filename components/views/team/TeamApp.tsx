import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';

import { RowsStart } from '@/components/ui/list/RowList';
import { Breadcrumb } from '@/components/ui/navigate/Breadcrumb';
import { Tabs } from '@/components/ui/navigate/Tabs';
import { t } from '@/lib/i18n';
import { answerOf } from '@/lib/store/answered';
import type { Drill, Frame } from '@/lib/store/drill';

import { Answer } from '../shared/Answer';
import { CommandPalette } from '../shared/commands/CommandPalette';
import { pressing, useCommands } from '../shared/commands/use-commands';
import { type Peeked, Peeking } from '../shared/DealRows';
import { leaveField } from '../shared/escape';
import { FreshnessStamp } from '../shared/state/FreshnessStamp';
import { WhoseBar } from '../shared/state/WhoseBar';
import { LensBar } from './lens/LensBar';
import type { LevelView, TabView } from './level';
import { LevelBody } from './LevelBody';
import { Peek } from './Peek';
import { Pinned } from './Pinned';
import { RoleNote } from './RoleNote';
import { teamDrill } from './tabs';
import { ViewGuard } from './ViewGuard';

import './TeamApp.css';

interface Props {
  onOpenRecord: (recordId: string) => void;
  drill?: Drill<LevelView, TabView>;
}

/**
 * The side panel: tabs, and in each a drill from figures to deals to a deal. Back restores sort, filter, scroll position and
 * focus; the CRM's tab never moves.
 */
export function TeamApp({ onOpenRecord, drill = teamDrill }: Props) {
  const { tabs, useDrill } = drill;
  const tab = useDrill((state) => state.tab);
  const frames = useDrill(drill.frames);
  const frame = useDrill(drill.top);
  const given = useDrill(drill.answer);
  const main = useRef<HTMLElement>(null);
  const answer = answerOf(given);
  const isReady = answer !== undefined;
  const recordId = drill.levelOf(frame).recordOf?.(frame.about);
  const retry = useCallback((): void => void drill.retry(), [drill]);

  const open = useCallback(
    (next: Frame, focusId?: string): void => {
      const folds = [...(main.current?.querySelectorAll('details') ?? [])].flatMap((each, at) =>
        each.open ? [at] : [],
      );
      const scroll = main.current?.scrollTop ?? 0;
      void drill.push(next, { scroll, folds, ...(focusId === undefined ? {} : { focusId }) });
    },
    [drill],
  );

  // A level that is shown again stands as it was left.
  const depth = frames.length;
  const { scroll, focusId, folds } = frame;
  const place = `${tab}/${depth}`;
  const restored = useRef('');
  const start = useMemo(
    () => ({ focusId, scroll: () => (restored.current === place ? (main.current?.scrollTop ?? 0) : scroll) }),
    [place, scroll, focusId],
  );
  // Whoever goes on while an answer is awaited keeps the focus where it is.
  const held = useRef<Element | null>(null);
  useLayoutEffect(() => void (held.current = document.activeElement), [place]);
  /** What had the focus may stand in a part of the answer that is still to come. */
  const isMissing = useRef(false);
  const standAgain = useCallback(
    (now: Element | null) => {
      const found =
        focusId === undefined
          ? undefined
          : document.querySelector<HTMLElement>(`[data-focus="${CSS.escape(focusId)}"]`);
      // What comes later is waited for where the level stood in the meantime.
      if (isMissing.current && !found) return;
      isMissing.current = focusId !== undefined && !found;
      for (const [fold, each] of [...(main.current?.querySelectorAll('details') ?? [])].entries())
        if (folds?.includes(fold)) each.open = true;
      main.current?.scrollTo(0, scroll);
      if (now === held.current || now === document.body) found?.focus({ preventScroll: true });
    },
    [scroll, focusId, folds],
  );
  // A view may take the focus as it begins: one that is shown again gives it to what had it.
  const came = useRef<Element | null>(null);
  useLayoutEffect(() => void (came.current = document.activeElement), [place, isReady]);
  useEffect(() => {
    if (!isReady) return;
    restored.current = place;
    isMissing.current = false;
    standAgain(came.current);
  }, [place, isReady, standAgain]);
  useEffect(() => {
    if (!isMissing.current || restored.current !== place) return;
    // Whoever has gone on meanwhile stays where they are.
    if (document.activeElement === document.body) standAgain(document.body);
    else isMissing.current = false;
  }, [answer, place, standAgain]);

  const [peeked, setPeeked] = useState<Peeked & { place: string }>();
  const [shown, setShown] = useState({ place, ids: new Set<string>() });
  const peeking = useMemo(
    () => ({
      shown: shown.place === place ? shown.ids : new Set<string>(),
      show: (deal: Peeked): void => {
        setShown((before) => ({
          place,
          ids: new Set(before.place === place ? before.ids : []).add(deal.recordId),
        }));
        setPeeked((before) => {
          const isShown = before?.place === place && before.recordId === deal.recordId;
          return isShown && !deal.isEditing ? undefined : { ...deal, place };
        });
      },
      follow: (deal: Peeked): void =>
        setPeeked((before) => (before && before.recordId !== deal.recordId ? { ...deal, place } : before)),
    }),
    [place, shown],
  );
  const isPeeking = peeked?.place === place;
  const peekedRow = peeked?.focusId ?? '';
  const closePeek = useCallback((): void => {
    setPeeked(undefined);
    document.querySelector<HTMLElement>(`main [data-focus="${CSS.escape(peekedRow)}"]`)?.focus();
  }, [peekedRow]);

  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || leaveField(event)) return;
      if (isPeeking && event.key === 'Escape') {
        event.preventDefault();
        closePeek();
        return;
      }
      if (depth > 1 && (event.key === 'Escape' || (event.altKey && event.key === 'ArrowLeft'))) {
        event.preventDefault();
        void drill.back();
      }
      if (recordId !== undefined && event.shiftKey && event.key === 'Enter') onOpenRecord(recordId);
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [drill, depth, recordId, onOpenRecord, isPeeking, closePeek]);

  useCommands(() => [
    ...tabs.flatMap(({ kind, title }, index) =>
      kind === tab && depth === 1
        ? []
        : pressing(t('command.view', { view: t(title) }), `.tabs > :nth-child(${index + 1})`),
    ),
    ...(depth > 1 ? [{ name: t('app.back'), run: () => void drill.back() }] : []),
    ...pressing(t('drill.pin'), '[data-focus="pin"]'),
    ...pressing(t('drill.link'), '[data-focus="link"]'),
  ]);

  const titleOf = (of: Frame): string => {
    if (of.title !== undefined) return of.title;
    const first = tabs.find((each) => each.kind === of.kind);
    return first ? t(first.heading ?? first.title) : (drill.levelOf(of).titleOf?.(of.about) ?? '');
  };
  return (
    <>
      <header className="bar">
        <Breadcrumb
          label={t('team.title')}
          names={frames.map((each) => titleOf(each))}
          onBack={(to) => void drill.backTo(to)}
        />
        <span className="push">{answer && <FreshnessStamp freshness={answer.freshness} of={given} />}</span>
        <CommandPalette />
      </header>
      <Tabs
        label={t('team.tabs')}
        shown={tab}
        tabs={tabs.map(({ kind, title }) => [kind, t(title)])}
        onOpen={(kind) => void drill.openTab(kind, main.current?.scrollTop ?? 0)}
      />
      <RoleNote onView={(first) => drill.openTab(first, main.current?.scrollTop ?? 0)} />
      <LensBar drill={drill} frames={frames} tab={tab} title={titleOf(frame)} answer={answer} />
      <main ref={main}>
        <WhoseBar />
        <Answer of={given} onRetry={retry}>
          {(shown) => (
            <RowsStart key={place} value={start}>
              <Peeking value={peeking}>
                <ViewGuard key={place} onBegin={() => void drill.begin()}>
                  <LevelBody
                    drill={drill}
                    frame={frame}
                    answer={shown}
                    retry={retry}
                    open={open}
                    onOpenRecord={onOpenRecord}
                  />
                </ViewGuard>
              </Peeking>
            </RowsStart>
          )}
        </Answer>
        <Pinned drill={drill} onOpen={open} onOpenRecord={onOpenRecord} />
      </main>
      {isPeeking && <Peek deal={peeked} onClose={closePeek} />}
    </>
  );
}
