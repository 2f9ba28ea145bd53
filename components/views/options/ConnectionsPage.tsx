import { Facts } from '@/components/ui/Facts';
import { Setting } from '@/components/ui/Setting';
import type { AdapterHealth, ConnectionHealth } from '@/lib/deal/adapter-health';
import type { CallNote } from '@/lib/deal/api-calls';
import { formatTime, t } from '@/lib/i18n';

import { NotConnected } from '../shared/state/NotConnected';
import { ApiShare } from './ApiShare';
import { Health } from './Health';
import { SignInForm } from './SignInForm';

interface Props {
  health: AdapterHealth;
  now: number;
  version: string;
  /** Address that an app for sign-in sends people back to. */
  callback: string;
  onShare: (share: number) => Promise<void>;
  onSignIn: Parameters<typeof SignInForm>[0]['onSignIn'];
}

/** Each org and user that is connected, how its calls fare, and the ways to connect where the browser's session is refused. */
export function ConnectionsPage({ health, now, version, callback, onShare, onSignIn }: Props) {
  const { connections, hosts } = health;
  const [first] = connections;
  return (
    <>
      {connections.length === 0 && <NotConnected />}
      {connections.map((connection) => (
        <Connection key={connection.key} of={connection} now={now} />
      ))}
      {first && <ApiShare share={first.budget.share} onShare={onShare} />}
      {hosts.length > 0 && <Health health={health} version={version} now={now} />}
      {hosts.length > 0 && (
        <Setting title={t('signIn.title')} text={t('signIn.text')}>
          {hosts.map((each) => (
            <SignInForm key={each.host} {...each} callback={callback} onSignIn={onSignIn} />
          ))}
        </Setting>
      )}
      <Setting title={t('admin.title')} text={t('admin.open.text')}>
        <a href="/admin.html">{t('admin.open')}</a>
      </Setting>
    </>
  );
}

function Connection({ of, now }: { of: ConnectionHealth; now: number }) {
  const { orgName, userName, pageHost, state, syncedAt, apiVersion, hidden, budget, callsToday, recent, failed } = of;
  const [last] = failed;
  const call = ({ what, status, code, at }: CallNote): string =>
    `${what} → ${status || '–'} ${code ?? ''} · ${formatTime(at, now)}`;
  const calls = (
    <>
      {t('health.calls.of', { used: budget.used, allowed: budget.allowed })} ·{' '}
      <span data-calls-today={callsToday}>{t('health.calls.today', { count: callsToday })}</span>
      {budget.org && (
        <span className="quiet"> · {t('health.calls.org', { used: budget.org.used, limit: budget.org.limit })}</span>
      )}
      <meter
        aria-label={t('health.calls')}
        min={0}
        max={budget.allowed}
        high={budget.allowed * 0.8}
        value={budget.used}
      />
    </>
  );
  return (
    <Setting title={orgName} text={`${userName} · ${pageHost}`}>
      <Facts
        rows={[
          [t('options.state'), t(`connection.${state}.title`)],
          [t('options.read'), syncedAt === undefined ? t('options.read.never') : formatTime(syncedAt, now)],
          [t('health.calls'), calls],
          [t('health.version'), apiVersion ?? '–'],
          [t('health.hidden'), hidden.length > 0 ? hidden.join(', ') : t('health.hidden.none')],
          [t('health.failed'), last ? call(last) : t('health.failed.none')],
        ]}
      />
      {recent.length > 0 && (
        <details className="admin">
          <summary>{t('health.recent')}</summary>
          <ul>
            {recent.slice(0, 5).map((note) => (
              <li key={`${note.at} ${note.what}`}>{call(note)}</li>
            ))}
          </ul>
        </details>
      )}
    </Setting>
  );
}
