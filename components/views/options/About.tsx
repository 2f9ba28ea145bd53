import { Facts } from '@/components/ui/Facts';
import { Setting } from '@/components/ui/Setting';
import { t } from '@/lib/i18n';

import { ManagedList } from './ManagedList';

export interface AboutProps {
  version: string;
  /** SHA-256 of the sources that this was built from, in short. */
  build: string;
  extensionId: string;
}

/** Which build this is, what is in it, and where its words are explained. */
export function About({ version, build, extensionId }: AboutProps) {
  return (
    <>
      <Setting title={t('about.build')} text={t('about.build.text')}>
        <Facts
          rows={[
            [t('about.version'), version],
            [t('about.hash'), build],
            [t('about.id'), extensionId],
          ]}
        />
      </Setting>
      <ManagedList />
      <Setting title={t('about.licences')} text={t('about.licences.text')}>
        <a href="/licences.txt">{t('about.licences.open')}</a>
      </Setting>
      <Setting title={t('glossary.title')} text={t('glossary.intro')}>
        <a href="/glossary.html">{t('glossary.open')}</a>
      </Setting>
      <Setting title={t('admin.title')} text={t('admin.open.text')}>
        <a href="/admin.html">{t('admin.open')}</a>
      </Setting>
    </>
  );
}
