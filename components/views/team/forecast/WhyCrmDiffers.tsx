import { Fold } from '@/components/ui/Fold';
import { Button } from '@/components/ui/press/Button';
import { Chips } from '@/components/ui/press/Chips';
import { DataTable } from '@/components/ui/table/DataTable';
import {
  BOTH_SAY,
  type BothSay,
  type CrmDifference,
  type DealShare,
  type FigureDifference,
} from '@/lib/answers/leading/crm-difference';
import { formatMoney, formatMoneyShort, type MessageKey, t } from '@/lib/i18n';
import type { DefinedMetric } from '@/lib/i18n/definitions';

import { Money } from './Money';

import './WhyCrmDiffers.css';

/** What of ours stands beside each figure of the CRM's. */
const HERE = {
  commit: 'commit',
  bestCase: 'bestCase',
  closed: 'closedWon',
  pipeline: 'openPipeline',
} as const satisfies Record<BothSay, DefinedMetric>;

/** Deals of a line that are listed at once. */
const MOST = 20;

interface Props {
  view: CrmDifference;
  figure?: BothSay | undefined;
  /** Causes whose line is open, with how many of its deals are listed. */
  lines?: Readonly<Record<string, number>> | undefined;
  onPerson: (userId: string) => void;
  onFigure: (figure: BothSay) => void;
  onLines: (lines: Readonly<Record<string, number>>) => void;
  onDeal: (deal: DealShare & { name: string }, focusId: string) => void;
}

/** From the figure here to that of the CRM's own forecast, a line a cause, each with its deals; what no cause explains has a line too. */
export function WhyCrmDiffers({ view, figure = 'commit', lines = {}, onPerson, onFigure, onLines, onDeal }: Props) {
  const chosen = view.figures.find((each) => each.figure === figure);
  return (
    <Fold title={t('crm.why')} className="crm-why">
      <div className="filters">
        <label>
          {t('crm.why.person')}{' '}
          <select value={view.userId ?? ''} data-focus="crm-person" onChange={({ target }) => onPerson(target.value)}>
            {view.userId === undefined && <option value="">{t('crm.why.everyone')}</option>}
            {view.people.map(({ userId, name }) => (
              <option key={userId} value={userId}>
                {name}
              </option>
            ))}
          </select>
        </label>
      </div>
      <Chips
        label={t('crm.why.figure')}
        chosen={figure}
        from={BOTH_SAY.map((each) => [each, t(`metric.${HERE[each]}`)])}
        focusId="crm"
        onChoose={onFigure}
      />
      {chosen ? (
        <Bridge of={chosen} currency={view.currency} lines={lines} onLines={onLines} onDeal={onDeal} />
      ) : (
        <p className="quiet" role="status">
          {t('crm.why.none')}
        </p>
      )}
      {view.method && (
        <ul className="doubts quiet">
          <li>{t(`popup.crm.${view.method}.title`)}</li>
          {view.forecastType !== undefined && <li>{t('crm.why.type', { type: view.forecastType })}</li>}
          {view.untold.map((condition) => (
            <li key={condition}>{t('crm.why.untold', { condition })}</li>
          ))}
          {!view.isByDeal && <li>{t('crm.why.noDeals')}</li>}
          {view.isBehind && <li>{t('crm.why.behind')}</li>}
        </ul>
      )}
    </Fold>
  );
}

interface BridgeProps extends Required<Pick<Props, 'lines' | 'onLines'>>, Pick<Props, 'onDeal'> {
  of: FigureDifference;
  currency: string;
}

function Bridge({
  of: { figure, crm, here, causes, unexplained },
  currency,
  lines: opened = {},
  onLines,
  onDeal,
}: BridgeProps) {
  const lines: { cause: string; name: MessageKey; text: MessageKey; amount: number; deals: DealShare[] }[] = [
    ...causes.map(({ cause, ...line }) => ({
      cause,
      name: `crm.why.${cause}` as const,
      text: `crm.why.${cause}.text` as const,
      ...line,
    })),
    { cause: 'unexplained', name: 'crm.why.unexplained', text: 'crm.why.unexplained.text', ...unexplained },
  ];
  return (
    <DataTable className="figures-table" aria-label={t('crm.why')} data-crm={crm} data-here={here}>
      <tbody>
        <tr>
          <th scope="row">{t('crm.why.here')}</th>
          <td>
            <Money metric={HERE[figure]} amount={here} currency={currency} />
          </td>
        </tr>
        {lines.map((line) => (
          <Line
            key={line.cause}
            {...line}
            currency={currency}
            most={opened[line.cause] ?? 0}
            onMost={(most) => onLines({ ...opened, [line.cause]: most })}
            onDeal={onDeal}
          />
        ))}
        <tr className="total">
          <th scope="row">{t('crm.why.there')}</th>
          <td>
            <Money metric="crmForecast" amount={crm} currency={currency} />
          </td>
        </tr>
      </tbody>
    </DataTable>
  );
}

interface LineProps extends Pick<Props, 'onDeal'> {
  cause: string;
  name: MessageKey;
  text: MessageKey;
  amount: number;
  deals: readonly DealShare[];
  currency: string;
  /** How many of its deals are listed; 0: it is closed. */
  most: number;
  onMost: (most: number) => void;
}

/** A cause with its amount; opened, with what it is and the deals behind it. */
function Line({ cause, name, text, amount, deals, currency, most, onMost, onDeal }: LineProps) {
  const isOpen = most > 0;
  return (
    <>
      <tr data-cause={cause} data-amount={amount}>
        <th scope="row">
          <Button
            look="link"
            aria-expanded={isOpen}
            data-focus={`crm-line-${cause}`}
            onClick={() => onMost(isOpen ? 0 : MOST)}
          >
            {t(name)}
          </Button>{' '}
          {deals.length > 0 && <span className="quiet">({deals.length})</span>}
        </th>
        <td>
          <Money metric="crmDifference" amount={amount} currency={currency} />
        </td>
      </tr>
      {isOpen && (
        <tr className="behind">
          <td colSpan={2}>
            <p className="quiet">{t(text)}</p>
            {deals.length > 0 && (
              <ul>
                {deals.slice(0, most).map((deal) => {
                  const { id, amount: own } = deal;
                  return (
                    <li key={id} data-deal={id} data-amount={own}>
                      {deal.name === undefined ? (
                        <span className="quiet">{t('crm.why.notHere', { id })}</span>
                      ) : (
                        <Button
                          look="link"
                          data-focus={`crm-${cause}-${id}`}
                          onClick={() => onDeal({ ...deal, name: deal.name ?? id }, `crm-${cause}-${id}`)}
                        >
                          {deal.name}
                        </Button>
                      )}
                      <span title={formatMoney(own, currency)}>{formatMoneyShort(own, currency)}</span>
                    </li>
                  );
                })}
              </ul>
            )}
            {deals.length > most && (
              <Button look="link" onClick={() => onMost(deals.length)}>
                {t('crm.why.all', { count: deals.length })}
              </Button>
            )}
          </td>
        </tr>
      )}
    </>
  );
}
