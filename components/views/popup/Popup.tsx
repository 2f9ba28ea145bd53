import { useEffect, useRef } from 'react';

import { useFitting } from '@/components/ui/list/use-fitting';
import { Button } from '@/components/ui/press/Button';
import { Section } from '@/components/ui/Section';
import type { ForecastView } from '@/lib/answers/forecast-view';
import type { Freshness } from '@/lib/deal/freshness';
import type { FollowUp } from '@/lib/deal/team/next-follow-up';
import type { Scope } from '@/lib/deal/team/team-scope';
import { formatDay, formatMoney, formatMoneyShort, formatTime, t } from '@/lib/i18n';
import { todoText } from '@/lib/i18n/evidence';
import { answerOf } from '@/lib/store/answered';
import { act } from '@/lib/store/failures';
import { chooseScope, retryForecast, saveQuota, useForecast } from '@/lib/store/popup-store';
import { whoseKey } from '@/lib/store/whose';

import { AmountForm } from '../shared/AmountForm';
import { Answer } from '../shared/Answer';
import { Basis, basisWords } from '../shared/Basis';
import { HiddenButtons } from '../shared/ButtonPlace';
import { CommandPalette } from '../shared/commands/CommandPalette';
import { pressing, useCommands } from '../shared/commands/use-commands';
import { AsOf, Figure } from '../shared/Definition';
import { leaveField } from '../shared/escape';
import { Failed } from '../shared/Failed';
import { GoodToKnow } from '../shared/news/GoodToKnow';
import { Outlook } from '../shared/Outlook';
import { ClockNote } from '../shared/state/ClockNote';
import { ConnectionNote } from '../shared/state/ConnectionNote';
import { DamageNote } from '../shared/state/DamageNote';
import { FreshnessStamp } from '../shared/state/FreshnessStamp';
import { NotConnected } from '../shared/state/NotConnected';
import { NoticesNote } from '../shared/state/NoticesNote';
import { PageOnly } from '../shared/state/PageOnly';
import { StateAction } from '../shared/state/StateAction';
import { WhoseBar } from '../shared/state/WhoseBar';
import { useNow } from '../shared/use-now';
import { CrmForecast } from './CrmForecast';
import { SinceLastWeek } from './SinceLastWeek';

import './Popup.css';

interface Props {
  onTeam: () => void;
  /** Opens the same with where to spend time in it. */
  onFocusView: () => void;
  onOpen: (recordId: string) => void;
  onScope: (scope: Scope) => void;
}

const retry = (): void => void retryForecast();

/** Quick forecast: the current fiscal period from the cache, in one look. */
export function Popup({ onTeam, onFocusView, onOpen, onScope }: Props) {
  const forecast = useForecast((state) => state.forecast);
  const view = answerOf(forecast);
  const main = useRef<HTMLElement>(null);
  const fitting = useFitting(main, view && 'todos' in view ? view.todos : undefined);
  // The browser closes a popup on an Escape that nobody takes.
  useEffect(() => {
    addEventListener('keydown', leaveField);
    return () => removeEventListener('keydown', leaveField);
  }, []);
  useCommands(() => [
    { name: t('popup.team'), run: onTeam },
    { name: t('popup.focus'), run: onFocusView },
    ...pressing(t('popup.options'), '.actions [href="/options.html"]'),
  ]);
  if (!view)
    return (
      <>
        <header className="bar">
          <h1>{t('popup.title')}</h1>
          <CommandPalette key="commands" />
        </header>
        <main>
          <Answer of={forecast} onRetry={retry}>
            {() => null}
          </Answer>
        </main>
      </>
    );
  const failure = forecast.state === 'failed' && <Failed failure={forecast.failure} isAbove onRetry={retry} />;
  const { freshness } = view;
  if ('noConnection' in view) {
    const isFirst = freshness.state === 'noSession' || freshness.state === 'live';
    return (
      <>
        <header className="bar">
          <h1>{t('popup.title')}</h1>
          <FreshnessStamp freshness={freshness} of={forecast} />
          <CommandPalette key="commands" />
        </header>
        <main>
          {failure}
          {freshness.pageOnly && <PageOnly />}
          <WhoseBar />
          {!freshness.pageOnly &&
            (isFirst ? <NotConnected /> : <ConnectionNote freshness={freshness} onRetry={retry} />)}
          <p className="quiet">
            <a href="/admin.html" target="_blank" rel="noreferrer">
              {t('admin.open')}
            </a>
          </p>
          <HiddenButtons />
        </main>
      </>
    );
  }
  const isLive = freshness.state === 'live';
  return (
    <>
      <header className="bar">
        {/* Another name is another heading: none is seen to move when the header has more in it. */}
        <h1 key={view.period.label}>
          {view.period.label}{' '}
          <time className="quiet day">{t('popup.day', { day: view.dayOfPeriod, days: view.daysInPeriod })}</time>
        </h1>
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
        <FreshnessStamp freshness={freshness} of={forecast} />
        <CommandPalette key="commands" />
      </header>
      <main ref={main}>
        <WhoseBar />
        {failure}
        {!isLive && <Cached freshness={freshness} />}
        <DamageNote damage={freshness.damage} />
        <ClockNote off={freshness.clockOff} />
        <NoticesNote />
        <AsOf value={view.today}>
          <div className={isLive ? undefined : 'dimmed'}>
            <Attainment view={view} />
            <Outlook
              outlook={view.outlook}
              won={view.won.amount}
              quota={view.quota}
              currency={view.currency}
              notes={basisWords(view).length}
            >
              <CrmForecast view={view} />
              <Basis period={view.period} quotas={view.quotas} currency={view.currency} />
            </Outlook>
            <dl className="pairs by-category">
              <Category name="commit" label={t('popup.commit')} total={view.commit} currency={view.currency} />
              <Category name="bestCase" label={t('popup.bestCase')} total={view.bestCase} currency={view.currency} />
              <Category name="open" label={t('popup.open')} total={view.open} currency={view.currency} />
            </dl>
            <SinceLastWeek view={view} />
            <Section
              title={t('popup.todos')}
              aside={
                view.todos.length > fitting && (
                  <Button look="link" onClick={onFocusView}>
                    {t('app.more', { count: view.todos.length })}
                  </Button>
                )
              }
            >
              {view.todos.length === 0 && <p className="quiet">{t('popup.todos.none')}</p>}
              <ul>
                {view.todos.slice(0, fitting).map((todo) => {
                  const what = [
                    todoText(todo.kind, todo.values),
                    ...(todo.next ? [followUpOf(todo.next, view.today)] : []),
                    // A line ends with the dot: one that begins with it looks cut off.
                  ].join('\u00A0· ');
                  return (
                    <li key={todo.reminderId ?? `${todo.recordId}-${todo.kind}`}>
                      <Button
                        look="bare"
                        className="todo-link"
                        title={`${todo.recordName}\n${what}`}
                        onClick={() => onOpen(todo.recordId)}
                      >
                        <strong dir="auto">{todo.recordName}</strong>
                        <span className="quiet">{what}</span>
                      </Button>
                    </li>
                  );
                })}
              </ul>
            </Section>
            <GoodToKnow
              news={view.news}
              today={view.today}
              deal={({ recordId, recordName }) => (
                <Button look="link" onClick={() => onOpen(recordId)}>
                  {recordName}
                </Button>
              )}
            />
          </div>
        </AsOf>
        <HiddenButtons />
      </main>
      <footer className="actions">
        <Button look="primary" onClick={onTeam}>
          {t('popup.team')}
        </Button>
        <Button onClick={onFocusView}>{t('popup.focus')}</Button>
        <a className="link push" href="/options.html" target="_blank" rel="noreferrer">
          {t('popup.options')}
        </a>
      </footer>
    </>
  );
}

