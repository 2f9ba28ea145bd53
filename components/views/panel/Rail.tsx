import { Button } from '@/components/ui/press/Button';
import { StateMark } from '@/components/ui/StateMark';
import { t } from '@/lib/i18n';
import { usePanel, useShownAnswer } from '@/lib/store/panel';

import './Rail.css';

/** What is left of the folded panel: how the deal on the page stands and how much there is to do, and the way back to all of it. */
export function Rail({ onUnfold }: { onUnfold: () => void }) {
  const { answer } = useShownAnswer();
  const isDeal = usePanel(({ place, drilled }) => drilled !== undefined || place.kind === 'record');
  const view = isDeal ? answer?.view : undefined;
  const word =
    view &&
    (view.verdict.state === 'done'
      ? t(view.opportunity.isWon ? 'record.won' : 'record.lost')
      : view.verdict.state === 'new'
        ? t('record.new')
        : t(`state.${view.verdict.state}`));
  const count = view?.todos.length ?? 0;
  const label = [t('app.unfold'), word, count > 0 && t('rail.todos', { count })].filter(Boolean).join(' · ');
  return (
    <main className="rail">
      <h1 className="hidden-text">{t('app.name')}</h1>
      <Button look="bare" title={label} onClick={onUnfold}>
        <span aria-hidden="true">«</span>
        <span className="hidden-text">{label}</span>
        {view && <StateMark state={view.verdict.state} label="" />}
        {count > 0 && (
          <strong className="count" aria-hidden="true">
            {count}
          </strong>
        )}
        {word && (
          <span className="word" aria-hidden="true">
            {word}
          </span>
        )}
      </Button>
    </main>
  );
}
