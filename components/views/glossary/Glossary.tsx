import { CHAPTERS, RULES } from '@/lib/figures/rules';
import { t } from '@/lib/i18n';
import { definitionText, ruleTitle } from '@/lib/i18n/definitions';

import { RuleRows } from '../shared/RuleRows';
import { rulesOf } from './chapter';

import './Glossary.css';

/** Every rule by chapter; the address of one is `#G2.1`. */
export function Glossary() {
  return (
    <main className="glossary">
      <h1>{t('glossary.title')}</h1>
      <p>{t('glossary.intro')}</p>
      <nav aria-label={t('glossary.chapters')}>
        <ol>
          {CHAPTERS.map((chapter) => (
            <li key={chapter}>
              <a href={`#${chapter}`}>{t(`glossary.chapter.${chapter}`)}</a>
            </li>
          ))}
        </ol>
      </nav>
      {CHAPTERS.map((chapter) => (
        <section key={chapter} id={chapter}>
          <h2>{t(`glossary.chapter.${chapter}`)}</h2>
          {rulesOf(chapter).map((name) => {
            const text = definitionText(name);
            const { id } = RULES[name];
            return (
              <article key={id} id={id}>
                <h3>
                  <a href={`#${id}`}>{id}</a> {ruleTitle(name)}
                </h3>
                <p>{text.means}</p>
                <dl>
                  <RuleRows name={name} text={text} />
                </dl>
              </article>
            );
          })}
        </section>
      ))}
    </main>
  );
}
