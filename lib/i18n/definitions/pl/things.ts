import type { things as en } from '../en/things';
import type { DefinitionText } from '../text';

export const things: Record<keyof typeof en, DefinitionText> = {
  opportunity: {
    title: 'Szansa sprzedaży',
    means: 'Sprzedaż, nad którą ktoś pracuje, tak jak widzi ją CRM.',
    formula: 'kwota, data zamknięcia, etap, właściciel i kategoria prognozy, z każdą ich zmianą od utworzenia',
    example: 'Odnowienie za 50 000, zamknięcie 30 czerwca, etap Negocjacje.',
    trap: 'Puste pole znaczy „nie wiadomo”, nigdy 0. Szansa bez kwoty też jest szansą.',
  },
  amount: {
    means: 'Wartość szansy według CRM.',
    formula: 'kwota w CRM; w sumach ÷ kurs jej waluty z dnia zamknięcia',
    example: '430 PLN przy kursie 4,3 PLN za euro: 430 ÷ 4,3 = 100.',
    trap: 'Gdy szansa ma produkty, CRM może liczyć kwotę z nich i pomijać wpisaną.',
  },
  forecastCategory: {
    title: 'Kategoria prognozy',
    means: 'Jak pewny jest sprzedawca.',
    formula:
      'pominięta, lejek, best case, most likely, commit albo zamknięta; wynika z etapu, dopóki ktoś jej nie zmieni',
    example: 'Szansa w negocjacjach to zwykle best case, dopóki właściciel się nie zobowiąże.',
    trap: 'Administrator może zmienić etykiety, więc na ekranach CRM te same sześć może mieć inne nazwy.',
  },
  rollupMethod: {
    title: 'Sposób sumowania',
    means: 'Czy kategorię prognozy pokazuje się samą, czy razem z lepszymi.',
    formula: 'pojedynczo: sama kategoria; narastająco: kategoria + każda lepsza + zamknięte',
    example: 'Commit 100, zamknięte 40: pojedynczo 100, narastająco 100 + 40 = 140.',
    trap: 'Dwa ekrany różnią się czasem tylko przez to. Tam, gdzie stoi prognoza CRM, używany jest sposób organizacji.',
  },
  version: {
    title: 'Wersja szansy',
    means: 'Jaka była szansa od jednej zmiany do następnej.',
    formula: 'od kiedy, etap, kwota, data zamknięcia, właściciel, kategoria; każda zmiana zaczyna nową wersję',
    example: 'Utworzona za 100, od 3 maja 130: dwie wersje, pierwsza do 3 maja.',
    trap: 'To, czego historii CRM nie prowadzi, znane jest tylko z dziś. Takie liczby to mówią.',
  },
  lockedForecast: {
    title: 'Zapisana prognoza',
    means: 'Prognoza z jednego dnia tygodnia, zachowana, by porównać ją z wynikiem.',
    formula: 'przedział, wygrane, commit i deklaracje osób z tego dnia; potem bez zmian',
    example: 'Zapis z 5 maja: 1,2 mln. Kwartał zamknął się na 1,1 mln.',
    trap: 'Trafności nie da się zmierzyć na prognozie, którą ktoś później poprawia.',
  },
  contactRole: {
    title: 'Rola kontaktu',
    means: 'Osoba po stronie klienta i jej rola w tej szansie.',
    formula: 'osoba, rola, główna lub nie',
    example: 'Ana Lis, decydentka, główna.',
    trap: 'W wielu organizacjach nikt nie jest wpisany. Wtedy osoby nie są mierzone, co nie znaczy, że ich nie ma.',
  },
  signal: {
    title: 'Sygnał',
    means: 'Jeden sprawdzalny fakt, który może oznaczać kłopoty.',
    formula:
      'reguła o datach, etapie, kwocie, osobach lub aktywności; gdy zachodzi, odejmuje punkty od oceny kondycji; progi można ustawić w opcjach',
    example: 'Brak aktywności od 23 dni: 10 punktów.',
    trap: 'Sygnał milczy, gdy organizacja nie zapisuje tego, czego potrzebuje.',
  },
  verdict: {
    title: 'Kondycja szansy',
    means: 'Czy szansa kogoś potrzebuje i dlaczego.',
    formula:
      'według reguł: 100 − punkty sygnałów, poniżej 50 zagrożona, poniżej 75 do obserwacji; według modelu: iloraz szans wygranej wobec zwykłego na tym etapie, poniżej połowy zagrożona, poniżej 0,8 do obserwacji; przy dwóch oznakach opóźnienia albo spadku prawdopodobieństwa o 15 punktów procentowych w 14 dni co najmniej do obserwacji',
    example: 'Data minęła 22 punkty, cisza od 50 dni 20 punktów: 100 − 22 − 20 = 58, do obserwacji.',
    trap: 'Kondycja według reguł to lista faktów, nie prawdopodobieństwo. Szansa młodsza niż 7 dni nie jest oceniana.',
  },
  unpriced: {
    title: 'Szanse poza sumą',
    means: 'Szanse bez kwoty albo w walucie bez kursu.',
    formula: 'liczone jako szanse, wymienione obok sumy, niedodane do niej',
    example: 'Trzy szanse: 100, 200 i bez kwoty: 100 + 200 = 300 oraz 1 szansa poza sumą.',
    trap: 'Nieznana kwota wzięta za 0 psuje średnie i skuteczność.',
  },
  periodEnd: {
    title: 'Koniec okresu',
    means: 'Chwila, w której miesiąc, kwartał lub rok się kończy.',
    formula: 'koniec ostatniego dnia w strefie czasowej organizacji; dni porównuje się z dniami, chwile z chwilami',
    example: 'Wygrana 30 czerwca o 17:30 w San Francisco: drugi kwartał, choć w Londynie jest już 1 lipca.',
    trap: 'Okresy obrachunkowe to wiersze organizacji, nigdy słowa z etykiety.',
  },
  listed: {
    means: 'Wartość wszystkich szans z listy na tej stronie.',
    formula: 'Σ kwot szans na liście, otwartych lub zamkniętych',
    example: '10 + 20 = 30.',
    trap: 'Lista zawiera to, co przepuszcza jej filtr, więc nie jest to lejek.',
  },
  crmForecast: {
    means: 'Prognoza, którą liczy sam CRM, kategoria po kategorii.',
    formula: 'Σ jego własnych wierszy osób w zakresie, sumowanych tak, jak wybrała organizacja',
    example: '60 + 40 = 100.',
    trap: 'Wiersz menedżera zawiera już zespół. Dodaje się tylko to, co każdy ma sam.',
  },
  crmDifference: {
    means: 'Jak daleko prognoza CRM jest od szans pokazanych tutaj.',
    formula: 'prognoza CRM dla kategorii − szanse tutaj, sumowane w ten sam sposób',
    example: '100 − 90 = 10.',
    trap: 'Zwykłe powody różnicy to korekty menedżerów i szanse, których nie widzisz.',
  },
  doubt: {
    title: 'Czego historia nie wie',
    means: 'Ile szans w dawnej liczbie ma pole, którego nikt wtedy nie zapisał.',
    formula: 'szanse, których ówczesny właściciel, etap, kwota lub istnienie są przyjęte, liczone według powodu',
    example: '12 szans: przyjęto, że ówczesny właściciel to dzisiejszy.',
    trap: 'Przeszłość bez wątpliwości jest rzadka. Liczba bez nich nie jest dokładniejsza, tylko cichsza.',
  },
};
