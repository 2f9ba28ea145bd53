import { Message } from '@/components/ui/Message';
import { Section } from '@/components/ui/Section';
import { Skeleton } from '@/components/ui/Skeleton';
import { addDays } from '@/lib/domain/days';
import type { ForecastView, Scope } from '@/lib/domain/views';
import { formatMoney, formatMoneyShort, formatTime, t } from '@/lib/i18n';
import { chooseScope, saveQuota, useForecast } from '@/lib/store/forecast';

import { AmountForm } from '../shared/AmountForm';
import { Definition } from '../shared/Definition';
import { todoText } from '../shared/evidence';
import { FreshnessStamp } from '../shared/FreshnessStamp';
import { Outlook } from '../shared/Outlook';
import { PageOnly } from '../shared/PageOnly';

interface Props {
  onTeam: () => void;
  onOpen: (recordId: string) => void;
  onScope: (scope: Scope) => void;
}

/** Quick forecast: the current fiscal period from the cache, in one look. */
export function Popup({ onTeam, onOpen, onScope }: Props) {
  const { view, now } = useForecast();
  if (!view)
    return (
      <main>
        <Skeleton label={t('record.loading')} />
      </main>
    );
  const { freshness } = view;
  if ('noConnection' in view) {
    const isFirst = freshness.state === 'noSession' || freshness.state === 'live';
    return (
      <>
        <header className="bar">
          <h1>{t('popup.title')}</h1>
          <FreshnessStamp freshness={freshness} now={now} />
        </header>
        <main>
          {freshness.pageOnly && <PageOnly />}
          {!freshness.pageOnly && (
            <Message title={isFirst ? t('popup.none.title') : t(`connection.${freshness.state}.title`)}>
              {isFirst ? t('popup.none.text') : t(`connection.${freshness.state}.text`)}
            </Message>
          )}
        </main>
      </>
    );
  }
  const isLive = freshness.state === 'live';
  return (
    <>
      <header className="bar">
        <h1>{view.period.label}</h1>
        <select
          aria-label={t('popup.scope')}
          value={view.scope.kind}
          onChange={(event) => {
            const kind = event.target.value;
            const scope: Scope =
              kind === 'team' ? { kind, userId: view.userId } : kind === 'mine' ? { kind } : { kind: 'all' };
            onScope(scope);
            void chooseScope(scope);
          }}
        >
          {(['mine', 'team', 'all'] as const).map((kind) => (
            <option key={kind} value={kind}>
              {t(`popup.scope.${kind}`)}
            </option>
          ))}
        </select>
        <FreshnessStamp freshness={freshness} now={now} />
      </header>
      <main>
        {!isLive && (
          <p className="problems" role="alert">
            {freshness.at !== undefined && `${t('popup.cached', { time: formatTime(freshness.at, now) })} `}
            {t(`connection.${freshness.state}.title`)}. {t(`connection.${freshness.state}.text`)}
          </p>
        )}
        <div className={isLive ? undefined : 'dimmed'}>
          <Attainment view={view} />
          <Outlook outlook={view.outlook} currency={view.currency} />
          <div className="figures-row">
            <Figure name="commit" label={t('popup.commit')} total={view.commit} view={view} />
            <Figure name="bestCase" label={t('popup.bestCase')} total={view.bestCase} view={view} />
            <Figure name="open" label={t('popup.open')} total={view.open} view={view} />
          </div>
          <CrmForecast view={view} />
          <Week view={view} />
          <Section title={t('popup.todos')}>
            {view.todos.length === 0 && <p className="quiet">{t('popup.todos.none')}</p>}
            <ul>
              {view.todos.map((todo) => (
                <li key={todo.reminderId ?? `${todo.recordId}-${todo.kind}`}>
                  <button type="button" className="todo-link" onClick={() => onOpen(todo.recordId)}>
                    <strong>{todo.recordName}</strong>
                    <br />
                    <span className="quiet">{todoText(todo.kind, todo.values)}</span>
                  </button>
                </li>
              ))}
            </ul>
          </Section>
        </div>
        <div className="actions">
          <button type="button" className="button primary" onClick={onTeam}>
            {t('popup.team')}
          </button>
        </div>
      </main>
    </>
  );
}

