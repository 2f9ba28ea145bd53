import { Fold } from '@/components/ui/Fold';
import { DataTable } from '@/components/ui/table/DataTable';
import type { PlanView } from '@/lib/answers/plan-view';
import { STEPS } from '@/lib/forecast/lifts';
import { t } from '@/lib/i18n';

import { Definition, Figure } from '../../shared/Definition';
import { points, pointsBetween } from '../../shared/texts/points';

/** What an action is taken to do: what was measured on past deals, and what has to be assumed. */
export function MeasuredLifts({ view: { lifts, rescue } }: { view: Pick<PlanView, 'lifts' | 'rescue'> }) {
  const known = STEPS.flatMap((step) => (lifts[step] ? [{ step, ...lifts[step] }] : []));
  return (
    <>
      <p className="quiet note" data-rescue={rescue?.step ?? (known.length > 0 ? 'none' : 'assumed')}>
        {t('plan.assumed')}{' '}
        {rescue ? (
          <Figure metric="stepLift" count={rescue.cases}>
            {t('plan.measured.rescue', { points: points(rescue.lift) })}
          </Figure>
        ) : (
          t(known.length > 0 ? 'plan.measured.none' : 'plan.assumed.rescue')
        )}
      </p>
      <Fold title={t('lift.title')}>
        {known.length === 0 ? (
          <p className="quiet">{t('lift.few')}</p>
        ) : (
          <>
            <DataTable className="figures-table" aria-label={t('lift.title')}>
              <thead>
                <tr>
                  <th scope="col">{t('lift.column.step')}</th>
                  <th scope="col">
                    <Definition metric="stepLift">{t('lift.column.lift')}</Definition>
                  </th>
                  <th scope="col">{t('lift.column.range')}</th>
                  <th scope="col">{t('lift.column.cases')}</th>
                </tr>
              </thead>
              <tbody>
                {known.map(({ step, lift, low, high, cases, others }) => (
                  <tr key={step} data-lift={step} data-size={lift} data-low={low} data-high={high}>
                    <td>{t(`lift.step.${step}`)}</td>
                    <td>
                      <Figure metric="stepLift" count={cases} isHeaded>
                        {points(lift)}
                      </Figure>
                    </td>
                    <td>
                      <Figure metric="stepLift" isHeaded>
                        {pointsBetween(low, high)}
                      </Figure>
                    </td>
                    <td>
                      <Figure metric="stepLift" isHeaded>
                        {t('lift.cases', { cases, others })}
                      </Figure>
                    </td>
                  </tr>
                ))}
              </tbody>
            </DataTable>
            <p className="quiet note">{t('lift.note')}</p>
          </>
        )}
      </Fold>
    </>
  );
}
