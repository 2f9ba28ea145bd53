import { lazy, type RefObject, Suspense, useEffect, useRef, useSyncExternalStore } from 'react';

import { Message } from '@/components/ui/Message';
import { Button } from '@/components/ui/press/Button';
import { IconButton } from '@/components/ui/press/IconButton';
import { Skeleton } from '@/components/ui/Skeleton';
import { SAMPLE_HOST } from '@/lib/deal/connection-state';
import { loadTexts, t } from '@/lib/i18n';
import { answerOf } from '@/lib/store/answered';
import { drill, readAgain, usePanel, useShownAnswer, wantedRecord } from '@/lib/store/panel';

import { RecordMissing } from '../record/RecordMissing';
import { RecordPanel } from '../record/RecordPanel';
import { Answer } from '../shared/Answer';
import { ButtonToggle } from '../shared/ButtonPlace';
import { CommandPalette } from '../shared/commands/CommandPalette';
import { pressing, useCommands } from '../shared/commands/use-commands';
import { leaveField } from '../shared/escape';
import { Failed } from '../shared/Failed';
import { FreshnessStamp } from '../shared/state/FreshnessStamp';
import { PageOnly } from '../shared/state/PageOnly';
import { Rail } from './Rail';

import './PanelApp.css';

const retry = (): void => void readAgain();
const nothing = (): void => undefined;
/** A record needs nothing of a list: its part and its texts are loaded where the page shows one. */
const listPart = async () => {
  const [{ ListPanel }] = await Promise.all([import('../list/ListPanel'), loadTexts()]);
  return { default: ListPanel };
};
const ListPanel = lazy(listPart);

/** What the framed panel shows for the page's place: a record, a list, or words; or what is left of it in a rail. */
export function PanelApp(props: Props) {
  const isFolded = useSyncExternalStore(onWidth, isRail);
  return isFolded ? <Folded {...props} /> : <Unfolded {...props} />;
}

interface Props {
  onClose: () => void;
  onReload?: () => void;
  /** Makes the panel a rail, and a rail the panel. */
  onFold?: () => void;
  onTeam?: () => void;
}

/** Wider than the rail, narrower than any panel. */
const rail = (): MediaQueryList => matchMedia('(max-width: 6em)');
const isRail = (): boolean => rail().matches;
function onWidth(changed: () => void): () => void {
  const query = rail();
  query.addEventListener('change', changed);
  return () => query.removeEventListener('change', changed);
}

function Folded({ onClose, onFold = nothing }: Props) {
  useEffect(() => {
    const onKey = ({ key }: KeyboardEvent): void => {
      if (key === 'Escape') onClose();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [onClose]);
  return <Rail onUnfold={onFold} />;
}

function Unfolded({ onClose, onReload, onFold, onTeam }: Props) {
  const kind = usePanel(({ place }) => place.kind);
  const drilled = usePanel((state) => state.drilled);
  const host = usePanel((state) => state.host);
  const isTwice = usePanel((state) => state.isTwice);
  const isGivenFocus = usePanel((state) => state.isGivenFocus);
  const main = useRef<HTMLElement>(null);

  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || event.defaultPrevented || leaveField(event)) return;
      if (drilled === undefined) onClose();
      else drill(undefined);
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [drilled, onClose]);

  // The frame is given the focus as a whole: in here it starts at the content.
  useEffect(() => {
    const onFocus = (): void => {
      if (document.activeElement === document.body) main.current?.focus();
    };
    if (isGivenFocus || document.hasFocus()) onFocus();
    addEventListener('focus', onFocus);
    return () => removeEventListener('focus', onFocus);
  }, [isGivenFocus]);

  useCommands(() => [
    ...(onTeam ? [{ name: t('popup.team'), run: onTeam }] : []),
    ...(drilled === undefined ? [] : [{ name: t('app.back'), run: () => drill(undefined) }]),
    ...(onFold ? [{ name: t('app.fold'), run: onFold }] : []),
    ...pressing(t('popup.options'), '.ways [href="/options.html"]'),
    { name: t('app.close'), run: onClose },
  ]);

  return (
    <>
      <Bar onClose={onClose} onFold={onFold} />
      <main ref={main} tabIndex={-1}>
        {isTwice && (
          <Message tone="warn" title={t('twice.title')}>
            {t('twice.text')}
          </Message>
        )}
        {kind === 'list' && <ListBody main={main} />}
        {(drilled !== undefined || kind === 'record') && <RecordBody onReload={onReload} />}
        {drilled === undefined && (kind === 'unclear' || kind === 'other') && (
          <Elsewhere isUnclear={kind === 'unclear'} />
        )}
        <footer className="ways">
          {onTeam && (
            <Button look="link" onClick={onTeam}>
              {t('popup.team')}
            </Button>
          )}
          <a className="link" href="/options.html" target="_blank" rel="noreferrer">
            {t('popup.options')}
          </a>
          {host !== '' && host !== SAMPLE_HOST && <ButtonToggle host={host} />}
        </footer>
      </main>
    </>
  );
}

