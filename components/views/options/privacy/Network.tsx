import { Setting } from '@/components/ui/Setting';
import { PlainTable } from '@/components/ui/table/PlainTable';
import type { KeptHere } from '@/lib/deal/kept/kept-here';
import { formatTime, t } from '@/lib/i18n';

/** Each host that was ever called from here, and how often. */
export function Network({ hosts, now }: Pick<KeptHere, 'hosts' | 'now'>) {
  return (
    <Setting title={t('privacy.network')} text={t('privacy.network.text')}>
      {hosts.length === 0 ? (
        <p>{t('privacy.network.none')}</p>
      ) : (
        <PlainTable
          caption={t('privacy.network')}
          isCaptionHidden
          headings={[t('privacy.host'), t('privacy.calls'), t('privacy.last')]}
          rows={hosts.map(({ host, calls, at }) => [host, t('privacy.number', { count: calls }), formatTime(at, now)])}
        />
      )}
    </Setting>
  );
}
