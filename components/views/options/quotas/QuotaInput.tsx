import { useId, useState } from 'react';

import { Button } from '@/components/ui/press/Button';
import { PlainTable } from '@/components/ui/table/PlainTable';
import type { Quota } from '@/lib/deal/org';
import type { Problem } from '@/lib/files/problem';
import type { QuotaFile } from '@/lib/files/quotas';
import { formatDay, formatMoneyInFull, t } from '@/lib/i18n';
import { act } from '@/lib/store/failures';

/** What a file would do. */
export interface QuotaPreview extends QuotaFile {
  /** Names of the people in it, by their ids. */
  names: Readonly<Record<string, string>>;
  /** The amounts that are held of the same person and first day, by the id of the new quota. */
  before: Readonly<Record<string, number>>;
  currency: string;
}

export interface QuotaInputProps {
  name: string;
  onRead: (bytes: Uint8Array) => Promise<QuotaPreview | undefined>;
  onTake: (quotas: readonly Quota[]) => Promise<void>;
}

type Answer = QuotaPreview | { failed: string } | { reading: string } | { taken: number };

/** A file of quotas: first what it would do, line by line, and only then, on a press, is it done. */
export function QuotaInput({ name, onRead, onTake }: QuotaInputProps) {
  const id = useId();
  const [answer, setAnswer] = useState<Answer>();
  const read = async (file: File): Promise<void> => {
    setAnswer({ reading: t('app.reading', { file: file.name }) });
    try {
      setAnswer((await onRead(new Uint8Array(await file.arrayBuffer()))) ?? { failed: t('quotas.noOrg') });
    } catch (error) {
      setAnswer({ failed: t('quotas.failed', { why: error instanceof Error ? error.message : String(error) }) });
    }
  };
  const take = async (quotas: readonly Quota[]): Promise<void> => {
    if (await act(t('quotas.take', { count: quotas.length }), () => onTake(quotas)))
      setAnswer({ taken: quotas.length });
  };
  return (
    <>
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
        {answer && 'taken' in answer && <p>{t('quotas.taken', { count: answer.taken })}</p>}
        {answer && 'quotas' in answer && <Found {...answer} />}
      </div>
      {answer && 'quotas' in answer && (
        <p className="actions">
          {answer.quotas.length > 0 && (
            <Button look="primary" onClick={() => void take(answer.quotas)}>
              {t('quotas.take', { count: answer.quotas.length })}
            </Button>
          )}
          <Button onClick={() => setAnswer(undefined)}>{t('options.cancel')}</Button>
        </p>
      )}
    </>
  );
}

const MOST_SHOWN = 20;
/** A file of another kind may be wrong in each of its lines. */
const MOST_TOLD = 100;

function Found({ quotas, problems, notes, names, before, currency }: QuotaPreview) {
  const more = quotas.length - MOST_SHOWN;
  return (
    <>
      <p>{t('quotas.found', { count: quotas.length })}</p>
      {quotas.length > 0 && (
        <PlainTable
          caption={t('quotas.found', { count: quotas.length })}
          isCaptionHidden
          headings={[t('quotas.person'), t('quotas.from'), t('quotas.before'), t('quotas.after')]}
          rows={quotas.slice(0, MOST_SHOWN).map((quota) => {
            const held = before[quota.id];
            return [
              names[quota.userId] ?? quota.userId,
              // A month and its quarter begin on one day.
              quota.end === undefined ? formatDay(quota.start) : `${formatDay(quota.start)} – ${formatDay(quota.end)}`,
              held === undefined ? '–' : formatMoneyInFull(held, currency),
              formatMoneyInFull(quota.amount, quota.currency ?? currency),
            ];
          })}
        />
      )}
      {more > 0 && <p className="quiet">{t('quotas.more', { count: more })}</p>}
      {problems.length > 0 && <p>{t('quotas.problems', { count: problems.length })}</p>}
      <ul>
        {problems.slice(0, MOST_TOLD).map((problem, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- the list is made once and never changes its order
          <li key={index} className="problem">
            {problemText(problem)}
          </li>
        ))}
      </ul>
      {problems.length > MOST_TOLD && (
        <p className="quiet">{t('quotas.more', { count: problems.length - MOST_TOLD })}</p>
      )}
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
