import type { en } from './en';
import type { DefinitionText } from './text';

export const pl: Record<keyof typeof en, DefinitionText> = {
  openPipeline: {
    formula: 'Σ kwot szans otwartych, niepominiętych, z datą zamknięcia w okresie',
    source: 'Słowniczek §2',
  },
  commit: {
    formula: 'Σ kwot szans otwartych w kategorii commit, z datą zamknięcia w okresie',
    source: 'Słowniczek §1, forecastCategory',
  },
  bestCase: {
    formula: 'Σ kwot szans otwartych w kategoriach best case i most likely, z datą zamknięcia w okresie',
    source: 'Słowniczek §1, forecastCategory',
  },
  closedWon: { formula: 'Σ kwot szans wygranych do tej pory, z datą zamknięcia w okresie', source: 'Słowniczek §2' },
  gapToQuota: { formula: 'cel − wygrane', source: 'Słowniczek §2' },
  coverage: {
    formula: 'otwarty lejek ÷ (cel − wygrane); osiągnięte, gdy niczego nie brakuje',
    source: 'Słowniczek §2',
  },
  flowIdentity: {
    formula:
      'początek + nowe + wciągnięte + przesunięte do okresu + ponownie otwarte + wejście w zakres + przywrócone + wzrosty − spadki − wygrane − przegrane − wypchnięte − przyspieszone poza okres − wyjście z zakresu − pominięte − usunięte − koniec',
    source: 'Słowniczek §3; zero co do centa',
  },
  new: {
    formula:
      'szanse, których nie było pierwszego dnia, w kwocie z drugiego; także wygrane lub przegrane w międzyczasie',
    source: 'Słowniczek §3',
  },
  pulledIn: { formula: 'szanse z datą zamknięcia dawniej po okresie, a teraz w nim', source: 'Słowniczek §3' },
  pushedIn: { formula: 'szanse z datą zamknięcia dawniej przed okresem, a teraz w nim', source: 'Słowniczek §3' },
  reopened: { formula: 'szanse, które były zamknięte, a są otwarte', source: 'Słowniczek §3' },
  scopeIn: { formula: 'szanse, które przyszły od właściciela spoza zakresu', source: 'Słowniczek §3' },
  unomitted: { formula: 'szanse, które były pominięte w prognozie, a już nie są', source: 'Słowniczek §3' },
  increased: { formula: 'wzrost kwoty, także szans, które potem ubyły', source: 'Słowniczek §3' },
  decreased: { formula: 'spadek kwoty, także szans, które potem ubyły', source: 'Słowniczek §3' },
  won: {
    formula: 'szanse wygrane w międzyczasie z datą zamknięcia w okresie, w kwocie z wygranej',
    source: 'Słowniczek §3',
  },
  lost: { formula: 'szanse przegrane w międzyczasie, w kwocie z przegranej', source: 'Słowniczek §3' },
  pushedOut: { formula: 'szanse z datą zamknięcia przesuniętą za okres', source: 'Słowniczek §3' },
  pulledOut: { formula: 'szanse z datą zamknięcia przesuniętą przed okres', source: 'Słowniczek §3' },
  scopeOut: { formula: 'szanse, które przeszły do właściciela spoza zakresu', source: 'Słowniczek §3' },
  omitted: { formula: 'szanse, które są teraz pominięte w prognozie', source: 'Słowniczek §3' },
  deleted: { formula: 'szanse, których nie ma już w CRM albo ich nie widać', source: 'Słowniczek §3' },
  amount: { formula: 'kwota szansy w CRM; w sumach ÷ kurs jej waluty z dnia zamknięcia', source: 'Słowniczek §1' },
  quota: {
    formula: 'Σ celów osób w zakresie na ten okres',
    source: 'Najpierw cele z CRM, potem wpisane lub wczytane z pliku',
  },
  listed: { formula: 'Σ kwot szans na liście, otwartych lub zamkniętych', source: 'Sama lista' },
  needsAttention: {
    formula: 'szanse otwarte, które werdykt uznaje za zagrożone lub zastałe',
    source: 'Werdykt każdej szansy, który panel rekordu podaje z powodami',
  },
  overdue: { formula: 'szanse otwarte, których data zamknięcia minęła', source: 'Słowniczek §4' },
  pReachQuota: {
    formula: 'P(wygrane + Σ wygranych spośród otwartych + nowe szanse ≥ cel)',
    source: 'Słowniczek §2; do 12 szans wszystkie wyniki po kolei',
    note: 'Szanse mają wspólny wstrząs: dobry lub zły kwartał porusza wszystkie. To oszacowanie z własnej historii, nie obietnica.',
  },
  pacing: {
    formula: 'wygrane dotąd ÷ (cel × mediana udziału zarezerwowanego do tego dnia w minionych okresach)',
    source: 'Słowniczek §6',
    note: 'Minione okresy to cztery ostatnie kwartały; 100 % to zgodnie z tempem.',
  },
  p10: {
    formula: 'co najmniej tyle dają wygrane + otwarte + jeszcze nieutworzone w dziewięciu przypadkach na dziesięć',
    source: 'Słowniczek §7; rozkład sumy, nie jej części',
  },
  p50: {
    formula: 'co najmniej tyle dają wygrane + otwarte + jeszcze nieutworzone w połowie przypadków',
    source: 'Słowniczek §7',
  },
  p90: {
    formula: 'co najmniej tyle dają wygrane + otwarte + jeszcze nieutworzone w jednym przypadku na dziesięć',
    source: 'Słowniczek §7',
  },
  weightedPipeline: { formula: 'Σ kwota × prawdopodobieństwo', source: 'Słowniczek §2' },
  newBusiness: {
    formula:
      'średnia z tego, co minione kwartały, od tylu dni przed końcem, rezerwowały z szans, których jeszcze nie było',
    source: 'Słowniczek §2, pReachQuota',
  },
  finishedDeals: {
    formula: 'szanse wygrane + przegrane do tej pory: na nich opierają się prawdopodobieństwa',
    source: 'Zanim pokaże się procent, potrzeba po dwadzieścia',
  },
  dealChance: {
    formula: '(minione podobne szanse wygrane w tyle dni + 10 × odsetek szerszej grupy) ÷ (podobne szanse + 10)',
    source:
      'Odsetki z własnej historii organizacji, każdy ściągnięty ku odsetkowi szerszej grupy, jak robi to rozkład beta',
    note: 'Podobne są szanse w tym samym etapie, podobnie planowane i w tym wieku. W nawiasie 80 % niepewności. Wyuczona ocena zastępuje te odsetki tam, gdzie się sprawdziła.',
  },
  learntChance: {
    formula: '1 ÷ (1 + e^−(logit przeciętnej szansy + Σ logitów powodów))',
    source:
      'Addytywny model logistyczny szans tej organizacji, wygrana i przegrana jako konkurujące przyczyny; w nawiasie 80% niepewności',
    note: 'Wyuczona na szansach tej organizacji i używana tylko tam, gdzie na późniejszych szansach wypadła lepiej niż wskaźniki etapów. W nawiasie 80% niepewności.',
  },
  everChance: {
    formula: 'wygrane w ciągu roku + wciąż otwarte × wygrane ÷ (wygrane + przegrane) z ostatnich obserwowanych dni',
    source: 'Ta sama ocena po wszystkich horyzontach; zwykle to jej średnia dla minionych szans na tym etapie',
    note: 'Zwykle to średnia, jaką ta sama ocena daje minionym szansom na tym etapie. Iloraz szans poniżej 0,8 zwykłego wymaga obserwacji, poniżej połowy to zagrożenie.',
  },
  quarterEffect: {
    formula:
      'szansa na cel, gdy ta szansa zostanie wygrana lub przegrana: prawdopodobieństwo × po wygranej + (1 − prawdopodobieństwo) × po przegranej = teraz',
    source: 'Słowniczek §2, pReachQuota',
  },
  alikeWon: {
    formula: 'wygrane ÷ wszystkie, spośród zamkniętych szans najbardziej podobnych do tej w jej wieku',
    source: 'Słowniczek §5, letGo',
  },
  bucket: {
    formula: 'pierwsza spełniona reguła: odpuść, bliska przegranej, bliska wygranej, pracuj, pielęgnuj',
    source: 'Słowniczek §5',
  },
  daysInStage: { formula: 'teraz − chwila wejścia do etapu', source: 'Słowniczek §2' },
  finishedStay: {
    formula: 'mediana dni zakończonych pobytów w etapie; obok dni, w ciągu których skończyły się cztery z pięciu',
    source: 'Tym kieruje się sygnał „Utknęła w etapie”; trwające pobyty są pominięte',
  },
  stageDwell: {
    formula:
      'mediana dni między wejściem do etapu a wyjściem; szanse, które wciąż w nim są, liczą się jako co najmniej tak długie',
    source: 'Słowniczek §2 (Kaplan i Meier 1958)',
  },
  stageDwellP80: {
    formula:
      'dni, w ciągu których cztery z pięciu szans opuszczają etap; szanse, które wciąż w nim są, liczą się jako co najmniej tak długie',
    source: 'Słowniczek §2 (Kaplan i Meier 1958)',
  },
  pushEvents: { formula: 'zmiany daty zamknięcia na późniejszy dzień', source: 'Słowniczek §4' },
  pushDays: { formula: 'ostatnia data zamknięcia − pierwsza data zamknięcia', source: 'Słowniczek §4' },
  planChance: {
    formula: 'P(Σ wygranych szans planu A ≥ brak do celu)',
    source: 'Słowniczek §2, pReachQuota, dla samych wymienionych szans',
    note: 'Jest małe, gdy prawie wszystkie muszą być wygrane.',
  },
  planCumulative: { formula: 'wygrane + Σ kwot planu A do tej szansy włącznie', source: 'Plan, jak składa się na cel' },
  error: { formula: 'prognoza − wynik', source: 'Słowniczek §7' },
  wape: {
    formula: 'Σ |błąd| ÷ Σ wyników',
    source: 'Słowniczek §7',
    note: 'W odtworzonych kwartałach, każdy z tego, co było wiadome danego dnia.',
  },
  naiveWape: {
    formula: 'Σ |wygrane do tej chwili + średnia z tego, co wcześniejsze okresy wygrały po niej − wynik| ÷ Σ wyników',
    source: 'Słowniczek §7, wape, zwykłej reszty, która nie potrzebuje modelu',
  },
  bias: { formula: 'Σ błędów ÷ Σ wyników; powyżej zera prognoza była za wysoka', source: 'Słowniczek §7' },
  intervalCoverage: {
    formula: 'okresy z wynikiem w zakresie ÷ okresy z zakresem',
    source: 'Słowniczek §7',
    note: 'Zakres obiecuje osiem na dziesięć.',
  },
  usualRemainder: {
    formula: 'wygrane dotąd + średnia z tego, co wcześniejsze okresy wygrały po tej chwili',
    source: 'Obok tempa: bliższa sumy, dopóki okresu zostało więcej niż 45 dni',
  },
  call: { formula: 'najnowsza kwota, którą osoba zadeklarowała na własny okres', source: 'Słowniczek §7' },
  adjustment: {
    formula: 'najnowsza kwota, którą ktoś inny podał na okres tej osoby; stoi obok deklaracji',
    source: 'Słowniczek §7',
  },
  wonAndCommit: {
    formula: 'wygrane do tego dnia + commit tego dnia',
    source: 'Czym byłaby deklaracja z samych kategorii',
  },
  crmForecast: {
    formula: 'własna prognoza CRM dla kategorii, sumowana tak, jak wybrała organizacja',
    source: 'Salesforce: ForecastingItem',
  },
  crmDifference: {
    formula: 'własna prognoza CRM dla kategorii − szanse tutaj, sumowane w ten sam sposób',
    source: 'Salesforce: ForecastingItem',
  },
  bookingsIdentity: {
    formula:
      'wygrane na początku + wygrane w międzyczasie − to, co było wygrane, a już nie jest + późniejsze zmiany kwot − wygrane na końcu',
    source: 'Słowniczek §3; zero co do centa',
  },
  trend: {
    formula:
      'w górę: wygrana albo zamyka się wcześniej, jest dalej lub warta więcej; w dół: przegrana albo odwrotnie; mieszany: coś w górę i coś w dół; bez zmian: nic z tego się nie zmieniło',
    source: 'Słowniczek §3',
  },
  stageConversion: {
    formula: 'przeszły dalej lub wygrane ÷ opuściły etap, z tych, które weszły w tym czasie',
    source: 'Słowniczek §2',
  },
  stageEntered: {
    formula: 'wizyty szans w etapie, które zaczęły się w tym czasie; szansa, która wraca, odwiedza go dwa razy',
    source: 'Słowniczek §2, stageConversion',
  },
  leakage: {
    formula: 'Σ kwot szans przegranych prosto z tego etapu, w kwocie z przegranej',
    source: 'Z wizyt, które zaczęły się w tym czasie',
  },
  agePipeline: {
    formula: 'Σ kwot szans otwartych, które są w etapie od tylu dni, bez względu na datę zamknięcia',
    source: 'Słowniczek §2, daysInStage',
  },
  zombies: {
    formula: 'szanse otwarte, które są w jednym etapie od 365 dni lub dłużej',
    source: 'Słowniczek §9, zombie',
  },
  winRateCount: { formula: 'wygrane ÷ (wygrane + przegrane), zamknięte w tym czasie', source: 'Słowniczek §2' },
  winRateAmount: {
    formula: 'Σ kwot wygranych ÷ Σ kwot (wygranych + przegranych), zamknięte w tym czasie',
    source: 'Słowniczek §2',
  },
  winRateCohort: {
    formula: 'wygrane ÷ utworzone, z szans utworzonych w dostatecznie dawnym czasie',
    source: 'Słowniczek §2',
  },
  cycleDays: { formula: 'mediana zamknięcie − utworzenie, tylko wygrane szanse', source: 'Słowniczek §2' },
  velocity: {
    formula: 'otwarte szanse × skuteczność × średnia kwota wygranej ÷ mediana cyklu w dniach',
    source: 'Słowniczek §2; mediana cyklu, bo średnią rozciąga kilka szans',
  },
  slipRate: {
    formula:
      '(prognozowane w chwili zamknięcia prognozy − z nich zamknięte w okresie) ÷ prognozowane w chwili zamknięcia prognozy, w szansach',
    source: 'Słowniczek §4',
  },
  recycle: {
    formula: 'szanse przegrane 330 do 430 dni temu, przy których koncie nic nie jest teraz otwarte',
    source: 'Słowniczek §5, recycle: mniej więcej rok budżetowy później; w żadnej sumie otwartych szans',
    note: 'Około rok budżetowy później pieniądze mogą być znowu. Powód przegranej nie jest odczytywany.',
  },
  experimentEffect: {
    formula:
      '(średnia po − średnia przed) szans, dla których była − (średnia po − średnia przed) wszystkich pozostałych',
    source: 'Różnica różnic; przedział 95 % metodą bootstrap',
  },
  placebos: {
    formula: 'wcześniejsze daty, w których nic nie zmieniono, o skutku równie dużym jak prawdziwy lub większym',
    source: 'Jak wygląda sam przypadek',
  },
};
