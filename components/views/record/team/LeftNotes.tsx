import { Button } from '@/components/ui/press/Button';
import type { RecordView } from '@/lib/answers/record-view';
import type { TeamMember, TeamNote } from '@/lib/deal/team/buying-team';
import { t } from '@/lib/i18n';
import { act } from '@/lib/store/failures';
import { keepJotting } from '@/lib/store/jotting-store';

import { noteWords } from './note-words';

/** What the person keeps of people who are no longer on the deal: whoever was merged in the CRM goes on as another. */
export function LeftNotes({ view: { recordId, people, leftNotes } }: { view: RecordView }) {
  return leftNotes.map(({ contactId, note }) => {
    const drop = (): Promise<void> => keepJotting({ kind: 'person', of: `${recordId}/${contactId}`, was: note });
    const give = (to: string): void => {
      const member = people.find((each) => each.contactId === to);
      if (!member) return;
      void act(t('person.left.give'), async () => {
        const was = noteOf(member);
        // Kept there before it goes from here.
        await keepJotting({ kind: 'person', of: `${recordId}/${to}`, value: together(was, note), was });
        await drop();
      });
    };
    return (
      <p key={contactId} className="note" data-left={contactId}>
        {t('person.left', { what: noteWords(note) })}{' '}
        {people.length > 0 && (
          <select aria-label={t('person.left.give')} value="" onChange={({ target: { value } }) => give(value)}>
            <option value="">{t('person.left.give')}</option>
            {people.map((each) => (
              <option key={each.contactId} value={each.contactId}>
                {each.name ?? t('record.people.unnamed')}
              </option>
            ))}
          </select>
        )}{' '}
        <Button look="link" onClick={() => void act(t('person.left.drop'), drop)}>
          {t('person.left.drop')}
        </Button>
      </p>
    );
  });
}

const noteOf = ({ stance, urgency, influence, need }: TeamMember): TeamNote => ({
  ...(stance === undefined ? {} : { stance }),
  ...(urgency === undefined ? {} : { urgency }),
  ...(influence === undefined ? {} : { influence }),
  ...(need === undefined ? {} : { need }),
});

/** What is kept of somebody already stays; of two needs both. */
const together = (own: TeamNote, left: TeamNote): TeamNote => {
  const needs = [...new Set([own.need, left.need].filter((need) => need !== undefined))];
  return { ...left, ...own, ...(needs.length === 0 ? {} : { need: needs.join('; ') }) };
};
