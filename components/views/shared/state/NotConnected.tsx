import { Message } from '@/components/ui/Message';
import { Button } from '@/components/ui/press/Button';
import { t } from '@/lib/i18n';
import { act } from '@/lib/store/failures';
import { useSample } from '@/lib/store/sample-store';
import { useWhose } from '@/lib/store/whose';

/** Nothing was read yet: the one thing to do about it, and the sample for whoever wants to look first. */
export function NotConnected() {
  const openCrm = useWhose((state) => state.openCrm);
  const deeds = useSample((state) => state.deeds);
  return (
    <Message
      title={t('popup.none.title')}
      action={
        <p className="form-line">
          {openCrm && (
            <Button look="primary" onClick={() => void act(t('crm.open'), openCrm)}>
              {t('crm.open')}
            </Button>
          )}
          {deeds && (
            <Button look="link" onClick={() => void act(t('sample.try'), deeds.begin)}>
              {t('sample.try')}
            </Button>
          )}
        </p>
      }
    >
      {t('popup.none.text')}
    </Message>
  );
}
