import { Button } from '@/components/ui/press/Button';
import type { EditForm } from '@/lib/deal/edits/edit';
import { t } from '@/lib/i18n';

import { fieldName } from './edit-texts';
import type { Typed } from './typed';

/** What was typed into fields that may no longer be changed: named, and kept until the person drops it. */
export const LeftOver = ({ typed, form }: { typed: Typed; form: EditForm }) =>
  typed.leftOf(form).map((field) => (
    <p key={field} className="problem">
      {t('edit.hidden', { field: fieldName(field), text: typed.of(field) ?? '' })}{' '}
      <Button
        look="link"
        aria-label={t('edit.hidden.drop.of', { field: fieldName(field) })}
        onClick={() => typed.set(field, undefined)}
      >
        {t('edit.hidden.drop')}
      </Button>
    </p>
  ));
