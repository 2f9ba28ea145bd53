import type { Edit } from '@/lib/deal/edits/edit';
import { asKept, editedRow, editValues, fieldsOf } from '@/lib/deal/edits/edit-values';
import { isCurrencyCode } from '@/lib/deal/money';
import { readPlaybook } from '@/lib/deal/playbook/playbook';
import { MOST_PLAYBOOK_BYTES } from '@/lib/deal/playbook/shared-playbook';
import { t } from '@/lib/i18n';

/** What a page asks to be changed. */
export type AskedChange = Pick<
  Edit,
  'recordId' | 'recordName' | 'on' | 'before' | 'after' | 'labels' | 'note' | 'seen' | 'currency'
>;

/** Nothing is put into the CRM's files but a playbook. */
const isPlaybookFile = ({ body }: Edit['after']): boolean =>
  typeof body === 'string' && body.length <= MOST_PLAYBOOK_BYTES && 'playbook' in readPlaybook(body);

const keptOf = (after: unknown): unknown =>
  // Safe: what is none of values is told by whoever reads them.
  typeof after === 'object' && after !== null ? asKept(after as Edit['after']) : after;

/** A change as a page asks for it. `title`: of the team's playbook. Throws RangeError for values that are none of their fields'. */
export function checkedChange(
  { recordId, recordName, on, before, after, labels, note, seen, currency }: AskedChange,
  title: string,
): AskedChange {
  if (on !== undefined) {
    const row = editedRow(on, before, keptOf(after));
    if (!row || (row.on?.kind === 'file' && (recordId !== title || !isPlaybookFile(row.after))))
      throw new RangeError(t('edit.noValue'));
    return { recordId, recordName, ...row };
  }
  // It only follows the stage: nobody is asked for it.
  const { probability: _follows, ...shown } = before;
  const [was, is] = [editValues(shown), editValues(keptOf(after))];
  if (!was || !is || !fieldsOf(is).every((field) => field in was)) throw new RangeError(t('edit.noValue'));
  if (note !== undefined && typeof note !== 'string') throw new RangeError(t('edit.noValue'));
  if (seen !== undefined && typeof seen.stamp !== 'string') throw new RangeError(t('edit.noValue'));
  if (currency !== undefined && !isCurrencyCode(currency)) throw new RangeError(t('edit.noValue'));
  return {
    recordId,
    recordName,
    ...(currency === undefined ? {} : { currency }),
    before: was,
    after: is,
    ...(labels ? { labels } : {}),
    ...(note ? { note } : {}),
    ...(seen ? { seen } : {}),
  };
}
