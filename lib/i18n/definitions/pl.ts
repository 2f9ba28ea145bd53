import type { en } from './en';
import type { DefinitionText } from './text';

export const pl: Record<keyof typeof en, DefinitionText> = {
  openPipeline: { formula: 'Σ kwot szans otwartych, niepominiętych, z datą zamknięcia w okresie' },
  commit: { formula: 'Σ kwot szans otwartych w kategorii commit, z datą zamknięcia w okresie' },
  bestCase: { formula: 'Σ kwot szans otwartych w kategoriach best case i most likely, z datą zamknięcia w okresie' },
  closedWon: { formula: 'Σ kwot szans wygranych do tej pory, z datą zamknięcia w okresie' },
  gapToQuota: { formula: 'cel − wygrane' },
  coverage: { formula: 'otwarty lejek ÷ (cel − wygrane); osiągnięte, gdy niczego nie brakuje' },
  flowIdentity: {
    formula:
      'początek + nowe + wciągnięte + przesunięte do okresu + ponownie otwarte + wejście w zakres + przywrócone + wzrosty − spadki − wygrane − przegrane − wypchnięte − przyspieszone poza okres − wyjście z zakresu − pominięte − usunięte − koniec',
  },
  new: {
    formula:
      'szanse, których nie było pierwszego dnia, w kwocie z drugiego; także wygrane lub przegrane w międzyczasie',
  },
  pulledIn: { formula: 'szanse z datą zamknięcia dawniej po okresie, a teraz w nim' },
  pushedIn: { formula: 'szanse z datą zamknięcia dawniej przed okresem, a teraz w nim' },
  reopened: { formula: 'szanse, które były zamknięte, a są otwarte' },
  scopeIn: { formula: 'szanse, które przyszły od właściciela spoza zakresu' },
  unomitted: { formula: 'szanse, które były pominięte w prognozie, a już nie są' },
  increased: { formula: 'wzrost kwoty, także szans, które potem ubyły' },
  decreased: { formula: 'spadek kwoty, także szans, które potem ubyły' },
  won: { formula: 'szanse wygrane w międzyczasie z datą zamknięcia w okresie, w kwocie z wygranej' },
  lost: { formula: 'szanse przegrane w międzyczasie, w kwocie z przegranej' },
  pushedOut: { formula: 'szanse z datą zamknięcia przesuniętą za okres' },
  pulledOut: { formula: 'szanse z datą zamknięcia przesuniętą przed okres' },
  scopeOut: { formula: 'szanse, które przeszły do właściciela spoza zakresu' },
  omitted: { formula: 'szanse, które są teraz pominięte w prognozie' },
  deleted: { formula: 'szanse, których nie ma już w CRM albo ich nie widać' },
  amount: { formula: 'kwota szansy w CRM; w sumach ÷ kurs jej waluty z dnia zamknięcia' },
  quota: { formula: 'Σ celów osób w zakresie na ten okres' },
  listed: { formula: 'Σ kwot szans na liście, otwartych lub zamkniętych' },
  needsAttention: { formula: 'szanse otwarte, które reguły uznają za zagrożone lub zastałe' },
  overdue: { formula: 'szanse otwarte, których data zamknięcia minęła' },
  pReachQuota: {
    formula: 'P(wygrane + Σ wygranych spośród otwartych + nowe szanse ≥ cel)',
    note: 'Szanse mają wspólny wstrząs: dobry lub zły kwartał porusza wszystkie. To oszacowanie z własnej historii, nie obietnica.',
  },
  pacing: {
    formula: 'wygrane dotąd ÷ (cel × mediana udziału zarezerwowanego do tego dnia w minionych okresach)',
    note: 'Minione okresy to cztery ostatnie kwartały; 100 % to zgodnie z tempem.',
  },
  p10: {
    formula: 'co najmniej tyle dają wygrane + otwarte + jeszcze nieutworzone w dziewięciu przypadkach na dziesięć',
  },
  p50: { formula: 'co najmniej tyle dają wygrane + otwarte + jeszcze nieutworzone w połowie przypadków' },
  p90: { formula: 'co najmniej tyle dają wygrane + otwarte + jeszcze nieutworzone w jednym przypadku na dziesięć' },
  weightedPipeline: { formula: 'Σ kwota × prawdopodobieństwo' },
  newBusiness: {
    formula:
      'średnia z tego, co minione kwartały, od tylu dni przed końcem, rezerwowały z szans, których jeszcze nie było',
  },
  finishedDeals: { formula: 'szanse wygrane + przegrane do tej pory: na nich opierają się prawdopodobieństwa' },
  dealChance: {
    formula: '(minione podobne szanse wygrane w tyle dni + 10 × odsetek szerszej grupy) ÷ (podobne szanse + 10)',
    note: 'Podobne są szanse w tym samym etapie, podobnie planowane i w tym wieku. W nawiasie 80 % niepewności. Wyuczona ocena zastępuje te odsetki tam, gdzie się sprawdziła.',
  },
  learntChance: {
    formula: '1 ÷ (1 + e^−(logit przeciętnej szansy + Σ logitów powodów))',
    note: 'Wyuczona na szansach tej organizacji i używana tylko tam, gdzie na późniejszych szansach wypadła lepiej niż wskaźniki etapów. W nawiasie 80% niepewności.',
  },
  everChance: {
    formula: 'wygrane w ciągu roku + wciąż otwarte × wygrane ÷ (wygrane + przegrane) z ostatnich obserwowanych dni',
    note: 'Zwykle to średnia, jaką ta sama ocena daje minionym szansom na tym etapie. Iloraz szans poniżej 0,8 zwykłego wymaga obserwacji, poniżej połowy to zagrożenie.',
  },
  quarterEffect: {
    formula:
      'szansa na cel, gdy ta szansa zostanie wygrana lub przegrana: prawdopodobieństwo × po wygranej + (1 − prawdopodobieństwo) × po przegranej = teraz',
  },
  alikeWon: { formula: 'wygrane ÷ wszystkie, spośród zamkniętych szans najbardziej podobnych do tej w jej wieku' },
  bucket: { formula: 'pierwsza spełniona reguła: odpuść, bliska przegranej, bliska wygranej, pracuj, pielęgnuj' },
  daysInStage: { formula: 'teraz − chwila wejścia do etapu' },
  finishedStay: {
    formula: 'mediana dni zakończonych pobytów w etapie; obok dni, w ciągu których skończyły się cztery z pięciu',
  },
  stageDwell: {
    formula:
      'mediana dni między wejściem do etapu a wyjściem; szanse, które wciąż w nim są, liczą się jako co najmniej tak długie',
  },
  stageDwellP80: {
    formula:
      'dni, w ciągu których cztery z pięciu szans opuszczają etap; szanse, które wciąż w nim są, liczą się jako co najmniej tak długie',
  },
  pushEvents: { formula: 'zmiany daty zamknięcia na późniejszy dzień' },
  pushDays: { formula: 'ostatnia data zamknięcia − pierwsza data zamknięcia' },
  planChance: {
    formula: 'P(Σ wygranych szans planu A ≥ brak do celu)',
    note: 'Jest małe, gdy prawie wszystkie muszą być wygrane.',
  },
  planCumulative: { formula: 'wygrane + Σ kwot planu A do tej szansy włącznie' },
  error: { formula: 'prognoza − wynik' },
  wape: {
    formula: 'Σ |błąd| ÷ Σ wyników',
    note: 'W odtworzonych kwartałach, każdy z tego, co było wiadome danego dnia.',
  },
  naiveWape: {
    formula: 'Σ |wygrane do tej chwili + średnia z tego, co wcześniejsze okresy wygrały po niej − wynik| ÷ Σ wyników',
  },
  bias: { formula: 'Σ błędów ÷ Σ wyników; powyżej zera prognoza była za wysoka' },
  intervalCoverage: {
    formula: 'okresy z wynikiem w zakresie ÷ okresy z zakresem',
    note: 'Zakres obiecuje osiem na dziesięć.',
  },
  usualRemainder: { formula: 'wygrane dotąd + średnia z tego, co wcześniejsze okresy wygrały po tej chwili' },
  call: { formula: 'najnowsza kwota, którą osoba zadeklarowała na własny okres' },
  adjustment: { formula: 'najnowsza kwota, którą ktoś inny podał na okres tej osoby; stoi obok deklaracji' },
  wonAndCommit: { formula: 'wygrane do tego dnia + commit tego dnia' },
  crmForecast: { formula: 'własna prognoza CRM dla kategorii, sumowana tak, jak wybrała organizacja' },
  crmDifference: { formula: 'własna prognoza CRM dla kategorii − szanse tutaj, sumowane w ten sam sposób' },
  bookingsIdentity: {
    formula:
      'wygrane na początku + wygrane w międzyczasie − to, co było wygrane, a już nie jest + późniejsze zmiany kwot − wygrane na końcu',
  },
  trend: {
    formula:
      'w górę: wygrana albo zamyka się wcześniej, jest dalej lub warta więcej; w dół: przegrana albo odwrotnie; mieszany: coś w górę i coś w dół; bez zmian: nic z tego się nie zmieniło',
  },
  stageConversion: { formula: 'przeszły dalej lub wygrane ÷ opuściły etap, z tych, które weszły w tym czasie' },
  stageEntered: {
    formula: 'wizyty szans w etapie, które zaczęły się w tym czasie; szansa, która wraca, odwiedza go dwa razy',
  },
  leakage: { formula: 'Σ kwot szans przegranych prosto z tego etapu, w kwocie z przegranej' },
  agePipeline: { formula: 'Σ kwot szans otwartych, które są w etapie od tylu dni, bez względu na datę zamknięcia' },
  zombies: { formula: 'szanse otwarte, które są w jednym etapie od 365 dni lub dłużej' },
  winRateCount: { formula: 'wygrane ÷ (wygrane + przegrane), zamknięte w tym czasie' },
  winRateAmount: { formula: 'Σ kwot wygranych ÷ Σ kwot (wygranych + przegranych), zamknięte w tym czasie' },
  winRateCohort: { formula: 'wygrane ÷ utworzone, z szans utworzonych w dostatecznie dawnym czasie' },
  cycleDays: { formula: 'mediana zamknięcie − utworzenie, tylko wygrane szanse' },
  velocity: { formula: 'otwarte szanse × skuteczność × średnia kwota wygranej ÷ mediana cyklu w dniach' },
  slipRate: {
    formula:
      '(prognozowane w chwili zamknięcia prognozy − z nich zamknięte w okresie) ÷ prognozowane w chwili zamknięcia prognozy, w szansach',
  },
  recycle: {
    formula: 'szanse przegrane 330 do 430 dni temu, przy których koncie nic nie jest teraz otwarte',
    note: 'Około rok budżetowy później pieniądze mogą być znowu. Powód przegranej nie jest odczytywany.',
  },
  experimentEffect: {
    formula:
      '(średnia po − średnia przed) szans, dla których była − (średnia po − średnia przed) wszystkich pozostałych',
  },
  placebos: {
    formula: 'wcześniejsze daty, w których nic nie zmieniono, o skutku równie dużym jak prawdziwy lub większym',
  },
};
