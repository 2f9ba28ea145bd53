import { Fold } from '@/components/ui/Fold';
import { Section } from '@/components/ui/Section';
import { DataTable } from '@/components/ui/table/DataTable';
import type { BlankField, DataQualityView } from '@/lib/answers/process/data-quality';
import { formatMoney, formatMoneyShort, t } from '@/lib/i18n';

import { percent } from '../../shared/chance';
import { Definition, Figure } from '../../shared/Definition';
import { points } from '../../shared/texts/points';
import type { OpenProcess } from './open-process';

import './DataQuality.css';

/** Less of the range than this is not worth a word. */
const LEAST_PART = 0.002;

interface Props {
  /** Absent while it is worked out. */
  view: DataQualityView | undefined;
  onOpen: OpenProcess;
}

/** What open deals lack, by field and stage, and what that does to the forecast. */
export function DataQuality({ view, onOpen }: Props) {
  return (
    <Section title={<Definition metric="completeness">{t('quality.title')}</Definition>}>
      {!view && (
        <p className="quiet" role="status">
          {t('quality.reading')}
        </p>
      )}
      {view?.complete === undefined ? (
        view && <p className="quiet">{t('quality.empty')}</p>
      ) : (
        <>
          <p data-complete={view.complete}>
            <Figure metric="completeness" count={view.of}>
              {t('quality.complete', { share: percent(view.complete), count: view.of })}
            </Figure>
          </p>
          <ul className="quality">
            {view.fields.map((field) => (
              <Field key={field.field} of={field} view={view} onOpen={onOpen} />
            ))}
          </ul>
          <Fold title={t('quality.stages')}>
            <Stages view={view} onOpen={onOpen} />
          </Fold>
        </>
      )}
    </Section>
  );
}

function Field({
  of: { field, blank, cost, lift },
  view: { currency, method },
  onOpen,
}: {
  of: BlankField;
  view: DataQualityView;
  onOpen: OpenProcess;
}) {
  const short = (amount: number): string => formatMoneyShort(amount, currency);
  const name = t(`quality.blank.${field}`, { count: blank });
  const isPriced = field !== 'nextStep' && field !== 'contact';
  return (
    <li data-blank={field} data-count={blank} data-narrows={cost?.narrows} data-adds={cost?.adds}>
      <Figure
        metric="completeness"
        count={blank}
        focusId={`blank-${field}`}
        {...(blank === 0 ? {} : { onOpen: () => onOpen({ kind: 'blank', field }, name, `blank-${field}`) })}
      >
        {name}
      </Figure>
      {cost && (
        <p>
          {cost.narrows < LEAST_PART * cost.width ? (
            t('quality.same', { count: blank })
          ) : (
            <>
              <Figure metric="blankCost" count={blank} title={formatMoney(cost.narrows, currency)}>
                {t('quality.narrows', { count: blank, amount: short(cost.narrows) })}
              </Figure>{' '}
              <Figure metric="blankCost" className="defined quiet">
                ({t('quality.between', { low: short(cost.low), high: short(cost.high) })})
              </Figure>
            </>
          )}{' '}
          {field === 'amount' && cost.adds > 0 && (
            <Figure metric="blankCost" count={blank} title={formatMoney(cost.adds, currency)}>
              {t('quality.adds', { count: blank, amount: short(cost.adds) })}
            </Figure>
          )}
        </p>
      )}
      {!isPriced && blank > 0 && (
        <p className="quiet">
          {t(method === 'learnt' ? 'quality.learnt' : 'quality.apart')}{' '}
          {lift && lift.low > 0 && (
            <Figure metric="stepLift" count={lift.cases}>
              {t('quality.lift', { points: points(lift.lift) })}
            </Figure>
          )}
        </p>
      )}
    </li>
  );
}

/** Share filled by stage and field; each cell with a blank opens its deals. */
function Stages({ view: { fields }, onOpen }: { view: DataQualityView; onOpen: OpenProcess }) {
  const [first] = fields;
  return (
    <div className="quality-stages">
      <DataTable className="figures-table of-stages" aria-label={t('quality.stages')}>
        <thead>
          <tr>
            <th scope="col">{t('quality.stage')}</th>
            {fields.map(({ field }) => (
              <th key={field} scope="col">
                {t(`quality.field.${field}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {first?.stages.map(({ stage, label }, row) => (
            <tr key={stage}>
              <td>{label}</td>
              {fields.map(({ field, stages }) => {
                const { blank, of } = stages[row] ?? { blank: 0, of: 0 };
                const focusId = `blank-${field}-${stage}`;
                const title = `${label}: ${t(`quality.blank.${field}`, { count: blank })}`;
                return (
                  <td key={field} data-blank={blank} data-of={of}>
                    <Figure
                      metric="completeness"
                      count={of}
                      focusId={focusId}
                      title={title}
                      isHeaded
                      {...(blank === 0
                        ? {}
                        : { onOpen: () => onOpen({ kind: 'blank', field, stage }, title, focusId) })}
                    >
                      {percent(of === 0 ? 1 : 1 - blank / of)}
                    </Figure>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </DataTable>
    </div>
  );
}
