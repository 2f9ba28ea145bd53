import { Section } from '@/components/ui/Section';
import { t } from '@/lib/i18n';
import { chooseDensity, useDensity } from '@/lib/store/density';
import { act } from '@/lib/store/failures';

const DENSITIES = ['compact', 'comfortable'] as const;

/** How high rows are, on every surface at once. */
export function Appearance() {
  const density = useDensity((state) => state.density);
  return (
    <Section title={t('appearance.title')}>
      <p id="density">{t('appearance.density')}</p>
      <p className="filters" role="group" aria-labelledby="density">
        {DENSITIES.map((each) => (
          <button
            key={each}
            type="button"
            className="chip"
            aria-pressed={each === density}
            onClick={() => void act(t('appearance.density'), () => chooseDensity(each))}
          >
            {t(`appearance.density.${each}`)}
          </button>
        ))}
      </p>
    </Section>
  );
}
