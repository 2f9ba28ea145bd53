import { useEffect, useRef } from 'react';

import type { AdapterHealth } from '@/lib/deal/adapter-health';
import { t } from '@/lib/i18n';

import { Answer } from '../shared/Answer';
import { useAnswer } from '../shared/use-answer';
import { About, type AboutProps } from './About';
import { Appearance } from './Appearance';
import { ConnectionsPage } from './ConnectionsPage';
import { KeysPage } from './KeysPage';
import { type OptionPage, useOptionPage } from './option-pages';
import { OrgCalendars, type OrgCalendar } from './OrgCalendars';
import { Privacy, type PrivacyProps } from './privacy/Privacy';
import { Quotas, type QuotasProps } from './quotas/Quotas';
import { Rules, type RulesProps } from './Rules';
import { Scoring } from './scoring/Scoring';
import type { ShortcutProps } from './Shortcut';
import { SideList } from './SideList';

import './Options.css';

/** What is known of the connections at one instant. */
export interface OptionsAnswer {
  health: AdapterHealth;
  orgs: (Parameters<typeof Scoring>[0]['orgs'][number] &
    QuotasProps['orgs'][number] & { calendar?: OrgCalendar | undefined })[];
  /** When it was asked for, ms. */
  now: number;
}

interface Props
  extends
    ShortcutProps,
    PrivacyProps,
    AboutProps,
    RulesProps,
    Omit<QuotasProps, 'orgs'>,
    Omit<ConnectionProps, 'now' | 'health'> {
  /** Both must keep their identity. */
  ask: () => Promise<OptionsAnswer>;
  onRevision: (listener: () => void) => () => void;
  onLearn: Parameters<typeof Scoring>[0]['onLearn'];
}
type ConnectionProps = Parameters<typeof ConnectionsPage>[0];

/** The options as pages with a list at their side. What is read of the orgs is waited for on the pages that show it, and on no other. */
export function Options({ ask, onRevision, ...does }: Props) {
  const page = useOptionPage();
  const { given, retry } = useAnswer(ask, onRevision);
  const heading = useRef<HTMLHeadingElement>(null);
  const shown = useRef(page);
  useEffect(() => {
    // Whoever turned the page goes on in it.
    if (shown.current !== page) heading.current?.focus();
    shown.current = page;
  }, [page]);
  const again =
    <Given extends unknown[]>(run: (...given: Given) => Promise<void>) =>
    async (...values: Given): Promise<void> => {
      await run(...values);
      retry();
    };
  return (
    <div className="settings">
      <SideList page={page} />
      <main>
        <h1 ref={heading} tabIndex={-1}>
          {t(`options.page.${page}`)}
        </h1>
        <p className="page-lead quiet">{t(`options.lead.${page}`)}</p>
        {isOfOrgs(page) ? (
          <Answer of={given} onRetry={retry}>
            {(answer) => (
              <OfOrgs
                page={page}
                answer={answer}
                {...does}
                onShare={again(does.onShare)}
                onTakeQuotas={again(does.onTakeQuotas)}
                onQuotaType={again(does.onQuotaType)}
              />
            )}
          </Answer>
        ) : (
          <OfBrowser page={page} {...does} onRevision={onRevision} />
        )}
      </main>
    </div>
  );
}

/** Pages of what is read of the orgs. */
type OrgPage = Extract<OptionPage, 'connections' | 'calendar' | 'quotas' | 'scoring'>;
const isOfOrgs = (page: OptionPage): page is OrgPage =>
  page === 'connections' || page === 'calendar' || page === 'quotas' || page === 'scoring';
type Does = Omit<Props, 'ask' | 'onRevision'>;

function OfOrgs({ page, answer: { health, orgs, now }, ...does }: Does & { page: OrgPage; answer: OptionsAnswer }) {
  switch (page) {
    case 'calendar':
      return <OrgCalendars orgs={orgs} />;
    case 'quotas':
      return <Quotas orgs={orgs} {...does} />;
    case 'scoring':
      return <Scoring orgs={orgs} now={now} onLearn={does.onLearn} />;
    case 'connections':
      return <ConnectionsPage health={health} now={now} {...does} />;
  }
}

function OfBrowser({ page, ...does }: Does & Pick<Props, 'onRevision'> & { page: Exclude<OptionPage, OrgPage> }) {
  switch (page) {
    case 'rules':
      return <Rules {...does} />;
    case 'privacy':
      return <Privacy {...does} />;
    case 'appearance':
      return <Appearance />;
    case 'keys':
      return <KeysPage {...does} />;
    case 'about':
      return <About {...does} />;
  }
}
