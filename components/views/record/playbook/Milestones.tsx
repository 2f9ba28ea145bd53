import type { PlaybookView } from '@/lib/answers/playbook-view';
import { formatDay, t } from '@/lib/i18n';

import { useTypedOver } from '../use-typed-over';
import type { ChangeSteps } from './change-steps';

/** What is reached in a stage, each with what shows it. */
export function Milestones({
  playbook: { milestones, steps },
  onChange,
}: {
  playbook: PlaybookView;
  onChange: ChangeSteps;
}) {
  if (milestones.length === 0) return null;
  return (
    <>
      <h3>{t('playbook.milestones')}</h3>
      <ul className="steps">
        {milestones.map((each) => (
          <Milestone key={each.id} of={each} steps={steps} onChange={onChange} />
        ))}
      </ul>
    </>
  );
}

function Milestone({
  of: { id, text, reachedAt, evidence = '', by },
  steps,
  onChange,
}: {
  of: PlaybookView['milestones'][number];
  steps: PlaybookView['steps'];
  onChange: ChangeSteps;
}) {
  const typed = useTypedOver(evidence);
  const isReached = reachedAt !== undefined;
  const keep = (said: string): void =>
    onChange(text, { milestones: { ...steps.milestones, [id]: { at: reachedAt ?? Date.now(), evidence: said } } });
  return (
    <li data-milestone={id} data-reached={isReached}>
      <label className="milestone">
        <input
          type="checkbox"
          checked={isReached}
          onChange={({ target: { checked } }) => {
            if (checked) keep(typed.text);
            else
              onChange(text, {
                milestones: Object.fromEntries(Object.entries(steps.milestones).filter(([key]) => key !== id)),
              });
          }}
        />
        <span>
          {text}
          {!isReached && by !== undefined && (
            <span className="quiet note"> {t('playbook.by', { day: formatDay(by) })}</span>
          )}
        </span>
      </label>
      {isReached && (
        <input
          aria-label={t('playbook.evidence', { text })}
          placeholder={t('playbook.evidence.hint')}
          value={typed.text}
          maxLength={500}
          onChange={(event) => typed.type(event.target.value)}
          onBlur={() => {
            const words = typed.leave();
            if (words !== undefined) keep(words);
          }}
        />
      )}
    </li>
  );
}
