import type { PlaybookChange } from '@/lib/deal/playbook/playbook-diff';
import { t } from '@/lib/i18n';

/** What changes when one playbook takes the place of another, a line a thing. */
export function PlaybookChanges({ changes }: { changes: readonly PlaybookChange[] }) {
  return (
    <ul className="note">
      {changes.map(({ kind, place, text }) => (
        <li key={`${kind} ${place}`}>
          {t(`playbook.file.${kind}`)} {text} <span className="quiet">({place})</span>
        </li>
      ))}
    </ul>
  );
}
