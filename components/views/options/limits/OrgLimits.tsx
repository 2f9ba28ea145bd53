import { useCallback, useId, useState } from 'react';

import { Setting } from '@/components/ui/Setting';
import type { RuleHits } from '@/lib/answers/rule-hits';
import {
  isLimit,
  LIMITED_RULES,
  type LimitedRule,
  limitChanges,
  limitsBy,
  RULE_LIMITS,
  type RuleLimits,
  type RuleVersion,
  USUAL_LIMITS,
} from '@/lib/deal/signals/rule-limits';
import { t } from '@/lib/i18n';
import { answerOf } from '@/lib/store/answered';
import { act } from '@/lib/store/failures';

import { Failed } from '../../shared/Failed';
import { changeText, changesText } from '../../shared/texts/limit-text';
import type { PlaybookSource } from '../../shared/texts/playbook-words';
import { useAnswer } from '../../shared/use-answer';
import { RuleVersions } from './RuleVersions';

import './OrgLimits.css';

/** The rules of one org: its thresholds as they were set, from the first on. */
export interface OrgRules {
  key: string;
  name: string;
  versions: readonly RuleVersion[];
  /** Which playbook counts there, and where it comes from. */
  playbook: PlaybookSource & { name: string; version: string };
  timeZone: string;
  /** When they were read, ms. */
  now: number;
}

export interface OrgLimitsProps {
  /** How many open deals the rules of an org hit now and with other thresholds; undefined while nothing is read of it. Must keep its identity. */
  askHits: (key: string, limits: RuleLimits) => Promise<RuleHits | undefined>;
  /** `was`: the limits that were on screen, so that one which another page has changed meanwhile stays; absent: all are set. */
  onRules: (key: string, limits: RuleLimits, was?: RuleLimits) => Promise<void>;
}

/** The thresholds of an org: what a change does is counted before it is saved, and each change is kept and can be taken back. */
export function OrgLimits({ org: { key, name, versions, now }, askHits, onRules }: OrgLimitsProps & { org: OrgRules }) {
  const held = versions.at(-1)?.limits ?? USUAL_LIMITS;
  const [typed, setTyped] = useState<Partial<Record<LimitedRule, string>>>({});
  const [said, setSaid] = useState('');
  const read = (rule: LimitedRule): number => {
    const text = typed[rule];
    return text === undefined ? held[rule] : /^\d{1,3}$/.test(text.trim()) ? Number(text) : NaN;
  };
  const wrong = LIMITED_RULES.filter((rule) => !isLimit(rule, read(rule)));
  const limits = limitsBy((rule) => (wrong.includes(rule) ? held[rule] : read(rule)));
  const changes = limitChanges(held, limits);
  const hits = useHits(key, held, limits, askHits);

  const keep = async (what: string, next: RuleLimits, done: string, was?: RuleLimits): Promise<void> => {
    setSaid('');
    if (await act(what, () => onRules(key, next, was))) setSaid(done);
  };
  const save = (): void => {
    if (wrong.length > 0) return setSaid(t('rules.notSaved'));
    if (changes.length === 0) return setSaid(t('rules.same'));
    void keep(t('rules.save'), limits, t('rules.saved', { changes: changesText(held, limits) }), held);
  };
  return (
    <Setting title={t('rules.limits', { org: name })} text={t('rules.limits.text')}>
      {hits.failed}
      <form
        className="org-limits"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        {LIMITED_RULES.map((rule) => (
          <LimitLine
            key={rule}
            rule={rule}
            text={typed[rule] ?? String(held[rule])}
            isWrong={wrong.includes(rule)}
            hits={hits.of(rule)}
            onType={(text) => {
              setTyped({ ...typed, [rule]: text });
              setSaid('');
            }}
          />
        ))}
        {changes.length > 0 && (
          <div>
            <h3>{t('rules.changes')}</h3>
            <ul className="plain-list">
              {changes.map((change) => (
                <li key={change.rule}>{changeText(change)}</li>
              ))}
            </ul>
          </div>
        )}
        <p className="actions">
          <button type="submit" className="button">
            {t('rules.save')}
          </button>
          <span role="status" className="quiet">
            {said}
          </span>
        </p>
      </form>
      <h3>{t('rules.versions')}</h3>
      <RuleVersions
        versions={versions}
        held={held}
        now={now}
        onRestore={(next) => {
          setTyped({});
          void keep(t('rules.restore'), next, t('rules.restored', { changes: changesText(held, next) }));
        }}
      />
    </Setting>
  );
}

function LimitLine({
  rule,
  text,
  isWrong,
  hits,
  onType,
}: {
  rule: LimitedRule;
  text: string;
  isWrong: boolean;
  hits: string;
  onType: (text: string) => void;
}) {
  const id = useId();
  const { least, most } = RULE_LIMITS[rule];
  return (
    <div className="limit-line">
      <label htmlFor={id}>{t(`signal.${rule}.title`)}</label>
      <input
        id={id}
        inputMode="numeric"
        size={3}
        value={text}
        aria-invalid={isWrong}
        aria-describedby={`${id}-hint ${id}-hits`}
        onChange={({ target }) => onType(target.value)}
      />
      <p id={`${id}-hint`} className={isWrong ? 'problem' : 'quiet'}>
        {isWrong ? t('rules.limit.wrong', { least, most }) : t(`rules.limit.${rule}`, { least, most })}
      </p>
      <p id={`${id}-hits`}>{hits}</p>
    </div>
  );
}

/** What the rules hit, said for each; a count of other thresholds than those on screen is not shown. */
function useHits(key: string, held: RuleLimits, limits: RuleLimits, askHits: OrgLimitsProps['askHits']) {
  const wanted = JSON.stringify([held, limits]);
  const ask = useCallback(async () => {
    // Safe: it has just been made of them.
    const [, asked] = JSON.parse(wanted) as [RuleLimits, RuleLimits];
    return { wanted, hits: await askHits(key, asked) };
  }, [key, wanted, askHits]);
  const { given, retry } = useAnswer(ask, never);
  const answer = answerOf(given);
  return {
    failed: given.state === 'failed' && (
      <Failed failure={given.failure} isAbove={answer !== undefined} onRetry={retry} />
    ),
    of(rule: LimitedRule): string {
      if (given.state === 'failed') return '';
      if (answer?.wanted !== wanted) return t('rules.hits.wait');
      if (!answer.hits) return t('scoring.nothingRead');
      const { open, now, after } = answer.hits;
      return held[rule] === limits[rule]
        ? t('rules.hits', { now: now[rule], open })
        : t('rules.hits.after', { now: now[rule], after: after[rule], open });
    },
  };
}

const never = (): (() => void) => () => undefined;
