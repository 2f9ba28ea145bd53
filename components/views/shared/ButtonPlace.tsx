import { Button } from '@/components/ui/press/Button';
import { Section } from '@/components/ui/Section';
import { t } from '@/lib/i18n';
import { act } from '@/lib/store/failures';
import { hideButton, showButton, useHiddenButtons } from '@/lib/store/launcher-store';

/** Hides the button on the pages of a host, or brings it back. */
export function ButtonToggle({ host }: { host: string }) {
  const isHidden = useHiddenButtons(({ hosts }) => hosts.includes(host));
  const label = t(isHidden ? 'button.show' : 'button.hide', { host });
  return (
    <p className="quiet">
      {isHidden && `${t('button.hidden', { host })} `}
      <Button look="link" onClick={() => void act(label, () => (isHidden ? showButton(host) : hideButton(host)))}>
        {label}
      </Button>
    </p>
  );
}

/** Where the button is hidden, with the way back; nothing where it is hidden nowhere. */
export function HiddenButtons() {
  const hosts = useHiddenButtons((state) => state.hosts);
  if (hosts.length === 0) return null;
  return (
    <Section title={t('button.title')}>
      {hosts.map((host) => (
        <ButtonToggle key={host} host={host} />
      ))}
    </Section>
  );
}
