import { type BucketRule, MOST_ALIKE } from '@/lib/forecast/focus';
import { t } from '@/lib/i18n';

interface Alike {
  alike: number;
  alikeWon: number;
}

/** The past deals that one was held against: of too few no rate is given, only how few there are. */
export const alikeText = ({ alike: of, alikeWon: won }: Alike, usual: 'focus.alike' | 'rescue.alike'): string =>
  t(of < MOST_ALIKE ? 'focus.alike.few' : usual, { won, of });

/** The rule of a bucket, which says "rarely won" only of enough past deals. */
export const bucketRuleText = ({ rule, alike }: { rule: BucketRule; alike: number }): string =>
  t(rule === 'hopelessAndIdle' && alike < MOST_ALIKE ? 'focus.rule.hopelessAndIdle.few' : `focus.rule.${rule}`);
