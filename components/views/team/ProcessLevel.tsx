import { Fold } from '@/components/ui/Fold';
import { Message } from '@/components/ui/Message';
import { Section } from '@/components/ui/Section';
import type { DataQualityView } from '@/lib/answers/process/data-quality';
import type { MonthlyReviewView } from '@/lib/answers/process/monthly-review';
import type { ProcessQuestion, ProcessView } from '@/lib/answers/process/process';
import type { NoConnection } from '@/lib/answers/queries';
import { formatDay, t } from '@/lib/i18n';
import type { Meanwhile, Sourced } from '@/lib/store/drill';

import { AsOf } from '../shared/Definition';
import { dealLevel } from './DealLevel';
import { dealsLevel } from './DealsLevel';
import { Doubtful } from './Doubtful';
import { type LevelProps, tab } from './level';
import { Cohorts } from './process/Cohorts';
import { DataQuality } from './process/DataQuality';
import { Experiment } from './process/Experiment';
import { LeakMap } from './process/LeakMap';
import { MonthlyReview } from './process/month/MonthlyReview';
import type { OpenProcess } from './process/open-process';
import { ProcessChanges } from './process/ProcessChanges';
import { Rates } from './process/Rates';
import { Recycled } from './process/Recycled';
import { SourceRates } from './process/SourceRates';
import { StageFlow } from './process/StageFlow';

/** Fewer finished deals than these say nothing of a process. */
const LEAST_FINISHED = 20;

/** Figures whose deals history may know too little of, and those that rest on the same deals. */
const DOUBTED = [
  ['winRateCount', ['winRateCount', 'winRateAmount']],
  ['winRateCohort', ['winRateCohort']],
  ['cycleDays', ['cycleDays', 'velocity']],
  ['slipRate', ['slipRate']],
  ['zombies', ['zombies']],
  ['stageDwell', ['stageConversion', 'stageDwell']],
  ['leakage', ['leakage']],
] as const;

/** What the deals lack follows when it is worked out. */
type Shown = (ProcessView & Sourced & { quality?: DataQualityView; month?: MonthlyReviewView }) | NoConnection;

/** How the process runs: where deals lie still, what becomes of them by stage, and what a change to it did. */
function ProcessLevel({ answer, amend, refresh, open, onOpenRecord }: LevelProps<ProcessQuestion, Shown>) {
  if ('noConnection' in answer) return null;
  const { days, finished, today, past } = answer;
  const openDeals: OpenProcess = (process, title, focusId) =>
    open(dealsLevel.at(title, { text: '', filter: { process } }), focusId);
  const isFew = finished.won + finished.lost < LEAST_FINISHED;
  return (
    <AsOf value={today}>
      {past && (
        <p role="status" data-process-then={past.period.start}>
          {t('process.then', { period: past.period.label, day: formatDay(today) })}
        </p>
      )}
      {!isFew && <StageFlow view={answer} onOpen={openDeals} />}
      <LeakMap view={answer} onOpen={openDeals} />
      <Doubtful doubts={answer.doubts.agePipeline} of={t('metric.agePipeline')} />
      {isFew ? (
        <Message title={t('process.few.title')}>
          {t('process.few.text', { least: LEAST_FINISHED, ...finished })}
        </Message>
      ) : (
        <>
          <Section title={t('process.rates')}>
            <p className="quiet">
              <time dateTime={days.start}>
                {t('process.window', { start: formatDay(days.start), end: formatDay(days.end) })}
              </time>
            </p>
            <Rates view={answer} onOpen={openDeals} />
            <SourceRates view={answer} onOpen={openDeals} />
            <Cohorts view={answer} onOpen={openDeals} />
          </Section>
          <Fold title={t('process.doubts')}>
            {DOUBTED.map(([figure, names]) => (
              <Doubtful
                key={figure}
                doubts={answer.doubts[figure]}
                of={names.map((name) => t(`metric.${name}`)).join(', ')}
              />
            ))}
          </Fold>
          <ProcessChanges
            view={answer}
            onAsk={(experiment) => void amend({ experiment }, { isAsking: true })}
            onChanged={refresh}
          />
          <Experiment
            view={answer}
            onAsk={(experiment) => void amend({ experiment }, { isAsking: true })}
            onKept={refresh}
          />
        </>
      )}
      {!isFew && !past && <MonthlyReview view={answer.month} onOpen={openDeals} onDecided={refresh} />}
      {!past && (
        <>
          <DataQuality view={answer.quality} onOpen={openDeals} />
          <Recycled
            view={answer}
            onOpen={openDeals}
            onOpenDeal={(recordId, title) => open(dealLevel.at(title, { recordId }), `recycle-${recordId}`)}
            onAside={onOpenRecord}
          />
          <Doubtful doubts={answer.doubts.recycle} of={t('metric.recycle')} />
        </>
      )}
    </AsOf>
  );
}

export const processTab = tab({
  kind: 'process',
  title: 'team.tab.process',
  isOfNoQuarter: true,
  first: {},
  async ask({ experiment }: ProcessQuestion, queries, { before, show }: Meanwhile<Shown>): Promise<Shown> {
    const process = await queries.process(experiment ? { experiment } : {});
    if ('noConnection' in process || process.past) return process;
    // What was said of the deals before stays on screen until it is worked out anew.
    const { quality: former, month: formerMonth } = before && !('noConnection' in before) ? before : {};
    const shown = { ...process, ...(former ? { quality: former } : {}) };
    show({ ...shown, ...(formerMonth ? { month: formerMonth } : {}) });
    const month = await queries.monthlyReview({});
    if ('noConnection' in month) return month;
    show({ ...shown, month });
    const quality = await queries.dataQuality({});
    return 'noConnection' in quality ? quality : { ...process, month, quality };
  },
  View: ProcessLevel,
});
