import { Setting } from '@/components/ui/Setting';
import { PlainTable } from '@/components/ui/table/PlainTable';
import { type AdapterHealth, healthReport } from '@/lib/deal/adapter-health';
import { t } from '@/lib/i18n';

import { CopyText } from '../shared/CopyText';

/** How pages of the CRM could be read, and all that is known of the adapter as a report without any customer data. */
export function Health({ health, version, now }: { health: AdapterHealth; version: string; now: number }) {
  return (
    <Setting title={t('health.title')} text={t('health.text')}>
      <PlainTable
        caption={t('health.pages')}
        isCaptionHidden
        headings={[t('health.pages'), t('health.found'), t('health.missed')]}
        rows={(['record', 'list'] as const).map((kind) => {
          const count = health.pages.find((page) => page.kind === kind);
          return [t(`health.${kind}`), `${count?.found ?? 0}`, `${count?.missed ?? 0}`];
        })}
      />
      <details className="admin">
        <summary>{t('health.report')}</summary>
        <p className="quiet">{t('health.report.text')}</p>
        <CopyText label={t('health.report')} text={healthReport(health, version, navigator.userAgent, now)} />
      </details>
    </Setting>
  );
}
