import { Chips } from '@/components/ui/press/Chips';
import { Setting } from '@/components/ui/Setting';
import { StateMark } from '@/components/ui/StateMark';
import { SALES_ROLES } from '@/lib/deal/team/role-guess';
import { t } from '@/lib/i18n';
import { chooseDensity, useDensity } from '@/lib/store/choices/density';
import { chooseRole, useRoles } from '@/lib/store/choices/role-store';
import { chooseTheme, useTheme } from '@/lib/store/choices/theme-store';
import { act } from '@/lib/store/failures';

import { HiddenButtons } from '../shared/ButtonPlace';

const DENSITIES = ['compact', 'comfortable'] as const;
const THEMES = ['system', 'light', 'dark'] as const;
const COLOURS = ['usual', 'distinct'] as const;

/** How every surface looks: the height of rows, light or dark, and which colours tell states apart. */
export function Appearance() {
  const density = useDensity((state) => state.density);
  const { theme, colours } = useTheme();
  const roles = Object.entries(useRoles());
  return (
    <>
      {roles.map(([connection, { role, name }]) => {
        const title = roles.length > 1 && name !== undefined ? t('ownRole.titleOf', { name }) : t('ownRole.title');
        return (
          <Setting key={connection} title={title} text={t('ownRole.text')}>
            <Chips
              label={title}
              chosen={role}
              from={SALES_ROLES.map((each) => [each, t(`ownRole.${each}`)])}
              onChoose={(each) => act(title, () => chooseRole(connection, each))}
            />
          </Setting>
        );
      })}
      <Setting title={t('appearance.density')} text={t('appearance.density.text')}>
        <Chips
          label={t('appearance.density')}
          chosen={density}
          from={DENSITIES.map((each) => [each, t(`appearance.density.${each}`)])}
          onChoose={(each) => act(t('appearance.density'), () => chooseDensity(each))}
        />
      </Setting>
      <Setting title={t('appearance.theme')} text={t('appearance.theme.text')}>
        <Chips
          label={t('appearance.theme')}
          chosen={theme}
          from={THEMES.map((each) => [each, t(`appearance.theme.${each}`)])}
          onChoose={(each) => act(t('appearance.theme'), () => chooseTheme({ theme: each }))}
        />
      </Setting>
      <Setting title={t('appearance.colours')} text={t('appearance.colours.text')}>
        <Chips
          label={t('appearance.colours')}
          chosen={colours}
          from={COLOURS.map((each) => [each, t(`appearance.colours.${each}`)])}
          onChoose={(each) => act(t('appearance.colours'), () => chooseTheme({ colours: each }))}
        />
        <p className="filters">
          {STATES.map((state) => (
            <StateMark key={state} state={state} label={t(`state.${state}`)} />
          ))}
        </p>
      </Setting>
      <HiddenButtons />
    </>
  );
}

const STATES = ['onTrack', 'watch', 'atRisk', 'stalled', 'new'] as const;
