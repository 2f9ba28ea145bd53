import { Message } from '@/components/ui/Message';
import { Button } from '@/components/ui/press/Button';
import { t } from '@/lib/i18n';
import { act } from '@/lib/store/failures';
import { useSiteAccess } from '@/lib/store/site-access';

/** Says that the browser withholds hosts, which ones, and asks for them. */
export function SiteAccessNote() {
  const { missing, allow } = useSiteAccess();
  if (missing.length === 0) return null;
  const hosts = missing.map((pattern) => pattern.replace(/^https:\/\/|\/\*$/g, '')).join(', ');
  const press = (): void =>
    void act(t('access.allow'), async () => {
      if (!(await allow())) throw new Error(t('access.denied'));
    });
  return (
    <Message
      tone="warn"
      title={t('access.title')}
      action={
        <Button look="primary" onClick={press}>
          {t('access.allow')}
        </Button>
      }
    >
      {t('access.text', { hosts })}
    </Message>
  );
}
