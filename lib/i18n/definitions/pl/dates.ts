import type { dates as en } from '../en/dates';
import type { DefinitionText } from '../text';

export const dates: Record<keyof typeof en, DefinitionText> = {
  pushEvents: {
    means: 'Ile razy datę zamknięcia przesunięto na później.',
    formula: 'zmiany daty zamknięcia na późniejszy dzień',
    example: '1 sty → 1 lut → 15 sty → 1 mar: 1 + 1 = 2.',
    trap: 'Przesunięcie w tym samym miesiącu też się liczy. Licznik CRM je pomija.',
  },
  pushCountSf: {
    title: 'Licznik przesunięć CRM',
    means: 'Ile razy datę zamknięcia przesunięto na późniejszy miesiąc.',
    formula: 'przesunięcia na późniejszy miesiąc kalendarzowy; nigdy nie maleje',
    example: '10 sty → 20 sty → 15 lut → 5 sty: 1.',
    trap: 'Tylko w organizacjach, które mają to pole.',
  },
  pushDays: {
    means: 'O ile dni łącznie przesunęła się data zamknięcia.',
    formula: 'ostatnia data zamknięcia − pierwsza; 0, gdy jest wcześniejsza',
    example: '1 sty → 31 sty: 31 − 1 = 30 dni.',
  },
  slipRate: {
    means: 'Ile z prognozowanych szans nie zamknęło się w okresie.',
    formula: '(szanse w commit i best case na początku okresu − z nich zamknięte w nim) ÷ te szanse',
    example: '(10 − 4) ÷ 10 = 60 %.',
    trap: 'Przegrana liczy się jako zamknięta. Inni liczą tylko zamknięte później.',
  },
  overdue: {
    means: 'Szanse otwarte, których data zamknięcia minęła.',
    formula: 'szanse otwarte z datą zamknięcia przed dzisiejszym dniem',
    example: 'Dziś 1 marca: data 28 lutego minęła, data 1 marca nie.',
  },
};
