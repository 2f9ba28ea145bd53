import type { focus as en } from '../en/focus';
import type { DefinitionText } from '../text';

export const focus: Record<keyof typeof en, DefinitionText> = {
  bucket: {
    means: 'Gdzie należy otwarta szansa, gdy decydujesz, na co poświęcić czas.',
    formula: 'pierwsza spełniona reguła: odpuść, bliska przegranej, bliska wygranej, pracuj, pielęgnuj',
    example: 'Prawdopodobieństwo 70 %, nic nie blokuje: bliska wygranej.',
    trap: 'Każda szansa jest dokładnie w jednej grupie. Gdy pasują dwie reguły, decyduje kolejność. Prawdopodobieństwo jest to samo co w planie, do dziesiątej części procenta; poniżej 20 wygranych lub 20 przegranych go nie ma i pozostaje „pracuj”.',
  },
  letGo: {
    title: 'Priorytet: odpuść',
    means: 'Szanse, których prawie nikt by już nie wygrał.',
    formula:
      'z najbardziej podobnych zamkniętych szans wygrano najwyżej 3 % i cisza trwa dłużej niż kiedykolwiek w 90 % wygranych szans',
    example: '0 z 30 podobnych wygranych, cisza od 120 dni, w wygranych najwyżej 45.',
    trap: 'Oba muszą zachodzić: cicha szansa takiego rodzaju, jaki się wygrywa, zostaje.',
  },
  nearLoss: {
    title: 'Priorytet: bliska przegranej',
    means: 'Szanse, które się wymykają, ale można je uratować.',
    formula:
      'prawdopodobieństwo spadło o 15 punktów lub więcej w 14 dni albo są dwie oznaki opóźnienia; a z podobnych szans wygrano co najmniej 10 %',
    example: 'Dwa tygodnie temu 45 %, teraz 28 %: 45 − 28 = 17 punktów.',
  },
  nearWin: {
    title: 'Priorytet: bliska wygranej',
    means: 'Szanse, które prawdopodobnie zostaną wygrane w okresie.',
    formula: 'prawdopodobieństwo w okresie co najmniej 60 % i nic nie blokuje',
    example: 'Prawdopodobieństwo 70 % i decydent w szansie.',
    trap: 'Szansa bez kwoty albo bez decydenta jest zablokowana.',
  },
  work: {
    title: 'Priorytet: pracuj',
    means: 'Szanse, o których rozstrzyga wysiłek.',
    formula: 'prawdopodobieństwo w okresie co najmniej 25 %',
    example: 'Prawdopodobieństwo 40 %.',
  },
  nurture: {
    title: 'Priorytet: pielęgnuj',
    means: 'Szanse, z którymi warto podtrzymywać kontakt.',
    formula: 'wszystko inne: młode, wczesne i w kontakcie albo z małym prawdopodobieństwem w okresie',
    example: 'Utworzona 10 dni temu, mediana cyklu 60 dni: 10 ÷ 60 = 17 %, poniżej ćwierci cyklu.',
    trap: 'Małe prawdopodobieństwo w tym okresie nic nie mówi o następnym.',
  },
  alikeWon: {
    means: 'Ile z najbardziej podobnych zamkniętych szans wygrano.',
    formula: 'wygrane ÷ wszystkie, spośród zamkniętych szans najbardziej podobnych do tej w jej wieku',
    example: '3 ÷ 10 = 30 %.',
  },
  recycle: {
    means: 'Przegrane szanse, o które może warto zapytać ponownie.',
    formula: 'szanse przegrane 330 do 430 dni temu, przy których koncie nic nie jest teraz otwarte',
    example: 'Przegrana 360 dni temu, przy koncie nic otwartego: jest na liście.',
    trap: 'Około rok budżetowy później pieniądze mogą się znaleźć. Powód przegranej nie jest odczytywany. W żadnej sumie otwartych szans.',
  },
  heldOn: {
    means: 'Ile szans, które tkwiły na tym samym etapie tak długo jak ta, mimo to wygrano.',
    formula:
      'wygrane i wszystkie, spośród zakończonych szans, które były na jej etapie bez przerwy co najmniej tak długo jak ona; oraz mediana dni od tej chwili do ich końca',
    example: '90 dni na etapie; 20 zakończonych szans też było tam 90 dni, a 1 wygrano: 1 ÷ 20 = 5 %.',
    trap: 'Spośród 4000 zakończonych ostatnio. Szans, które poszły dalej lub skończyły się wcześniej, wśród nich nie ma.',
  },
};
