import { useId } from 'react';

import type { AccuracyView } from '@/lib/answers/accuracy-view';
import type { BothSay, CrmDifference } from '@/lib/answers/leading/crm-difference';
import type { ProcessMark } from '@/lib/answers/process/process-marks';
import type { NoConnection } from '@/lib/answers/queries';
import type { Progress } from '@/lib/answers/waiting';
import { formatMoneyShort, t } from '@/lib/i18n';
import type { DefinedMetric } from '@/lib/i18n/definitions';
import type { Meanwhile } from '@/lib/store/drill';

import { Basis, basisWords } from '../../shared/Basis';
import { Then } from '../../shared/compare/Then';
import { AsOf } from '../../shared/Definition';
import { Outlook } from '../../shared/Outlook';
import { dealLevel } from '../DealLevel';
import { dealsLevel } from '../DealsLevel';
import { type LevelProps, tab } from '../level';
import { Calls } from './Calls';
import { ForecastWeeks } from './ForecastWeeks';
import { Money } from './Money';
import { Past, PastQuarter } from './Past';
import { WhyCrmDiffers } from './WhyCrmDiffers';

/** What is shown while past quarters are worked out says how far that is. */
type Shown = (AccuracyView | NoConnection) & { progress?: Progress; crm?: CrmDifference; marks?: ProcessMark[] };

interface About {
  /** How long before a past quarter's end it is looked at. */
  daysBefore?: number;
  /** Whose figure is set beside the CRM's own forecast, and which. */
  crmOf?: string;
  crmFigure?: BothSay;
  /** Which of its lines are open. */
  crmLines?: Readonly<Record<string, number>>;
}

/** The model's forecast beside what is called, and what it would have said of past quarters beside what closed. */
function ForecastLevel({ about, answer, against, amend, refresh, open }: LevelProps<About, Shown>) {
  if ('noConnection' in answer) return null;
  const { outlook, currency, period, won, quota } = answer;
  const other = against && !('noConnection' in against) ? against : undefined;
  const money = (metric: DefinedMetric, amount: number, then: number | undefined) => (
    <>
      <Then value={then === undefined ? undefined : formatMoneyShort(then, currency)} />
      <Money metric={metric} amount={amount} currency={currency} />
    </>
  );
  const replaying = answer.isEarly && <Replaying progress={answer.progress} />;
  if (answer.past)
    return (
      <AsOf value={answer.today}>
        <PastQuarter view={answer} past={answer.past} marks={answer.marks ?? []}>
          {replaying}
        </PastQuarter>
      </AsOf>
    );
  return (
    <AsOf value={answer.today}>
      <p className="quiet">
        <time dateTime={period.start}>{period.label}</time> · {t('team.won')} {money('closedWon', won, other?.won)}
        {quota !== undefined && (
          <>
            {'\u00A0· '}
            {t('team.quota')} {money('quota', quota, other?.quota)}
          </>
        )}
      </p>
      <Outlook
        outlook={outlook}
        against={other?.outlook}
        won={answer.won}
        quota={quota}
        currency={currency}
        onOpen={(focus) =>
          open(dealsLevel.at(t('metric.openPipeline'), { text: '', filter: { figure: 'openPipeline' } }), focus)
        }
        notes={basisWords({ period, quotas: answer.quotas, currency }).length}
      >
        <Basis period={period} quotas={answer.quotas} currency={currency} />
      </Outlook>
      <Calls view={answer} onAdded={refresh} />
      {answer.crm && (answer.crm.figures.length > 0 || about.crmOf !== undefined) && (
        <WhyCrmDiffers
          view={answer.crm}
          figure={about.crmFigure}
          lines={about.crmLines}
          onPerson={(crmOf) => void amend({ crmOf, crmLines: {} }, { isAsking: true })}
          onFigure={(crmFigure) => void amend({ crmFigure, crmLines: {} })}
          onLines={(crmLines) => void amend({ crmLines })}
          onDeal={({ id, name }, focusId) => open(dealLevel.at(name, { recordId: id }), focusId)}
        />
      )}
      <ForecastWeeks view={answer} marks={answer.marks ?? []} />
      <Past view={answer} daysBefore={about.daysBefore} onDays={(daysBefore) => void amend({ daysBefore })}>
        {replaying}
      </Past>
    </AsOf>
  );
}

/** That past quarters are being worked out, and how far that is. */
function Replaying({ progress }: { progress: Progress | undefined }) {
  const id = useId();
  return (
    <div className="quiet">
      <p role="status" id={id}>
        {t('forecast.replaying')}
      </p>
      {progress && (
        <p>
          <progress value={progress.done} max={progress.of} aria-labelledby={id} />{' '}
          {t('forecast.replayed', { done: progress.done, of: progress.of })}
        </p>
      )}
    </div>
  );
}

export const forecastTab = tab({
  kind: 'forecast',
  isComparable: 'people',
  title: 'team.tab.forecast',
  first: {},
  async ask({ crmOf }: About, queries, { before, show }: Meanwhile<Shown>): Promise<Shown> {
    const [asked, found, marked] = await Promise.all([
      queries.accuracy({ isEarly: true }),
      queries.crmDifference(crmOf === undefined ? {} : { userId: crmOf }),
      queries.marks({}),
    ]);
    const beside = {
      ...('noConnection' in found ? {} : { crm: found }),
      ...('noConnection' in marked ? {} : { marks: marked.marks }),
    };
    const early = { ...asked, ...beside };
    if ('noConnection' in early || !early.isEarly) return early;
    // What was said of past quarters before stays on screen until it is made anew.
    const former =
      before && !('noConnection' in before)
        ? { rows: before.rows, summary: before.summary, ...(before.by ? { by: before.by } : {}) }
        : {};
    show({ ...early, ...former });
    return {
      ...(await queries.accuracy({}, { report: (progress) => show({ ...early, ...former, progress }) })),
      ...beside,
    };
  },
  View: ForecastLevel,
});
