import { Button } from '@/components/ui/press/Button';
import { StateMark } from '@/components/ui/StateMark';
import type { FocusRow, FocusView } from '@/lib/answers/focus-view';
import type { OtherQuarter } from '@/lib/answers/other-quarter';
import type { NoConnection } from '@/lib/answers/queries';
import type { Bucket, BucketRule } from '@/lib/forecast/focus';
import { formatDay, formatMoneyShort, t } from '@/lib/i18n';

import { DealRows } from '../shared/DealRows';
import { AsOf, Figure } from '../shared/Definition';
import { alikeText, bucketRuleText } from '../shared/texts/alike-text';
import { amountText } from '../shared/texts/amount-text';
import { followUpDay, followUpWhat } from '../shared/texts/follow-up-text';
import { judgedText } from '../shared/texts/judged-text';
import { ruleName } from '../shared/texts/rule-name';
import { stepText } from '../shared/texts/step-text';
import { dealLevel } from './DealLevel';
import { FocusFigures, FocusRules } from './FocusFigures';
import { type LetGoDeals, letGoLevel } from './LetGoLevel';
import { type LevelProps, tab } from './level';
import { OtherQuarterView } from './plan/OtherQuarterView';

/** The rule by which most deals come into a bucket: said once over the list, and in no row. */
const MAIN_RULE: Record<Bucket, BucketRule> = {
  nearWin: 'likely',
  work: 'even',
  nurture: 'low',
  nearLoss: 'slipping',
  letGo: 'hopelessAndIdle',
};

/** More deals of a bucket than these nobody goes through at once. */
const FEW = 7;

interface About {
  /** Buckets that are shown whole. */
  opened?: Bucket[];
}

type Shown = (FocusView & { other?: OtherQuarter }) | NoConnection;

/** Where to spend time: every open deal in its one bucket, with the rule that put it there. */
function FocusLevel({ about, answer, amend, open, onOpenRecord }: LevelProps<About, Shown>) {
  if ('noConnection' in answer) return null;
  const { buckets, period, on, currency, method, isRated, rung, other } = answer;
  if (other)
    return (
      <AsOf value={on}>
        <OtherQuarterView other={other} onOpen={open} />
      </AsOf>
    );
  const count = buckets.reduce((sum, { total }) => sum + total.count, 0);
  return (
    <AsOf value={on}>
      <p className="quiet note">
        {t('focus.count', { count, period: period.label })}{' '}
        {t(isRated ? `focus.method.${method}` : 'focus.method.none')} {stepText(rung)}
      </p>
      {count > 0 && <FocusRules view={answer} />}
      {count === 0 && <p className="quiet">{t('focus.empty')}</p>}
      {buckets.map(
        (each) =>
          each.total.count > 0 && (
            <BucketList
              key={each.bucket}
              bucket={each}
              currency={currency}
              isRated={isRated}
              today={on}
              onLetGo={(deals) => open(letGoLevel.at(t('focus.letGo'), { deals, index: 0 }), 'let-go-all')}
              onOpen={(row) => open(dealLevel.at(row.name, { recordId: row.id }), row.id)}
              onAside={onOpenRecord}
              isOpened={about.opened?.includes(each.bucket) === true}
              onAll={() => void amend({ opened: [...(about.opened ?? []), each.bucket] }, { isAsking: true })}
            />
          ),
      )}
    </AsOf>
  );
}

/** Where no chance is known, what nothing else takes is worked on. */
const mainRule = (bucket: Bucket, isRated: boolean): BucketRule =>
  bucket === 'work' && !isRated ? 'unrated' : bucket === 'nurture' && !isRated ? 'young' : MAIN_RULE[bucket];

