import { Message } from '@/components/ui/Message';
import { Section } from '@/components/ui/Section';
import type { ProcessDeals } from '@/lib/answers/process-deals';
import { formatDay, t } from '@/lib/i18n';

import { AsOf } from '../shared/Definition';
import type { LevelProps } from './level';
import { Experiment } from './process/Experiment';
import { Funnel } from './process/Funnel';
import { LeakMap } from './process/LeakMap';
import { Rates } from './process/Rates';
import { Recycled } from './process/Recycled';

/** Goes to the deals behind a figure of the process. */
export type OpenProcess = (deals: ProcessDeals, title: string, focusId: string) => void;

/** Fewer finished deals than these say nothing of a process. */
const LEAST_FINISHED = 20;

/** How the process runs: where deals lie still, what becomes of them by stage, and what a change to it did. */
export function ProcessLevel({ answer, open }: LevelProps<'process'>) {
  if ('noConnection' in answer) return null;
  const { days, finished, today } = answer;
  const openDeals: OpenProcess = (process, title, focusId) =>
    open({ kind: 'deals', scroll: 0, text: '', title, filter: { process } }, focusId);
  const isFew = finished.won + finished.lost < LEAST_FINISHED;
  return (
    <AsOf value={today}>
      <LeakMap view={answer} onOpen={openDeals} />
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
          </Section>
          <Funnel view={answer} onOpen={openDeals} />
          <Experiment view={answer} />
        </>
      )}
      <Recycled
        view={answer}
        onOpen={openDeals}
        onOpenDeal={(recordId, title) => open({ kind: 'deal', scroll: 0, title, recordId }, `recycle-${recordId}`)}
      />
    </AsOf>
  );
}
