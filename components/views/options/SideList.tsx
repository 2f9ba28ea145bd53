import { t } from '@/lib/i18n';

import { OPTION_PAGES, type OptionPage } from './option-pages';

import './SideList.css';

/** The pages of the options, each as a link with an address. */
export function SideList({ page }: { page: OptionPage }) {
  return (
    <nav className="side-list" aria-label={t('options.title')}>
      <p className="side-list-title" aria-hidden="true">
        {t('app.name')}
      </p>
      <ul>
        {OPTION_PAGES.map((each) => (
          <li key={each}>
            <a href={`#${each}`} aria-current={each === page ? 'page' : undefined}>
              {t(`options.page.${each}`)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
