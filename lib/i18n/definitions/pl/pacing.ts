import type { pacing as en } from '../en/pacing';
import type { DefinitionText } from '../text';

export const pacing: Record<keyof typeof en, DefinitionText> = {
  cumShare: {
    means: 'Jaka część sumy okresu była wygrana do danego dnia.',
    formula: 'wygrane do tego dnia okresu ÷ suma okresu',
    example: '30 ÷ (30 + 70) = 30 %.',
  },
  month3Share: {
    title: 'Udział ostatniego miesiąca',
    means: 'Jaką część kwartału wygrano w jego ostatnim miesiącu.',
    formula: 'wygrane w ostatnim miesiącu okresu ÷ wygrane',
    example: '40 ÷ 100 = 40 %.',
    trap: 'Dostawcy nazywają 35 do 40 % zdrowym, a od 60 % poważnym. To reguła kciuka, nie wynik badań.',
  },
  finalWeekShare: {
    means: 'Jaką część okresu wygrano w jego ostatnich siedmiu dniach.',
    formula: 'wygrane w ostatnich siedmiu dniach okresu ÷ wygrane',
    example: '15 ÷ 100 = 15 %.',
  },
  linearityGini: {
    title: 'Równomierność (Gini)',
    means: 'Jak nierówno wygrane rozkładają się na tygodnie okresu.',
    formula: 'współczynnik Giniego z tygodni, przeskalowany: 0 równo, 1 wszystko w jednym tygodniu',
    example: 'Tygodnie 5, 5, 5, 5: 0. Tygodnie 0, 0, 0, 9: 1.',
  },
  pacing: {
    means: 'Czy okres wyprzedza swój zwykły przebieg.',
    formula: 'wygrane dotąd ÷ (cel × mediana udziału do tego dnia z czterech ostatnich okresów)',
    example: '50 ÷ (200 × 0,25) = 1: zgodnie z tempem.',
    trap: 'Na początku okresu dzieli przez mały udział i mocno się waha.',
  },
  usualRemainder: {
    means: 'Na czym skończy się okres, jeśli reszta będzie zwykła.',
    formula: 'wygrane dotąd + średnia z tego, co wcześniejsze okresy wygrały jeszcze po tej chwili',
    example: '100 + (50 + 70) ÷ 2 = 160.',
    trap: 'Nie patrzy na żadną otwartą szansę. To jest to, co prognoza musi pobić.',
  },
};
