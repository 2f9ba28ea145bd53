import { useCallback, useId, useState } from 'react';

import { Toast } from '@/components/ui/over/Toast';
import { Button } from '@/components/ui/press/Button';
import { Setting } from '@/components/ui/Setting';
import type { RuleHits } from '@/lib/answers/rule-hits';
import {
  isLimit,
  LIMIT_NAMES,
  limitChanges,
  type LimitName,
  limitsBy,
  RULE_LIMITS,
  type RuleLimits,
  type RuleVersion,
  USUAL_LIMITS,
} from '@/lib/deal/signals/rule-limits';
import { SIGNAL_IDS, type SignalId } from '@/lib/deal/signals/signal-ids';
import { t } from '@/lib/i18n';
import { answerOf } from '@/lib/store/answered';
import { act } from '@/lib/store/failures';
import { useManaged } from '@/lib/store/managed-store';

import { Failed } from '../../shared/Failed';
import { changeText, changesText, limitTitle } from '../../shared/texts/limit-text';
import type { PlaybookSource } from '../../shared/texts/playbook-words';
import { useAnswer } from '../../shared/use-answer';
import { RuleVersions } from './RuleVersions';

import './OrgLimits.css';

/** The rules of one org: what was set of them, from the first on. */
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
  /** How many open deals the rules of an org hit now and with other limits; undefined while nothing is read of it. Must keep its identity. */
  askHits: (key: string, limits: RuleLimits) => Promise<RuleHits | undefined>;
  /** `was`: the limits that were on screen, so that one which another page has changed meanwhile stays; absent: all are set. */
  onRules: (key: string, limits: RuleLimits, was?: RuleLimits) => Promise<void>;
}

/** What can be set of the rules in an org: what a change does is counted before it is saved, and each change is kept and can be taken back. */
export function OrgLimits({ org: { key, name, versions, now }, askHits, onRules }: OrgLimitsProps & { org: OrgRules }) {
  const fixed = useManaged(({ policy }) => policy.rules) ?? NOTHING;
  const held = { ...(versions.at(-1)?.limits ?? USUAL_LIMITS), ...fixed };
  const [typed, setTyped] = useState<Partial<Record<LimitName, string>>>({});
  const [said, setSaid] = useState('');
  const read = (name: LimitName): number => {
    const text = name in fixed ? undefined : typed[name];
    return text === undefined ? held[name] : /^\d{1,3}$/.test(text.trim()) ? Number(text) : NaN;
  };
  const wrong = LIMIT_NAMES.filter((name) => !isLimit(name, read(name)));
  const limits = limitsBy((name) => (wrong.includes(name) ? held[name] : read(name)));
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
        {SIGNAL_IDS.map((rule) => (
          <RuleForm
            key={rule}
            rule={rule}
            textOf={(name) => (name in fixed ? undefined : typed[name]) ?? String(held[name])}
            isWrong={(name) => wrong.includes(name)}
            isFixed={(name) => name in fixed}
            hits={hits.of(rule)}
            onType={(name, text) => {
              setTyped({ ...typed, [name]: text });
              setSaid('');
            }}
          />
        ))}
        {changes.length > 0 && (
          <div>
            <h3>{t('rules.changes')}</h3>
            <ul className="plain-list">
              {changes.map((change) => (
                <li key={change.name}>{changeText(change)}</li>
              ))}
            </ul>
          </div>
        )}
        <p className="actions">
          <Button type="submit">{t('rules.save')}</Button>
          <Toast>{said}</Toast>
        </p>
      </form>
      <h3>{t('rules.versions')}</h3>
      <RuleVersions
        versions={versions}
        held={held}
        now={now}
        onRestore={(next) => {
          setTyped({});
          const restored = { ...next, ...fixed };
          void keep(t('rules.restore'), restored, t('rules.restored', { changes: changesText(held, restored) }), held);
        }}
      />
    </Setting>
  );
}

interface RuleFormProps {
  rule: SignalId;
  textOf: (name: LimitName) => string;
  isWrong: (name: LimitName) => boolean;
  /** Whether the organisation has set it. */
  isFixed: (name: LimitName) => boolean;
  hits: string;
  onType: (name: LimitName, text: string) => void;
}

/** All that can be set of a rule, and how many deals it hits. */
function RuleForm({ rule, textOf, isWrong, isFixed, hits, onType }: RuleFormProps) {
  const id = useId();
  return (
    <div className="rule-form">
      {LIMIT_NAMES.filter((name) => RULE_LIMITS[name].rule === rule).map((name) => {
        const { least, most } = RULE_LIMITS[name];
        return (
          <div key={name} className="limit-line">
            <label htmlFor={`${id}-${name}`}>{limitTitle(name)}</label>
            <input
              id={`${id}-${name}`}
              inputMode="numeric"
              size={3}
              value={textOf(name)}
              disabled={isFixed(name)}
              aria-invalid={isWrong(name)}
              aria-describedby={`${id}-${name}-hint ${id}-hits`}
              onChange={({ target }) => onType(name, target.value)}
            />
            <p id={`${id}-${name}-hint`} className={isWrong(name) ? 'problem' : 'quiet'}>
              {isWrong(name) ? t('rules.limit.wrong', { least, most }) : hintOf(name)}{' '}
              {isFixed(name) && t('managed.set')}
            </p>
          </div>
        );
      })}
      <p id={`${id}-hits`}>{hits}</p>
    </div>
  );
}

const hintOf = (name: LimitName): string => {
  const { least, most } = RULE_LIMITS[name];
  return t(isPoints(name) ? 'rules.limit.points' : `rules.limit.${name}`, { least, most });
};

const isPoints = (name: LimitName): name is Extract<LimitName, `${string}Points`> =>
  RULE_LIMITS[name].unit === 'points';

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
    of(rule: SignalId): string {
      if (given.state === 'failed') return '';
      if (answer?.wanted !== wanted) return t('rules.hits.wait');
      if (!answer.hits) return t('scoring.nothingRead');
      const { open, now, after } = answer.hits;
      const isSame = limitChanges(held, limits).every(({ name }) => RULE_LIMITS[name].rule !== rule);
      return isSame
        ? t('rules.hits', { now: now[rule], open })
        : t('rules.hits.after', { now: now[rule], after: after[rule], open });
    },
  };
}

const NOTHING = {};
const never = (): (() => void) => () => undefined;