function BucketList({
  bucket: { bucket, total, rows },
  currency,
  isRated,
  today,
  onOpen,
  onAside,
  onLetGo,
  isOpened,
  onAll,
}: {
  bucket: FocusView['buckets'][number];
  currency: string;
  isRated: boolean;
  today: string;
  onLetGo: (deals: LetGoDeals) => void;
  onOpen: (row: FocusRow) => void;
  onAside: (id: string) => void;
  isOpened: boolean;
  onAll: () => void;
}) {
  return (
    <section className="bucket" data-bucket={bucket} data-count={total.count} data-total={total.amount}>
      <h2>
        <Figure metric="bucket" count={total.count}>
          {t(`focus.${bucket}`)}{' '}
          <span className="quiet">
            {t('list.count', { count: total.count })}
            {total.count > 0 && ` · ${formatMoneyShort(total.amount, currency)}`}
          </span>
        </Figure>
      </h2>
      <p className="quiet">
        {t(`focus.advice.${bucket}`)}{' '}
        <Figure metric="bucket">{t('focus.rule', { rule: t(`focus.rule.${mainRule(bucket, isRated)}`) })}</Figure>
      </p>
      {bucket === 'letGo' && (
        <p>
          <Button
            look="link"
            data-focus="let-go-all"
            onClick={() => onLetGo(rows.map(({ id, name }) => ({ recordId: id, recordName: name })))}
          >
            {t('focus.letGo.all')}
          </Button>
        </p>
      )}
      {total.unpriced > 0 && <p className="quiet note">{t('team.unpriced', { count: total.unpriced })}</p>}
      <DealRows
        label={t(`focus.${bucket}`)}
        metric="amount"
        deals={isOpened ? rows : rows.slice(0, FEW)}
        hasReasons
        line={(row) => ({
          amount: amountText(row, currency),
          mark: <StateMark state={row.state} label={judgedText(row)} size="small" />,
          ...(row.closeDate === undefined ? {} : { date: formatDay(row.closeDate) }),
          ...(row.ownerName === undefined ? {} : { what: row.ownerName }),
          why: [...ways(row, today), ...ownRule(row, mainRule(bucket, isRated)), ...alike(row)].join('\u00A0· '),
        })}
        onOpen={onOpen}
        onAside={({ id }) => onAside(id)}
      />
      {rows.length > 0 && <FocusFigures rows={isOpened ? rows : rows.slice(0, FEW)} currency={currency} />}
      {!isOpened && rows.length > FEW && (
        <Figure metric="bucket" count={total.count} className="link" focusId={`all-${bucket}`} onOpen={onAll}>
          {t('app.more', { count: total.count })}
        </Figure>
      )}
    </section>
  );
}

/** What may rescue it, or how it is kept warm. */
function ways({ steps = [], next, sent, heard, focus: { rule } }: FocusRow, today: string): string[] {
  const isNurtured = rule === 'young' || rule === 'earlyAndTouched' || rule === 'low';
  return [
    ...steps.map(ruleName),
    ...(next ? [`${followUpDay(next, today)}: ${followUpWhat(next)}`] : []),
    ...(isNurtured
      ? [heard === undefined ? t('focus.heard.never') : t(`focus.heard.${heard.was}`, { day: formatDay(heard.on) })]
      : []),
    ...(sent ? [`${t('focus.sent', { what: sent.title, day: formatDay(sent.on) })}, ${replyText(sent.replied)}`] : []),
  ];
}

/** Whether what was sent was answered, as far as the CRM tells. */
function replyText(replied: NonNullable<FocusRow['sent']>['replied']): string {
  if (replied === 'no') return t('focus.replied.no');
  return replied === 'unknown' ? t('focus.replied.unknown') : t('focus.replied', { day: formatDay(replied) });
}

/** Why a deal is there, where that is not what is said of most. */
const ownRule = ({ focus }: FocusRow, main: BucketRule): string[] => {
  const text = bucketRuleText(focus);
  return text === t(`focus.rule.${main}`) ? [] : [text];
};

const alike = ({ focus }: FocusRow): string[] => (focus.alike > 0 ? [alikeText(focus, 'focus.alike')] : []);

export const focusTab = tab({
  kind: 'focus',
  title: 'team.tab.focus',
  first: {},
  ask: ({ opened }: About, queries) => queries.focus(opened ? { whole: opened } : {}),
  View: FocusLevel,
});
