import { addTexts } from '@/lib/i18n';
import { en } from '@/lib/i18n/locales/en';

// A page of the extension loads its texts before it draws; outside one they are at hand.
addTexts('en', en);
