import { Setting } from '@/components/ui/Setting';
import { PlainTable } from '@/components/ui/table/PlainTable';
import type { KeptHere } from '@/lib/deal/kept/kept-here';
import { t } from '@/lib/i18n';

/** What is kept in this browser, of each connection, and how much room it takes. */
export function Stored({ stores, total }: Pick<KeptHere, 'stores' | 'total'>) {
  return (
    <Setting title={t('privacy.stored')} text={t('privacy.stored.text')}>
      {stores.map(({ name, parts }) => (
        <PlainTable
          key={name}
          caption={name === '' ? t('privacy.settings') : name}
          headings={[t('privacy.what'), t('privacy.entries'), t('privacy.size')]}
          rows={parts.map(({ what, entries, bytes }) => [
            t(`privacy.what.${what}`),
            t('privacy.number', { count: entries }),
            sizeText(bytes),
          ])}
        />
      ))}
      {total !== undefined && <p className="quiet">{t('privacy.total', { size: sizeText(total) })}</p>}
    </Setting>
  );
}

function sizeText(bytes: number): string {
  const [size, unit] = bytes >= 1e6 ? [bytes / 1e6, 'mb' as const] : [bytes / 1e3, 'kb' as const];
  return t(`privacy.size.${unit}`, { size: size < 10 ? Math.round(size * 10) / 10 : Math.round(size) });
}
