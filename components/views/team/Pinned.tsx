import { useEffect, useMemo, useState } from 'react';

import { Section } from '@/components/ui/Section';
import { t } from '@/lib/i18n';
import { getBackend } from '@/lib/store/backend';
import type { Drill, Frame, Sourced } from '@/lib/store/drill';
import { queriesThrough } from '@/lib/store/drill-look';
import { type Failure, failureOf } from '@/lib/store/failures';

import { Failed } from '../shared/Failed';
import type { LevelView, TabView } from './level';
import { LevelBody } from './LevelBody';

interface Props {
  drill: Drill<LevelView, TabView>;
  onOpen: (next: Frame, focusId?: string) => void;
  onOpenRecord: (recordId: string) => void;
}

/** The level that was pinned, beside the present one: it keeps what it was about and is answered anew whenever the cache changes. */
export function Pinned({ drill, onOpen, onOpenRecord }: Props) {
  const pinned = drill.useDrill((state) => state.pinned);
  return pinned ? (
    <Section
      title={t('drill.pinned', { title: pinned.title ?? '' })}
      aside={
        <button type="button" className="link push" data-focus="unpin" onClick={() => void drill.pin(undefined)}>
          {t('drill.unpin')}
        </button>
      }
    >
      <Body key={pinned.kind} drill={drill} frame={pinned} onOpen={onOpen} onOpenRecord={onOpenRecord} />
    </Section>
  ) : null;
}

function Body({ drill, frame, onOpen, onOpenRecord }: Props & { frame: Frame }) {
  const [answer, setAnswer] = useState<Sourced>();
  const [failure, setFailure] = useState<Failure>();
  const [turn, setTurn] = useState(0);
  const level = drill.levelOf(frame);
  const asked = JSON.stringify(frame.about);
  const { lens } = frame;
  useEffect(() => {
    let isWanted = true;
    const take = (given: Sourced): void => {
      if (isWanted) setAnswer(given);
    };
    level.ask(JSON.parse(asked), queriesThrough(lens), { show: take }).then(take, (error: unknown) => {
      if (isWanted) setFailure(failureOf('question', error));
    });
    return () => {
      isWanted = false;
    };
  }, [level, asked, lens, turn]);
  useEffect(() => getBackend().onRevision(() => setTurn((before) => before + 1)), []);
  // It is changed in its own place, never in that of the level beside it.
  const own = useMemo(
    () => ({
      ...drill,
      amend: (_kind: string, change: object): Promise<void> =>
        drill.pin({ ...frame, about: { ...frame.about, ...change } }),
    }),
    [drill, frame],
  );
  if (failure) return <Failed failure={failure} />;
  if (!answer) return null;
  return (
    <LevelBody
      drill={own}
      frame={frame}
      answer={answer}
      retry={() => setTurn((before) => before + 1)}
      open={onOpen}
      onOpenRecord={onOpenRecord}
    />
  );
}
