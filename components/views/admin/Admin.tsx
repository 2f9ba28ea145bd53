import { t } from '@/lib/i18n';

import { CopyText } from '../shared/CopyText';
import { type AdminFacts, adminSheet, adminSheetText } from './admin-sheet';

/** What an administrator has to know before the extension is allowed, and the same as a text to send. */
export function Admin({ facts }: { facts: AdminFacts }) {
  const parts = adminSheet(facts);
  return (
    <main className="glossary">
      <h1>{t('admin.title')}</h1>
      {parts.map(({ title, text, rows }) => (
        <section key={title}>
          <h2>{title}</h2>
          <p>{text}</p>
          {rows && (
            <dl>
              {rows.map((row) => (
                <div key={row.name} data-name={row.name}>
                  <dt>{row.name}</dt>
                  <dd>{row.text}</dd>
                </div>
              ))}
            </dl>
          )}
        </section>
      ))}
      <section>
        <h2>{t('admin.copy')}</h2>
        <CopyText label={t('admin.copy')} text={adminSheetText(parts)} />
      </section>
    </main>
  );
}
