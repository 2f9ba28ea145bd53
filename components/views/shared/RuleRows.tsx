import { type Rule, type RuleName, RULES, type Unit } from '@/lib/figures/rules';
import { t } from '@/lib/i18n';
import type { DefinitionText } from '@/lib/i18n/definitions/text';

/** A unit that has to be said: money, a count or a word says it by itself, and a term has none. */
const isSaid = (unit: Unit): unit is Exclude<Unit, 'money' | 'count' | 'word' | 'term'> =>
  !['money', 'count', 'word', 'term'].includes(unit);

/** Formula, example, trap, unit and source of a rule: rows of a `dl`. */
export function RuleRows({ name, text }: { name: RuleName; text: DefinitionText }) {
  const { unit, source }: Rule = RULES[name];
  return (
    <>
      <dt>{t('definition.formula')}</dt>
      <dd>{text.formula}</dd>
      <dt>{t('definition.example')}</dt>
      <dd>{text.example}</dd>
      {text.trap !== undefined && (
        <>
          <dt>{t('definition.trap')}</dt>
          <dd>{text.trap}</dd>
        </>
      )}
      {isSaid(unit) && (
        <>
          <dt>{t('definition.unit')}</dt>
          <dd>{t(`unit.${unit}`)}</dd>
        </>
      )}
      {source !== undefined && (
        <>
          <dt>{t('definition.source')}</dt>
          <dd>{source}</dd>
        </>
      )}
    </>
  );
}
