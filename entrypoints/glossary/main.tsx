import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';

import { Glossary } from '@/components/views/glossary/Glossary';
import { loadTexts, t } from '@/lib/i18n';

document.documentElement.lang = navigator.language;
await loadTexts();
document.title = t('glossary.title');

const element = document.getElementById('root');
if (element) {
  flushSync(() => createRoot(element).render(<Glossary />));
  // The browser looked for the rule of the address before there was one.
  document.getElementById(location.hash.slice(1))?.scrollIntoView();
}
