import type { forecast as en } from '../en/forecast';
import type { DefinitionText } from '../text';

export const forecast: Record<keyof typeof en, DefinitionText> = {
  p10: {
    means: 'Dolny koniec: dziewięć razy na dziesięć okres przynosi co najmniej tyle.',
    formula: 'kwantyl 10 % z: wygrane + otwarte + jeszcze nieutworzone',
    example: 'Wygrane 50, dwie szanse po 100 z 50 %: 50.',
    trap: 'Kwantyl sumy, nie suma kwantyli.',
  },
  p50: {
    means: 'Środek: równie prawdopodobne jest więcej, jak mniej.',
    formula: 'mediana z: wygrane + otwarte + jeszcze nieutworzone',
    example: 'Wygrane 50, dwie szanse po 100 z 50 %: 50 + 100 = 150.',
  },
  p90: {
    means: 'Górny koniec: raz na dziesięć okres przynosi tyle lub więcej.',
    formula: 'kwantyl 90 % z: wygrane + otwarte + jeszcze nieutworzone',
    example: 'Wygrane 50, dwie szanse po 100 z 50 %: 50 + 100 + 100 = 250.',
    trap: 'Gdy dziewięć razy na dziesięć przychodzi ta sama kwota, przedział sięga średniej z tego, co jeszcze może przyjść.',
  },
  pReachQuota: {
    means: 'Jak prawdopodobne jest osiągnięcie celu.',
    formula: 'P(wygrane + Σ wygranych spośród otwartych + jeszcze nieutworzone ≥ cel)',
    example: 'Brakuje 100, dwie szanse po 100 z 50 %: 1 − 0,5 × 0,5 = 75 %.',
    trap: 'Szanse mają wspólny wstrząs: zły kwartał dotyka wszystkich. To oszacowanie z własnej historii, nie obietnica.',
  },
  newBusiness: {
    means: 'Ile zwykle przynoszą jeszcze szanse, których dziś nie ma.',
    formula:
      'średnia z tego, co minione kwartały, od tylu dni przed końcem, wygrywały z szans, których wtedy nie było; każdy przeliczony na to, ile szans powstaje teraz, na jakie kwoty i ile takie szanse ostatnio przynosiły',
    example: '(100 + 300) ÷ 2 = 200.',
  },
  expectedFromOpen: {
    means: 'Ile według prognozy szanse otwarte przyniosą do końca kwartału, przeciętnie.',
    formula:
      'Σ kwota, na jaką zapewne zostanie podpisana × prawdopodobieństwo wygranej w kwartale, przy każdej dacie zamknięcia',
    example: '100 × 0,5 + 50 × 0,2 = 60.',
    trap: 'Średnia ukrywa rozrzut: jedna duża szansa to wszystko albo nic. Według prawdopodobieństw z CRM jest to lejek ważony.',
  },
  pipelineNeededByChance: {
    means:
      'Ile nowego lejka trzeba jeszcze utworzyć, by osiągnąć cel, jeśli szanse otwarte przyniosą tyle, ile zakłada prognoza.',
    formula:
      '(cel − wygrane − oczekiwane z otwartych szans) ÷ to, w co zamieniały się szanse utworzone w tej chwili minionych okresów; co najmniej 0',
    example: '(1 000 − 400 − 300) ÷ 0,1 = 3 000.',
    trap: 'Pod koniec okresu mało z nowych szans zdąży się zamknąć, więc liczba szybko rośnie.',
  },
  commonShock: {
    title: 'Wspólny wstrząs',
    means: 'To, co porusza wszystkie szanse kwartału razem, w górę lub w dół.',
    formula:
      'jedno normalne przesunięcie logitów wszystkich szans; średnia i rozrzut pochodzą z zakończonych kwartałów, przedtem rozrzut wynosi 0,25',
    example: 'W złym kwartale szansa z 50 % ma 44 %, i tak samo wszystkie inne.',
    trap: 'Gdy szanse uzna się za niezależne, przedziały są o wiele za wąskie.',
  },
  quarterEffect: {
    means: 'Co wygrana lub przegrana tej jednej szansy robi z celem.',
    formula:
      'prawdopodobieństwo celu po wygranej tej szansy i po przegranej; prawdopodobieństwo × po wygranej + (1 − prawdopodobieństwo) × po przegranej = teraz',
    example: 'Brakuje 100, ta szansa 100 z 50 %, druga taka sama: 0,5 × 1 + 0,5 × 0,5 = 75 %.',
    trap: 'Wygrana mówi trochę o kwartale, a więc i o innych szansach.',
  },
  planChance: {
    means: 'Jak prawdopodobne jest, że same wymienione szanse zamkną brak.',
    formula: 'P(Σ wygranych szans planu A ≥ brak do celu)',
    example: 'Brakuje 200, dwie szanse po 100 z 50 %: 0,5 × 0,5 = 25 %.',
    trap: 'Jest małe, gdy prawie wszystkie muszą być wygrane.',
  },
  planCumulative: {
    means: 'Na ile plan składa się do tej szansy włącznie.',
    formula: 'wygrane + Σ kwot planu A do tej szansy włącznie',
    example: '480 + 100 + 200 = 780.',
  },
  missShare: {
    means: 'W ilu nieudanych kwartałach coś się dzieje.',
    formula:
      'reszta kwartału jest rozgrywana 10 000 razy według prawdopodobieństw samej prognozy; przebiegi poniżej celu, w których to się dzieje ÷ przebiegi poniżej celu, obok tego samego udziału w pozostałych',
    example: 'Brakuje 100, jedna otwarta szansa na 100: w 100 % porażek nie jest wygrana, w 0 % sukcesów.',
    trap: 'To, co częste także w sukcesach, nic nie mówi o porażkach, dlatego pokazywane są tylko różnice.',
  },
  usualEffort: {
    means: 'Ile szans zespół zwykle jeszcze doprowadza do końca od tego dnia.',
    formula:
      'mediana z ostatnich czterech kwartałów: szanse wygrane lub przegrane w tylu ostatnich dniach kwartału, ile zostało teraz; co najmniej 1',
    example: '8, 12, 10 i 40 szans: 11.',
    trap: 'Szanse zamknięte hurtem też się liczą; mediana czterech kwartałów znosi jeden taki przypadek.',
  },
  stepLift: {
    means: 'O ile częściej szanse były wygrywane po takim kroku.',
    formula:
      'szanse z ostatnich ośmiu kwartałów otwarte na tyle samo dni przed końcem: odsetek wygranych z krokiem w poprzednich 14 dniach − odsetek wygranych bez niego, porównane w obrębie kwartału i etapu; przedział 95 %; co najmniej 20 po każdej stronie',
    example: '10 z 20 z krokiem, 5 z 20 bez: 50 % − 25 % = 25 p.p.',
    trap: 'Idzie w parze z wygranymi, ale nie musi ich powodować: kroki wykonuje się przy szansach, które idą dobrze.',
  },
  blankCost: {
    means: 'O ile węższa staje się prognoza po uzupełnieniu braków.',
    formula:
      'p90 − p10, gdy każdy brak może być tym, co mają szanse na tym samym etapie (data zamknięcia: przyszłym dniem), minus średnia po sposobach uzupełnienia wszystkich',
    example: 'Jedna pewna szansa na 100 albo na 300: przedział ma szerokość 200, po poznaniu kwoty 0: 200.',
    trap: 'To średnia: kwota, która okaże się duża, poszerza przedział.',
  },
  completeness: {
    means: 'Ile z tego, o co pytamy przy otwartych szansach, jest wpisane.',
    formula: '1 − braki ÷ (otwarte szanse × pola); data zamknięcia, która minęła, liczy się jako brak',
    example: '10 szans, 4 pola, 5 braków: 1 − 5 ÷ 40 = 87,5 %.',
  },
  call: {
    means: 'Liczba, za którą ktoś ręczy.',
    formula: 'najnowsza kwota, którą osoba podała na własny okres',
    example: 'Podane 100, potem 90: 90.',
  },
  adjustment: {
    means: 'Co zamiast tego mówi ktoś inny, zwykle menedżer.',
    formula: 'najnowsza kwota, którą inna osoba podała na okres tej osoby; stoi obok, nigdy w jej miejscu',
    example: 'Podane 100, menedżer 80: widać obie.',
  },
  error: {
    means: 'Jak daleko prognoza była od wyniku.',
    formula: 'prognoza − wynik',
    example: '50 − 60 = −10: o 10 za mało.',
  },
  ape: {
    title: 'Bezwzględny błąd procentowy',
    means: 'O ile procent pomyliła się jedna prognoza.',
    formula: '|błąd| ÷ wynik',
    example: '(60 − 50) ÷ 60 = 16,7 %.',
    trap: 'Nieokreślony, gdy nic nie wygrano.',
  },
  wape: {
    means: 'O ile prognozy myliły się w całości.',
    formula: 'Σ |błąd| ÷ Σ wyników',
    example: '(10 + 30) ÷ (60 + 60) = 33 %.',
    trap: 'W średniej procentów decydowałyby małe okresy. W odtworzonych kwartałach, każdy z tego, co było wiadome danego dnia.',
  },
  naiveWape: {
    means: 'O ile pomyliłaby się prognoza bez modelu.',
    formula: 'Σ |wygrane do tej chwili + średnia z tego, co wcześniejsze okresy wygrały po niej − wynik| ÷ Σ wyników',
    example: '(75 − 60) ÷ 60 = 25 %.',
  },
  bias: {
    means: 'Czy prognozy są zwykle za wysokie, czy za niskie.',
    formula: 'Σ błędów ÷ Σ wyników; powyżej 0 za wysokie, poniżej 0 za niskie',
    example: '(−10 + 30) ÷ (60 + 60) = 17 %: za wysokie.',
    trap: 'Błędy obu znaków się znoszą. Czytaj razem z błędem prognozy.',
  },
  accuracyHubspot: {
    title: 'Trafność według HubSpot',
    means: 'Ten sam błąd podany jako trafność.',
    formula: 'max(0, 1 − |wynik − prognoza| ÷ wynik)',
    example: '1 − (60 000 − 50 000) ÷ 60 000 = 83,3 %.',
    trap: 'Prognoza ponad dwa razy za wysoka daje 0 %, jakkolwiek daleka.',
  },
  intervalCoverage: {
    means: 'Jak często wynik mieścił się w podanym przedziale.',
    formula: 'okresy z wynikiem w przedziale ÷ okresy z przedziałem',
    example: '11 ÷ 14 = 79 %.',
    trap: 'Przedział 80 % powinien trafiać 8 razy na 10. Dużo więcej to taki sam błąd jak dużo mniej.',
  },
  missAutopsy: {
    means: 'Skąd wzięła się różnica między deklaracją a wynikiem.',
    formula: 'przegrane + opóźnione + spadki + oddane − (wzrosty + przyspieszone + utworzone i wygrane)',
    example: '30 + 20 + 5 − (10 + 15 + 40) = −10: o 10 więcej, niż zadeklarowano.',
    trap: 'Części składają się na błąd dokładnie.',
  },
  conversionAtLock: {
    title: 'Skuteczność kategorii',
    means: 'Ile z zadeklarowanego w kategorii wygrano.',
    formula: 'wygrane ÷ zadeklarowane w zapisanej prognozie, według kategorii',
    example: '85 ÷ 100 = 85 %.',
  },
  tooWide: {
    title: 'Mała pewność',
    means: 'Przedział jest tak szeroki, że jego środek mało znaczy.',
    formula: '(P90 − P10) ÷ P50 powyżej 1',
    example: '(1,11 − 0,46) ÷ 0,6 = 1,08: za szeroki.',
  },
};
