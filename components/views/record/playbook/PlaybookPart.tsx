import { Fold } from '@/components/ui/Fold';
import { Button } from '@/components/ui/press/Button';
import { Toggle } from '@/components/ui/press/Toggle';
import type { PlaybookView } from '@/lib/answers/playbook-view';
import type { RecordView } from '@/lib/answers/record-view';
import type { DealSteps } from '@/lib/deal/own/deal-steps';
import { formatDay, formatShare, t } from '@/lib/i18n';
import { act } from '@/lib/store/failures';
import { keepJotting } from '@/lib/store/jotting-store';

import { Figure } from '../../shared/Definition';
import type { ChangeSteps } from './change-steps';
import { Milestones } from './Milestones';
import { PlaybookFile } from './PlaybookFile';
import { Scorecard } from './Scorecard';

import './PlaybookPart.css';

/** What the playbook says of a deal in its stage: what is reached, who is missing, what stops it, what to send, the plan to its close date. */
export function PlaybookPart({ view }: { view: RecordView }) {
  const { playbook, recordId } = view;
  if (!playbook) return null;
  const change: ChangeSteps = (what, part) =>
    void act(what, () =>
      keepJotting({ kind: 'steps', of: recordId, value: { ...playbook.steps, ...part }, was: playbook.steps }),
    );
  const missing = playbook.roles.filter(({ isFilled }) => !isFilled);
  const reached = playbook.milestones.filter(({ reachedAt }) => reachedAt !== undefined).length;
  const open = playbook.obstacles.filter(({ state }) => state === 'open').length;
  return (
    <Fold
      title={t('playbook.title')}
      aside={[
        t('playbook.aside', { reached, of: playbook.milestones.length }),
        ...(open > 0 ? [t('playbook.aside.open', { count: open })] : []),
      ].join('\u00A0· ')}
      className="playbook"
    >
      <p className="quiet note">{t('playbook.of', { name: playbook.name, version: playbook.version })}</p>
      {playbook.unknownStages.length > 0 && (
        <p className="problem note">{t('playbook.unknownStages', { stages: playbook.unknownStages.join(', ') })}</p>
      )}
      {missing.length > 0 && (
        <p className="missing" data-missing-roles={missing.length}>
          {t('playbook.roles', { roles: missing.map(({ role }) => role).join(', ') })}
        </p>
      )}
      <Milestones playbook={playbook} onChange={change} />
      <Obstacles playbook={playbook} onChange={change} />
      {playbook.content.length > 0 && <Content playbook={playbook} onChange={change} />}
      {playbook.plan.length > 0 && (
        <details className="plan-back">
          <summary className="note">{t('playbook.plan', { count: playbook.plan.length })}</summary>
          <ol className="note">
            {playbook.plan.map(({ id, text, by, isLate }) => (
              <li key={id} className={isLate ? 'missing' : undefined}>
                {formatDay(by, view.today)} · {text}
              </li>
            ))}
          </ol>
        </details>
      )}
      {playbook.scorecard && (
        <Scorecard view={view} card={playbook.scorecard} steps={playbook.steps} onChange={change} />
      )}
      <PlaybookFile view={view} playbook={playbook} />
    </Fold>
  );
}

function Obstacles({ playbook: { obstacles, steps }, onChange }: { playbook: PlaybookView; onChange: ChangeSteps }) {
  if (obstacles.length === 0) return null;
  return (
    <>
      <h3>{t('playbook.obstacles')}</h3>
      <ul className="steps">
        {obstacles.map(({ id, text, state, loss }) => (
          <li key={id} data-obstacle={id} data-obstacle-state={state}>
            <span>
              <strong className={state === 'open' ? 'missing' : undefined}>{t(`playbook.obstacle.${state}`)}</strong>{' '}
              {text}
              <br />
              {loss ? (
                <Figure metric="obstacleLoss" count={loss.n}>
                  {t('playbook.loss', {
                    rate: formatShare(loss.rate),
                    low: formatShare(loss.low),
                    high: formatShare(loss.high),
                    n: loss.n,
                  })}
                </Figure>
              ) : (
                <span className="quiet">{t('playbook.loss.none')}</span>
              )}
            </span>
            <Button
              look="link"
              aria-label={`${t(state === 'open' ? 'playbook.mitigate' : 'playbook.reopen')}: ${text}`}
              onClick={() =>
                onChange(text, {
                  obstacles: {
                    ...steps.obstacles,
                    [id]: { state: state === 'open' ? 'mitigated' : 'open', at: Date.now() },
                  },
                })
              }
            >
              {t(state === 'open' ? 'playbook.mitigate' : 'playbook.reopen')}
            </Button>
          </li>
        ))}
      </ul>
    </>
  );
}

function Content({ playbook: { content, steps }, onChange }: { playbook: PlaybookView; onChange: ChangeSteps }) {
  return (
    <>
      <h3>{t('playbook.content')}</h3>
      <ul className="steps">
        {content.map(({ id, title, url, obstacle, sentAt }) => (
          <li key={id} data-content={id}>
            <a href={url} target="_blank" rel="noreferrer">
              {title}
            </a>
            {sentAt === undefined ? (
              <Button
                look="link"
                aria-label={`${t('playbook.sent')}: ${title}`}
                onClick={() =>
                  onChange(title, {
                    sent: [
                      ...steps.sent,
                      { content: id, at: Date.now(), ...(obstacle === undefined ? {} : { obstacle }) },
                    ],
                  })
                }
              >
                {t('playbook.sent')}
              </Button>
            ) : (
              <Outcome id={id} steps={steps} onChange={onChange} title={title} />
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

/** Whether what was sent helped. */
function Outcome({
  id,
  title,
  steps,
  onChange,
}: {
  id: string;
  title: string;
  steps: DealSteps;
  onChange: ChangeSteps;
}) {
  const last = steps.sent.findLastIndex(({ content }) => content === id);
  const given = steps.sent[last]?.outcome;
  const say = (outcome: 'helped' | 'didNot'): void =>
    onChange(title, { sent: steps.sent.map((each, place) => (place === last ? { ...each, outcome } : each)) });
  return (
    <span className="outcome">
      {(['helped', 'didNot'] as const).map((outcome) => (
        <Toggle key={outcome} isOn={given === outcome} onClick={() => say(outcome)}>
          {t(`playbook.outcome.${outcome}`)}
        </Toggle>
      ))}
    </span>
  );
}
