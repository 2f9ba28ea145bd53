import { Button } from '@/components/ui/press/Button';
import { SALES_ROLES } from '@/lib/deal/team/role-guess';
import { t } from '@/lib/i18n';
import { chooseRole, FIRST_VIEW, useRoles } from '@/lib/store/choices/role-store';
import { act } from '@/lib/store/failures';
import { whoseKey } from '@/lib/store/whose';

import './RoleNote.css';

/** Why the panel began with this view, until the person says that it is right or what they are. */
export function RoleNote({ onView }: { onView: (tab: string) => Promise<void> }) {
  const connection = whoseKey();
  const { role, guess } = useRoles((roles) => roles[connection]) ?? {};
  if (!role || !guess) return null;
  const { people, managers } = guess;
  return (
    <aside className="role-note" aria-label={t('ownRole.title')}>
      <p>{t(`ownRole.because.${guess.role}`, { people, managers })}</p>
      <p className="actions">
        <label>
          {t('ownRole.title')}{' '}
          <select
            value={role}
            data-focus="role"
            onChange={({ target: { value } }) => {
              const chosen = SALES_ROLES.find((each) => each === value);
              if (chosen)
                void act(t('ownRole.title'), async () => {
                  await chooseRole(connection, chosen);
                  await onView(FIRST_VIEW[chosen]);
                });
            }}
          >
            {SALES_ROLES.map((each) => (
              <option key={each} value={each}>
                {t(`ownRole.${each}`)}
              </option>
            ))}
          </select>
        </label>
        <Button onClick={() => void act(t('ownRole.right'), () => chooseRole(connection, role))}>
          {t('ownRole.right')}
        </Button>
      </p>
    </aside>
  );
}
