import { useId, useState } from 'react';

import { Section } from '@/components/ui/Section';
import type { QuotaChoice } from '@/lib/deal/forecast-type';
import type { Problem } from '@/lib/files/problem';
import type { QuotaFile } from '@/lib/files/quotas';
import { t } from '@/lib/i18n';
import { act } from '@/lib/store/failures';

interface Props {
  orgs: readonly { key: string; name: string; quotaTypes?: QuotaChoice | undefined }[];
  /** Undefined where the org has not been read yet. */
  onImport: (key: string, bytes: Uint8Array) => Promise<QuotaFile | undefined>;
  /** Undefined leaves the choice to Pipelens. */
  onType?: (key: string, id: string | undefined) => Promise<void>;
}

/** Which of the org's forecasts quotas are of, and quotas from a file, for orgs whose own cannot be read. */
export function Quotas({ orgs, onImport, onType }: Props) {
  return (
    <Section title={t('quotas.title')}>
      <p className="quiet">{t('quotas.text')}</p>
      {orgs.map(({ key, name, quotaTypes }) => (
        <div key={key}>
          {quotaTypes && onType && <QuotaType name={name} {...quotaTypes} onType={(id) => onType(key, id)} />}
          <QuotaInput name={name} onImport={(bytes) => onImport(key, bytes)} />
        </div>
      ))}
    </Section>
  );
}

function QuotaType({
  name,
  types,
  chosen,
  onType,
}: QuotaChoice & { name: string; onType: (id: string | undefined) => Promise<void> }) {
  const id = useId();
  const label = t('quotas.type', { org: name });
  return (
    <p className="form-line">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        value={chosen ?? ''}
        onChange={({ target }) => void act(label, () => onType(target.value === '' ? undefined : target.value))}
      >
        <option value="">{t('quotas.type.auto')}</option>
        {types.map((type) => (
          <option key={type.id} value={type.id}>
            {type.label}
          </option>
        ))}
      </select>
    </p>
  );
}

type Answer = QuotaFile | { failed: string } | { reading: string };

function QuotaInput({
  name,
  onImport,
}: {
  name: string;
  onImport: (bytes: Uint8Array) => Promise<QuotaFile | undefined>;
}) {
  const id = useId();
  const [answer, setAnswer] = useState<Answer>();
  const read = async (file: File): Promise<void> => {
    setAnswer({ reading: t('app.reading', { file: file.name }) });
    try {
      setAnswer((await onImport(new Uint8Array(await file.arrayBuffer()))) ?? { failed: t('quotas.noOrg') });
    } catch (error) {
      setAnswer({ failed: t('quotas.failed', { why: error instanceof Error ? error.message : String(error) }) });
    }
  };
  return (
    <div className="sign-in">
      <p className="form-line">
        <label htmlFor={id}>{t('quotas.file', { org: name })}</label>
        <input
          id={id}
          type="file"
          accept=".csv,.txt,.tsv,text/csv,text/plain"
          onChange={({ target }) => {
            const [file] = target.files ?? [];
            // The same file can be chosen again once it is mended.
            if (file) void read(file).finally(() => (target.value = ''));
          }}
        />
      </p>
      <div role="status">
        {answer && 'reading' in answer && <p className="quiet">{answer.reading}</p>}
        {answer && 'failed' in answer && <p className="problem">{answer.failed}</p>}
        {answer && 'quotas' in answer && <Found {...answer} />}
      </div>
    </div>
  );
}

function Found({ quotas, problems, notes }: QuotaFile) {
  return (
    <>
      <p data-taken={quotas.length}>{t('quotas.taken', { count: quotas.length })}</p>
      {problems.length > 0 && <p>{t('quotas.problems', { count: problems.length })}</p>}
      <ul>
        {problems.map((problem, index) => (
          // Safe: the list is made once and never changes its order.
          // oxlint-disable-next-line react/no-array-index-key
          <li key={index} className="problem">
            {problemText(problem)}
          </li>
        ))}
      </ul>
      {notes.map((note) => (
        <p key={note.id} className="quiet">
          {problemText(note)}
        </p>
      ))}
    </>
  );
}

function problemText({ id, line, values }: Problem): string {
  const text = t(`files.${id}`, values);
  return line === undefined ? text : t('quotas.line', { line, text });
}
