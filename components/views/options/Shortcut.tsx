import { Button } from '@/components/ui/press/Button';
import { Setting } from '@/components/ui/Setting';
import { t } from '@/lib/i18n';
import { act } from '@/lib/store/failures';

import { Answer } from '../shared/Answer';
import { useAnswer } from '../shared/use-answer';

export interface ShortcutProps {
  /** The keys that the browser has given to the command that opens the panel, in its own words; empty where it gave none. */
  askKeys: () => Promise<string>;
  onChangeKeys: () => Promise<void>;
}

/** Which keys open the panel, and the way to choose others: browsers give none where another extension or they themselves have them. */
export function Shortcut({ askKeys, onChangeKeys }: ShortcutProps) {
  const { given, retry } = useAnswer(askKeys, onReturn);
  return (
    <Setting title={t('shortcut.title')} text={t('shortcut.text')}>
      <Answer of={given} onRetry={retry}>
        {(keys) => <p>{keys === '' ? t('shortcut.none') : t('shortcut.keys', { keys })}</p>}
      </Answer>
      <p className="actions">
        <Button onClick={() => void act(t('shortcut.change'), onChangeKeys)}>{t('shortcut.change')}</Button>
      </p>
    </Setting>
  );
}

/** They are changed on a page of the browser's: what holds is asked again when the person comes back. */
function onReturn(listener: () => void): () => void {
  addEventListener('focus', listener);
  return () => removeEventListener('focus', listener);
}
