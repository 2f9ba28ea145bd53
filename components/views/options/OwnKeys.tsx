import { useState } from 'react';

import { Button } from '@/components/ui/press/Button';
import { Setting } from '@/components/ui/Setting';
import { PlainTable } from '@/components/ui/table/PlainTable';
import { t } from '@/lib/i18n';
import { chooseKey, type KeyAction, keyRefusal, restoreKeys, useKeys } from '@/lib/store/choices/key-store';
import { act } from '@/lib/store/failures';

/** In the order in which a person meets them; each does so only while nobody types. */
const ACTIONS: readonly KeyAction[] = [
  'explain',
  'edit',
  'next',
  'previous',
  'letGo',
  'remind',
  'task',
  'role',
  'note',
  'filter',
  'compare',
  'earlier',
  'later',
  'table',
];
const doing = (action: KeyAction): string => t(`keys.own.${action}`);
const shown = (key: string): string => key.toUpperCase();

/** The keys that a person may choose, each changed by a press of the new one; what another action has, or the browser, is refused. */
export function OwnKeys() {
  const keys = useKeys();
  const [waiting, setWaiting] = useState<KeyAction>();
  const [said, setSaid] = useState('');
  const keep = (action: KeyAction): void => {
    setWaiting(undefined);
    setSaid(t('keys.own.kept', { name: doing(action), key: shown(keys[action]) }));
  };
  const take = async (action: KeyAction, event: KeyboardEvent): Promise<void> => {
    if (event.key === 'Escape') return keep(action);
    const name = doing(action);
    // Refused, it goes on waiting for another.
    const refusal = keyRefusal(action, event);
    if (refusal)
      return setSaid(
        t(`keys.own.${refusal.why}`, {
          name,
          key: shown(keys[action]),
          pressed: shown(event.key),
          other: refusal.why === 'taken' ? doing(refusal.by) : '',
        }),
      );
    setWaiting(undefined);
    if (await act(t('keys.own.change', { name }), () => chooseKey(action, event.key)))
      setSaid(t('keys.own.chosen', { name, key: shown(event.key) }));
  };
  return (
    <Setting title={t('keys.own')} text={t('keys.own.text')}>
      <PlainTable
        caption={t('keys.own')}
        isCaptionHidden
        isText
        headings={[t('keys.key'), t('keys.does'), t('keys.other')]}
        rows={ACTIONS.map((action) => [
          shown(keys[action]),
          doing(action),
          <Button
            key={action}
            look="link"
            aria-label={t('keys.own.change', { name: doing(action) })}
            onClick={() => {
              if (waiting === action) return keep(action);
              setWaiting(action);
              setSaid(t('keys.own.press', { name: doing(action) }));
            }}
            onBlur={() => {
              if (waiting === action) keep(action);
            }}
            onKeyDown={({ nativeEvent }) => {
              // A modifier on its way to a character, and Tab, which leaves, choose nothing.
              if (waiting !== action || PASSED.includes(nativeEvent.key)) return;
              nativeEvent.preventDefault();
              void take(action, nativeEvent);
            }}
          >
            {t(waiting === action ? 'keys.own.waits' : 'keys.own.choose')}
          </Button>,
        ])}
      />
      <p role="status">{said}</p>
      <p className="actions">
        <Button
          onClick={() =>
            void act(t('keys.own.restore'), restoreKeys).then((isDone) => isDone && setSaid(t('keys.own.restored')))
          }
        >
          {t('keys.own.restore')}
        </Button>
      </p>
    </Setting>
  );
}

const PASSED = ['Shift', 'Control', 'Alt', 'AltGraph', 'Meta', 'CapsLock', 'Tab'];
