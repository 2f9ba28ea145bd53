import type { score as en } from '../en/score';
import type { DefinitionText } from '../text';

export const score: Record<keyof typeof en, DefinitionText> = {
  dealChance: {
    means: 'Jak prawdopodobna jest wygrana w okresie według wskaźników tej organizacji.',
    formula: '(minione podobne szanse wygrane w tyle dni + 10 × odsetek szerszej grupy) ÷ (podobne szanse + 10)',
    example: '(6 + 10 × 0,2) ÷ (10 + 10) = 40 %.',
    trap: 'Podobne są szanse na tym samym etapie, podobnie planowane i w tym wieku; jeśli szanse jakiegoś typu rekordu (lub typu) wyraźnie przebiegają inaczej – szanse tego typu; jeśli handlowcy wyraźnie różnią się dotrzymywaniem planowanych terminów – szanse tych, którzy dotrzymują ich tak samo. W nawiasie 80 % niepewności. Gdzie model okazał się lepszy, zastępuje te wskaźniki.',
  },
  learntChance: {
    means: 'Jak prawdopodobna jest wygrana w okresie według modelu wyuczonego na Twoich szansach.',
    formula: '1 ÷ (1 + e^−(logit przeciętnej szansy + Σ logitów powodów))',
    example: 'Przeciętna −1, powody +2 i −1: suma 0, prawdopodobieństwo 1 ÷ (1 + 1) = 50 %.',
    trap: 'Używany tylko tam, gdzie na późniejszych szansach wypadł lepiej niż wskaźniki etapów. W nawiasie 80 % niepewności.',
  },
  everChance: {
    means: 'Jak prawdopodobna jest wygrana kiedykolwiek.',
    formula: 'wygrane w ciągu roku + wciąż otwarte × wygrane ÷ (wygrane + przegrane) z ostatnich obserwowanych dni',
    example: '0,25 + 0,5 × 0,1 ÷ (0,1 + 0,3) = 37,5 %.',
    trap: 'Porównywane z tym, co model daje minionym szansom na tym etapie: iloraz poniżej 0,8 zwykłego do obserwacji, poniżej połowy zagrożenie.',
  },
  method: {
    title: 'Metoda',
    means: 'Skąd pochodzi prawdopodobieństwo.',
    formula: 'reguły, potem wskaźniki etapów, potem wyuczony model; następna tylko tam, gdzie okazała się lepsza',
    example: 'Organizacja z 15 wygranymi: reguły. Z 60: wskaźniki etapów.',
    trap: 'Nie porównuje się liczb z różnych metod.',
  },
  ladder: {
    title: 'Co wolno pokazać',
    means: 'Na co pozwala historia organizacji.',
    formula:
      'mniej niż 20 wygranych lub 20 przegranych: bez procentów; od 20: nisko, przeciętnie lub wysoko; od 40: wczesny model z przedziałem; od 200 i po sprawdzianie: pełny model',
    example: '60 wygranych i 35 przegranych: liczy się mniejsza, 35: nisko, przeciętnie lub wysoko.',
    trap: 'Liczą się obie strony. Sto wygranych bez przegranych nic nie mówi o przegrywaniu.',
  },
  gate: {
    title: 'Sprawdzian modelu',
    means: 'Czy model jest na pewno lepszy niż wskaźniki etapów.',
    formula:
      'na szansach późniejszych niż wszystkie, na których się uczył: log loss o co najmniej 1 % niższy niż wskaźniki etapów i niż ogólny odsetek, z pewnością 99 % (bootstrap po szansach); błąd kalibracji poniżej 5 % albo nachylenie między 0,8 a 1,25',
    example: 'Log loss 0,500 według etapów i 0,480 według modelu: (0,500 − 0,480) ÷ 0,500 = 4 % zysku.',
    trap: 'Przy 90 % szum przeszedłby w co dziesiątej organizacji. Podział losowy zamiast późniejszych szans obiecuje za dużo.',
  },
  brier: {
    title: 'Wskaźnik Briera',
    means: 'Średnia kwadratowa odległość prawdopodobieństw od wyników; mniej znaczy lepiej.',
    formula: 'średnia z (prawdopodobieństwo − wynik)², wynik 1 lub 0',
    example: '0,8 i wygrana, 0,4 i przegrana: (0,2 × 0,2 + 0,4 × 0,4) ÷ 2 = 0,1.',
  },
  logLoss: {
    title: 'Log loss',
    means: 'Jak bardzo wyniki zaskoczyły; mniej znaczy lepiej.',
    formula: '−średnia z ln(prawdopodobieństwa tego, co się stało)',
    example: 'Za każdym razem 0,5: 0,693.',
    trap: 'Jeden wynik uznany za niemożliwy kosztuje więcej, niż daje wiele trafnych.',
  },
  ece: {
    title: 'Błąd kalibracji',
    means: 'Jak daleko prawdopodobieństwa są od odsetków wygranych.',
    formula: 'szanse w 15 równych grupach; Σ udział grupy × |średnie prawdopodobieństwo − odsetek wygranych|',
    example: 'Dwie równe grupy, odchylone o 0,02 i 0,04: 0,5 × 0,02 + 0,5 × 0,04 = 0,03.',
    trap: 'Nawet doskonałe prawdopodobieństwa mają na stu szansach około 0,1.',
  },
  landmark: {
    title: 'Obserwacja uczona',
    means: 'Szansa taka, jaka była w jednej chwili; z takich model się uczy.',
    formula:
      'według jednego zegara dla wszystkich szans, co 7 dni wstecz od chwili uczenia, dopóki otwarta; z bardzo wielu próba z całego czasu',
    example: 'Uczenie w 30. dniu otwartej szansy: dni 2, 9, 16, 23 i 30.',
    trap: 'Wchodzi tylko to, co było wtedy wiadome. Pola zmieniane po zamknięciu zdradzałyby wynik.',
  },
  horizon: {
    title: 'Horyzont',
    means: 'Okresy naprzód, dla których model podaje prawdopodobieństwa.',
    formula: 'do 7, 14, 30, 60, 90, 180 i 365 dni; w każdym wygrana i przegrana konkurują',
    example: '10 % w pierwszym tygodniu i 20 % reszty w drugim: 0,1 + 0,9 × 0,2 = 28 %.',
  },
  observed: {
    title: 'Wiadome na czas',
    means: 'Używane są tylko wyniki, które w danej chwili mogły być znane.',
    formula: 'obserwacja uczy o następnych h dniach tylko wtedy, gdy te dni minęły albo szansa się zakończyła',
    example: 'Pytanie z 1 czerwca o 30 dni: obserwacje do 2 maja.',
    trap: 'Same zamknięte szanse faworyzują szybkie: powolne są jeszcze otwarte.',
  },
  prior: {
    title: 'Słabe założenie',
    means: 'Co się przyjmuje, gdy własnej historii jest mało.',
    formula:
      'ogólny odsetek organizacji liczy 20 założonych szans, każda węższa grupa pożycza 10 od szerszej; bez historii wygrywa się 21 %, przegrywa 60 %, połowę w 60 dni',
    example: 'Nic jeszcze nie zamknięto, 0 z 0 szans: (0 + 20 × 0,21) ÷ (0 + 20) = 21 %.',
    trap: 'Po kilkuset zamkniętych szansach nie ma już znaczenia.',
  },
  reasons: {
    title: 'Powody prawdopodobieństwa',
    means: 'Co podnosi lub obniża tę szansę wobec przeciętnej.',
    formula: 'logit każdej cechy − jego średnia; składają się dokładnie na prawdopodobieństwo; nazwane są te od 0,1',
    example: 'Przeciętna −1,2, cisza od 23 dni −0,6, decydent +0,4: −1,2 − 0,6 + 0,4 = −1,4.',
    trap: 'To korelacje w Twoich danych, nie przyczyny.',
  },
  recalibration: {
    title: 'Rekalibracja',
    means: 'Poziom modelu podąża za tym, co stało się po uczeniu.',
    formula:
      'od 20 wyników przesuwa się poziom, hamowany przez 50 założonych wyników; od 200 także nachylenie, gdy na pewno leży poza 0,85 do 1,15',
    example: 'Przez miesiąc wygrywano mniej, niż przewidywano: wszystkie prawdopodobieństwa trochę spadają.',
  },
  drift: {
    title: 'Alarmy zmian',
    means: 'Dzisiejsze szanse nie są już takie jak te, na których model się uczył.',
    formula:
      'wskaźnik stabilności jednej z pięciu najważniejszych cech powyżej 0,2, ponad 10 % nieznanych wartości albo wyniki odbiegające bardziej, niż robi to przypadek',
    example: 'Połowa otwartych szans pochodzi z nowego źródła: 50 % nieznanych.',
  },
};