/** Since when nothing new was read, and why. */
function Cached({ freshness }: { freshness: Freshness }) {
  const { at, state, until, detail } = freshness;
  const now = useNow(60_000);
  return (
    <p className="problems" role="alert">
      {at !== undefined && `${t('popup.cached', { time: formatTime(at, now) })} `}
      {t(`connection.${state}.title`)}. {t(`connection.${state}.text`)}
      {until !== undefined && ` ${t('connection.until', { time: formatTime(until, now) })}`}
      {state === 'withheld' && (
        <>
          {' '}
          {detail} <StateAction freshness={freshness} onRetry={retry} />
        </>
      )}
    </p>
  );
}

function Attainment({ view }: { view: ForecastView }) {
  const { won, quota, gap, currency, period } = view;
  return (
    <div data-won={won.amount} data-gap={gap} data-quota={quota}>
      <p className="headline">
        <strong>
          {t('popup.won')}{' '}
          <Figure metric="closedWon" count={won.count} title={formatMoney(won.amount, currency)}>
            {formatMoneyShort(won.amount, currency)}
          </Figure>
          {quota !== undefined && (
            <>
              {' '}
              {t('popup.of')}{' '}
              <Figure metric="quota" title={formatMoney(quota, currency)}>
                {formatMoneyShort(quota, currency)}
              </Figure>
            </>
          )}
        </strong>
        {gap !== undefined && (
          <span className="quiet">
            {gap > 0 ? t('popup.gap') : t('popup.over')}{' '}
            <Figure metric="gapToQuota" title={formatMoney(Math.abs(gap), currency)}>
              {formatMoneyShort(Math.abs(gap), currency)}
            </Figure>
          </span>
        )}
      </p>
      {quota === undefined && (
        <QuotaForm
          userId={view.scope.kind === 'team' ? view.scope.userId : view.userId}
          period={period}
          currency={view.currency}
        />
      )}
    </div>
  );
}

function QuotaForm({ userId, period, currency }: { userId: string } & Pick<ForecastView, 'period' | 'currency'>) {
  const label = t('popup.addQuota', { period: period.label });
  return (
    <>
      <p className="quiet">{t('popup.noQuota')}</p>
      <AmountForm
        label={label}
        currency={currency}
        bad={t('popup.badQuota')}
        draft={`quota/${whoseKey()}/${userId}/${period.start}`}
        onSave={(amount) => act(label, () => saveQuota(userId, amount, period.start))}
      />
    </>
  );
}

function Category({
  name,
  label,
  total: { amount, count },
  currency,
}: {
  name: 'commit' | 'bestCase' | 'open';
  label: string;
  total: ForecastView['open'];
  currency: string;
}) {
  return (
    <div data-figure={name} data-amount={amount}>
      <dt>{label}</dt>
      <dd>
        <Figure metric={name === 'open' ? 'openPipeline' : name} count={count} title={formatMoney(amount, currency)}>
          {formatMoneyShort(amount, currency)} <span className="under">{t('popup.deals', { count })}</span>
        </Figure>
      </dd>
    </div>
  );
}

/** Named: it is the deal's, and not of what stands before it. */
const followUpOf = ({ on }: FollowUp, today: string): string =>
  t('popup.todos.next', { isLate: on < today ? 'yes' : 'no', day: formatDay(on, today) });