function Bar({ onClose, onFold }: { onClose: () => void; onFold: (() => void) | undefined }) {
  const { answer } = useShownAnswer();
  const isList = usePanel(({ place, drilled }) => place.kind === 'list' && drilled === undefined);
  const isDrilled = usePanel(({ drilled }) => drilled !== undefined);
  const list = usePanel((state) => answerOf(state.list));
  const asked = usePanel((state) => (isList ? state.list : state.record));
  const name = isList ? undefined : answer?.view?.opportunity.name;
  const freshness = isList ? list?.freshness : answer?.freshness;
  const title = name ?? t(isList ? 'list.title' : 'app.name');
  return (
    <>
      <header className="bar">
        {isDrilled && (
          <IconButton label={t('app.back')} title={t('app.back')} onClick={() => drill(undefined)}>
            <span className="arrow">←</span>
          </IconButton>
        )}
        {/* Another name is another heading: none is seen to move when it has two lines. */}
        <h1 key={title} title={title}>
          {title}
        </h1>
        {freshness && <FreshnessStamp freshness={freshness} of={asked} />}
        <CommandPalette />
        {onFold && (
          <IconButton label={t('app.fold')} title={t('app.fold')} onClick={onFold}>
            »
          </IconButton>
        )}
        <IconButton label={t('app.close')} title={t('app.close')} onClick={onClose}>
          ✕
        </IconButton>
      </header>
      <div className="hidden-text" aria-live="polite">
        {name === undefined ? '' : t('record.shown', { name })}
      </div>
    </>
  );
}

const Elsewhere = ({ isUnclear }: { isUnclear: boolean }) => {
  const kind = isUnclear ? 'unclear' : 'notOpportunity';
  return <Message title={t(`record.${kind}.title`)}>{t(`record.${kind}.text`)}</Message>;
};

function RecordBody({ onReload }: { onReload: (() => void) | undefined }) {
  const record = usePanel((state) => state.record);
  const host = usePanel((state) => state.host);
  const recordId = usePanel(wantedRecord) ?? '';
  const { answer, isWaiting, isUnreadable, pageName } = useShownAnswer();
  const failure = record.state === 'failed' ? record.failure : undefined;
  const isKnown = answerOf(record)?.view !== undefined;
  return (
    <>
      {failure && <Failed failure={failure} isAbove={isKnown} onRetry={retry} />}
      {answer?.view ? (
        <RecordPanel
          key={answer.view.recordId}
          view={answer.view}
          freshness={answer.freshness}
          onRetry={retry}
          onReload={onReload}
          {...(pageName === undefined ? {} : { pageName })}
        />
      ) : answer ? (
        // What went wrong is the better answer to why there is none.
        !failure && <RecordMissing answer={answer} host={host} recordId={recordId} onRetry={retry} />
      ) : (
        (isKnown || !failure) && (
          <Skeleton
            label={t(isUnreadable ? 'record.unreadable' : isWaiting && isKnown ? 'record.waiting' : 'record.loading')}
          />
        )
      )}
    </>
  );
}

function ListBody({ main }: { main: RefObject<HTMLElement | null> }) {
  const given = usePanel((state) => state.list);
  const host = usePanel((state) => state.host);
  const isDrilled = usePanel(({ drilled }) => drilled !== undefined);
  const isReady = answerOf(given) !== undefined;
  const left = useRef<{ scroll: number; id: string }>(undefined);

  // While the list is asked for, so that its answer is drawn at once.
  useEffect(() => void listPart().catch(nothing), []);

  // Back from a deal: the list stands where it stood, with the same deal in focus.
  useEffect(() => {
    if (isDrilled || !isReady || !left.current) return;
    main.current?.scrollTo(0, left.current.scroll);
    main.current?.querySelector<HTMLElement>(`[data-focus="${left.current.id}"]`)?.focus();
    left.current = undefined;
  }, [isDrilled, isReady, main]);

  if (isDrilled) return null;
  return (
    <Answer of={given} onRetry={retry}>
      {(list) =>
        list.freshness.pageOnly ? (
          <PageOnly host={host} onRetry={retry} />
        ) : (
          <Suspense fallback={<Skeleton label={t('app.loading')} />}>
            <ListPanel
              view={list}
              onRetry={retry}
              onOpen={(id) => {
                left.current = { scroll: main.current?.scrollTop ?? 0, id };
                drill(id);
              }}
            />
          </Suspense>
        )
      }
    </Answer>
  );
}
