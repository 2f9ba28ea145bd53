import { useEffect, useMemo, useState } from 'react';

import { Button } from '@/components/ui/press/Button';
import { Section } from '@/components/ui/Section';
import { t } from '@/lib/i18n';
import { answerOf } from '@/lib/store/answered';
import { getBackend } from '@/lib/store/backend';
import { askCompared, type Drill, type Frame, isCompared, type Sourced } from '@/lib/store/drill';
import type { Compare } from '@/lib/store/drill-look';
import { type Failure, failureOf } from '@/lib/store/failures';

import { Failed } from '../shared/Failed';
import { useAnswer } from '../shared/use-answer';
import { comparedWith } from './lens/lens-text';
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
        <Button look="link" className="push" data-focus="unpin" onClick={() => void drill.pin(undefined)}>
          {t('drill.unpin')}
        </Button>
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
  const { lens, compare } = frame;
  useEffect(() => {
    let isWanted = true;
    const take = (given: Sourced): void => {
      if (isWanted) setAnswer(given);
    };
    const meanwhile = { show: take };
    askCompared(level, JSON.parse(asked), { lens, compare }, { meanwhile }).then(take, (error: unknown) => {
      if (isWanted) setFailure(failureOf('question', error));
    });
    return () => {
      isWanted = false;
    };
  }, [level, asked, lens, compare, turn]);
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
    <>
      {compare && isCompared(level, compare, lens) && <With compare={compare} />}
      <LevelBody
        drill={own}
        frame={frame}
        answer={answer}
        retry={() => setTurn((before) => before + 1)}
        open={onOpen}
        onOpenRecord={onOpenRecord}
      />
    </>
  );
}

const askChoices = () => getBackend().queries.choices({});
const onRevision = (listener: () => void) => getBackend().onRevision(listener);

/** What the pinned figures stand beside, in words: above the others something else may be chosen. */
function With({ compare }: { compare: Compare }) {
  const choices = answerOf(useAnswer(askChoices, onRevision).given);
  return choices && !('noConnection' in choices) ? (
    <p className="quiet">{t('lens.compare.with', { what: comparedWith(choices, compare) })}</p>
  ) : null;
}
