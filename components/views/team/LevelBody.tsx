import { useCallback } from 'react';

import type { Drill, Frame, Sourced } from '@/lib/store/drill';

import { ConnectionNote } from '../shared/state/ConnectionNote';
import { NotConnected } from '../shared/state/NotConnected';
import { OrgClock } from '../shared/state/OrgClock';
import { PageOnly } from '../shared/state/PageOnly';
import type { LevelView, TabView } from './level';

interface BodyProps {
  drill: Drill<LevelView, TabView>;
  frame: Frame;
  answer: Sourced;
  retry: () => void;
  open: (next: Frame, focusId?: string) => void;
  onOpenRecord: (recordId: string) => void;
}

/** What a level shows of its answer, or why there is none. */
export function LevelBody({ drill, frame: { kind, about, ...rest }, answer, retry, open, onOpenRecord }: BodyProps) {
  const amend = useCallback(
    (change: object, { isAsking } = { isAsking: false }) => drill.amend(kind, change, isAsking),
    [drill, kind],
  );
  if (answer.freshness.pageOnly) return <PageOnly onRetry={retry} />;
  if ('noConnection' in answer) {
    const { state } = answer.freshness;
    if (state === 'noSession' || state === 'live') return <NotConnected />;
    return <ConnectionNote freshness={answer.freshness} onRetry={retry} />;
  }
  const { View, recordOf } = drill.levelOf({ kind, about, ...rest });
  return (
    <>
      {!recordOf && <ConnectionNote freshness={answer.freshness} onRetry={retry} />}
      <View
        about={about}
        answer={answer}
        against={answer.against && !('noConnection' in answer.against) ? answer.against : undefined}
        amend={amend}
        refresh={drill.refresh}
        retry={retry}
        open={open}
        onOpenRecord={onOpenRecord}
      />
      {!recordOf && <OrgClock zone={answer.freshness.timeZone} />}
    </>
  );
}
