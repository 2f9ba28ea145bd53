import type { people as en } from '../en/people';
import type { DefinitionText } from '../text';

export const people: Record<keyof typeof en, DefinitionText> = {
  singleThreaded: {
    title: 'Jeden rozmówca',
    means: 'Po stronie klienta znana jest najwyżej jedna osoba.',
    formula:
      'role kontaktów w szansie ≤ 1 albo tyle, ile ustawiono w opcjach; nieoceniane, gdy organizacja nie prowadzi ról',
    example: 'Jeden kontakt, sojusznik: jeden rozmówca.',
    trap: 'Inne osoby mogły po prostu nie zostać wpisane.',
  },
  zombies: {
    means: 'Szanse otwarte, w które chyba nikt już nie wierzy.',
    formula: 'szanse otwarte, które są na jednym etapie od 365 dni kalendarzowych lub dłużej',
    example: '364, 365 i 800 dni: 2 szanse.',
  },
  experimentEffect: {
    means: 'Co dała zmiana ponad to, co stało się u wszystkich.',
    formula:
      '(średnia po − średnia przed) szans, dla których była − (średnia po − średnia przed) wszystkich pozostałych; gdy zmiana dotyczy wszystkich: skok ponad linię prostą, po której miara i tak szła; przedział 95 % metodą bootstrap. Wizyty na etapie liczą się według dnia, w którym się zaczęły, dni do wygranej według dnia utworzenia szansy: bez tego, co zaczęło się tak krótko przed zmianą, że w większości wtedy trwało, i tylko gdy z ich grupy do dziś skończyło się 95 % wizyt (98 % szans), które się kończą, każda najwyżej tyle dni',
    example: '(12 − 20) − (17 − 20) = −5 dni.',
    trap: 'Jeśli przedział obejmuje 0, może to być przypadek. Cokolwiek innego zmieniło się wtedy dla tych szans, jest w tej liczbie.',
  },
  placebos: {
    means: 'Jak często nic wygląda jak coś.',
    formula: 'wcześniejsze daty, w których nic nie zmieniono, o skutku równie dużym jak prawdziwy lub większym',
    example: 'Skutek −5; we wcześniejszych datach 1, 6, −5 i −2: 2 z 4.',
    trap: 'Jeśli placebo są często równie duże, skutek to szum.',
  },
  nextFollowUp: {
    means: 'Kiedy trzeba zająć się szansą następnym razem.',
    formula:
      'najwcześniejsze z: przypomnienia, otwarte zadania, przyszłe spotkania i dni, w których rytm kontaktu z jej osobami prosi o kontakt',
    example: 'Zadanie na 3 grudnia, spotkanie 9 grudnia, dyrektor finansowy na 1 grudnia: 1 grudnia.',
    trap: 'Dzień, który minął, zostaje: obiecane i niezrobione nadal jest następne.',
  },
  cadenceDays: {
    means: 'Ile dni mija zwykle między dwoma kontaktami z kimś w tej roli.',
    formula:
      'mediana przerw między zapisanymi kontaktami w 300 najnowszych wygranych szansach: ta sama rola i etap, inaczej ta sama rola, inaczej wszyscy, za każdym razem od 5 przerw; inaczej 7 dni. Połowa, gdy sprawa jest pilna, półtora raza, gdy nie ma pośpiechu, połowa dla kogoś przeciwnego',
    example: 'Przerwy 4, 6, 7, 9 i 14 dni: 7 dni.',
    trap: 'Kontakty, których nikt nie zapisał, się nie liczą.',
  },
  obstacleLoss: {
    means: 'Jak często przegrywane są szanse, które kończą się z otwartą przeszkodą.',
    formula:
      'przegrane ÷ wszystkie z 2000 najnowszych zamkniętych szans, w których była otwarta, gdy się kończyły, tak jak zaznaczyła osoba, inaczej jak pokazują wiersze CRM; od 5 szans; z przedziałem 95 %',
    example: '24 z 34 szans przegrane: 71 %, między 54 a 83 %.',
    trap: 'To, co idzie w parze z przeszkodą, nie musi być jej skutkiem.',
  },
  stageFates: {
    means: 'Co się stało z szansami, które weszły na etap.',
    formula:
      'każda wizyta na etapie, która zaczęła się w tym czasie, jest jedną z: przeszła dalej (na późniejszy etap albo wygrana), cofnięta, przegrana, wciąż na etapie dłużej niż trwa 80 % wizyt (utknęła) albo wciąż na etapie (w toku)',
    example: '10 weszło: 5 przeszło dalej, 1 cofnięta, 2 przegrane, 1 utknęła, 1 w toku.',
    trap: 'Szansa, która wróciła, liczy się za każdym wejściem.',
  },
  leakCost: {
    means: 'Ile etap wygrałby dodatkowo w kwartale, gdyby dalej przechodziło tyle, co w jego najlepszym kwartale.',
    formula:
      '(odsetek przejść w najlepszym kwartale − odsetek ze wszystkich kwartałów) × kwota wychodząca z etapu na kwartał × część kwoty wygrana po przejściu dalej. Liczą się kwartały, w których skończyło się 10 wizyt i cztery piąte zaczętych; ich odsetki są przyciągnięte do typowego jak w G9.8, a kwartały różniące się nie bardziej niż przypadkiem albo takie, których najlepszy wyróżnia się także w drugim roku (sezon), nie kosztują nic',
    example: '(75 % − 50 %) × 1000 × 50 % = 125.',
    trap: 'Najlepszy kwartał mógł mieć łatwiejsze szanse. Przedział dotyczy odsetków; kwoty są takie, jakie były.',
  },
  monthShift: {
    means: 'O ile ostatni pełny miesiąc różni się od dwunastu poprzednich.',
    formula:
      'średnia miesiąca − średnia poprzednich miesięcy, z szans zamkniętych, zakończonych pobytów w etapie szans prognozowanych na początku miesiąca albo szans, które wtedy były w etapie (odsetek tych, które zostały w nim do końca). Przedział 99,4 % (Student), bo naraz ogląda się kilkanaście miar, z wariancji przypadków lub między miesiącami, zależnie od tego, która jest większa. Od 20 przypadków i 5 wcześniejszych miesięcy',
    example: 'W tym miesiącu przeszło dalej 25 %, wcześniej 50 %: −25 punktów.',
    trap: 'Pobyty liczą się w miesiącu, w którym się skończyły, więc miesiąc porządków pokazuje niską konwersję.',
  },
  shrunkShare: {
    means: 'Odsetek jednej osoby, przyciągnięty do zwykłego o tyle, o ile może zmylić mała liczba przypadków.',
    formula:
      '(własne przypadki, które się liczą + zwykły odsetek × w) ÷ (własne przypadki + w). w, czyli ile przypadków waży zwykły odsetek, to (1 − r) ÷ r; r to podobieństwo przypadków jednej osoby: korelacja wewnątrzklasowa po wszystkich osobach, z analizy wariancji. Sam zwykły odsetek tam, gdzie ludzie nie różnią się bardziej niż przypadkiem; same własne przypadki tam, gdzie różnica jest z tych nazywanych; przedział 95 % Wilsona dla tylu przypadków; od 20 własnych przypadków, a to, co się skończyło, należy do tego, kto miał wtedy szansę. Coś do rozwinięcia jest nazywane wtedy, gdy przedział nie obejmuje tego, co robią inni, a tak duża różnica byłaby przypadkiem największą ze wszystkich osób i nawyków w jednym zespole na dwadzieścia',
    example: '10 z 20, a zwykły odsetek 75 % waży 20 przypadków: 25 z 40, czyli 62,5 %.',
    trap: 'Różnica mówi, gdzie patrzeć, a nie dlaczego: różnią się też terytoria, produkty i klienci.',
  },
};