/** The CRM's own forecast beside ours: the same sum in the org's own roll-up, or how far it lies off. */
function CrmForecast({ view: { crm, currency } }: { view: ForecastView }) {
  if (!crm) return null;
  const part = (name: 'commit' | 'bestCase') => {
    const figure = crm[name];
    if (!figure) return null;
    const { amount, difference } = figure;
    return (
      <span data-crm={name} data-amount={amount} data-difference={difference} title={formatMoney(amount, currency)}>
        {t(`popup.${name}`)} <strong>{formatMoneyShort(amount, currency)}</strong>{' '}
        {difference !== 0 &&
          t(difference > 0 ? 'popup.crm.more' : 'popup.crm.less', {
            amount: formatMoneyShort(Math.abs(difference), currency),
          })}
      </span>
    );
  };
  const isSame = [crm.commit, crm.bestCase].every((figure) => (figure?.difference ?? 0) === 0);
  return (
    <p className="quiet crm-forecast" title={t(`popup.crm.${crm.method}.title`)}>
      {t(`popup.crm.${crm.method}`)} {part('commit')} {crm.commit && crm.bestCase && '· '}
      {part('bestCase')}
      {isSame && ` · ${t('popup.crm.same')}`}
    </p>
  );
}

function Attainment({ view }: { view: ForecastView }) {
  const { won, quota, gap, currency, period, dayOfPeriod, daysInPeriod } = view;
  const share = quota === undefined || quota <= 0 ? 0 : Math.min(100, Math.round((won.amount / quota) * 20) * 5);
  return (
    <div data-won={won.amount} data-gap={gap} data-quota={quota}>
      <p className="headline">
        <strong title={formatMoney(won.amount, currency)}>
          {quota === undefined
            ? `${t('popup.won')} ${formatMoneyShort(won.amount, currency)}`
            : t('popup.of', { won: formatMoneyShort(won.amount, currency), quota: formatMoneyShort(quota, currency) })}
        </strong>
        <span className="quiet">{t('popup.day', { day: dayOfPeriod, days: daysInPeriod })}</span>
      </p>
      {quota === undefined || gap === undefined ? (
        <QuotaForm userId={view.scope.kind === 'team' ? view.scope.userId : view.userId} period={period} />
      ) : (
        <>
          <div className="progress" aria-hidden="true">
            <span className={`fill-${share}`} />
          </div>
          <p>
            {gap > 0 ? t('popup.gap') : t('popup.over')}{' '}
            <strong title={formatMoney(Math.abs(gap), currency)}>{formatMoneyShort(Math.abs(gap), currency)}</strong>
          </p>
        </>
      )}
    </div>
  );
}

function QuotaForm({ userId, period }: { userId: string; period: ForecastView['period'] }) {
  return (
    <>
      <p className="quiet">{t('popup.noQuota')}</p>
      <AmountForm
        label={t('popup.addQuota', { period: period.label })}
        bad={t('popup.badQuota')}
        onSave={(amount) => void saveQuota(userId, amount, period.start)}
      />
    </>
  );
}

function Figure({
  name,
  label,
  total,
  view: { currency, period, dayOfPeriod },
}: {
  name: 'commit' | 'bestCase' | 'open';
  label: string;
  total: ForecastView['open'];
  view: ForecastView;
}) {
  const metric = name === 'open' ? 'openPipeline' : name;
  return (
    <div className="figure" data-figure={name} data-amount={total.amount}>
      <span className="quiet">{label}</span>{' '}
      <Definition metric={metric} asOf={addDays(period.start, dayOfPeriod - 1)} count={total.count} />
      <strong title={formatMoney(total.amount, currency)}>{formatMoneyShort(total.amount, currency)}</strong>
      <span className="quiet">{t('popup.deals', { count: total.count })}</span>
    </div>
  );
}

function Week({ view: { sinceLastWeek, currency } }: { view: ForecastView }) {
  const moves = (['won', 'created', 'pushedOut', 'lost'] as const).filter((kind) => sinceLastWeek[kind] > 0);
  return (
    <Section title={t('popup.week')}>
      {moves.length === 0 ? (
        <p className="quiet">{t('popup.week.none')}</p>
      ) : (
        <p className="week">
          {moves.map((kind) => (
            <span key={kind}>
              {kind === 'won' || kind === 'created' ? '▲' : '▼'}{' '}
              <strong title={formatMoney(sinceLastWeek[kind], currency)}>
                {formatMoneyShort(sinceLastWeek[kind], currency)}
              </strong>{' '}
              <span className="quiet">{t(`popup.week.${kind}`)}</span>
            </span>
          ))}
        </p>
      )}
    </Section>
  );
}
