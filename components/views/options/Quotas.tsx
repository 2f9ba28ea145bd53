import { useId, useState } from 'react';

import { Section } from '@/components/ui/Section';
import type { QuotaCsv } from '@/lib/deal/quota-csv';
import { t } from '@/lib/i18n';

interface Props {
  orgs: readonly { key: string; name: string }[];
  onImport: (key: string, text: string) => Promise<QuotaCsv | undefined>;
}

/** Quotas from a CSV file, for orgs whose own cannot be read. */
export function Quotas({ orgs, onImport }: Props) {
  return (
    <Section title={t('quotas.title')}>
      <p className="quiet">{t('quotas.text')}</p>
      {orgs.map(({ key, name }) => (
        <QuotaFile key={key} name={name} onImport={(text) => onImport(key, text)} />
      ))}
    </Section>
  );
}

function QuotaFile({ name, onImport }: { name: string; onImport: (text: string) => Promise<QuotaCsv | undefined> }) {
  const id = useId();
  const [found, setFound] = useState<QuotaCsv>();
  return (
    <div className="sign-in">
      <p className="form-line">
        <label htmlFor={id}>{t('quotas.file', { org: name })}</label>
        <input
          id={id}
          type="file"
          accept=".csv,text/csv"
          onChange={(event) => {
            const [file] = event.target.files ?? [];
            if (file) void file.text().then(onImport).then(setFound);
          }}
        />
      </p>
      <div role="status">
        {found && <p data-taken={found.quotas.length}>{t('quotas.taken', { count: found.quotas.length })}</p>}
        {found && (
          <ul>
            {found.problems.map(({ line, text }) => (
              <li key={`${line}${text}`} className="problem">
                {t('quotas.line', { line, text })}
              </li>
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}
