import type { pipeline as en } from '../en/pipeline';
import type { DefinitionText } from '../text';

export const pipeline: Record<keyof typeof en, DefinitionText> = {
  openPipeline: {
    means: 'Co jest jeszcze otwarte i ma się zamknąć w okresie.',
    formula: 'Σ kwot szans otwartych, niepominiętych, z datą zamknięcia w okresie',
    example: '100 + 250 = 350; pominięta szansa za 9 się nie liczy.',
    trap: 'Bez wag: mówi, co jest otwarte, nie co zostanie wygrane.',
  },
  closedWon: {
    means: 'Co wygrano do tej pory.',
    formula: 'Σ kwot szans wygranych do tej pory, z datą zamknięcia w okresie',
    example: '100 + 380 = 480.',
    trap: 'Liczy się ostatni stan: szansa ponownie otwarta i znów wygrana jest wygrana, a ponownie otwarta i przegrana nie.',
  },
  quota: {
    means: 'Ile osoby w zakresie mają przynieść w okresie.',
    formula:
      'cel, który menedżer ma za osoby w zakresie, inaczej Σ ich celów; z jednego typu prognozy, najpierw z CRM, potem wpisane lub wczytane z pliku; dłuższy cel według dni w okresie',
    example: '700 + 500 = 1 200.',
    trap: 'Cel menedżera to cel zespołu, a inne typy prognoz i miesiące kwartału, który sam ma cel, to wersje tego samego: żaden nie jest kolejnym składnikiem.',
  },
  gapToQuota: {
    means: 'Ile brakuje do celu.',
    formula: 'cel − wygrane',
    example: '1 200 − 480 = 720.',
    trap: 'Poniżej 0 cel jest osiągnięty.',
  },
  attainment: {
    means: 'Jaką część celu wygrano.',
    formula: 'wygrane ÷ cel',
    example: '480 ÷ 1 200 = 40 %.',
    trap: 'Bez celu nie ma realizacji, a to nie to samo co 0 %.',
  },
  gapToForecast: {
    means: 'Ile brakuje do zaprognozowanej liczby.',
    formula: 'prognoza − wygrane',
    example: '1 180 − 480 = 700.',
  },
  coverage: {
    means: 'Ile razy otwarty lejek pokrywa to, czego brakuje.',
    formula: 'otwarty lejek ÷ (cel − wygrane); osiągnięte, gdy niczego nie brakuje',
    example: '2 310 ÷ (1 200 − 480) = 3,2.',
    trap: 'Niektóre narzędzia podają odwrotność. Gdy braku już nie ma, cel jest osiągnięty, a nie pokrycie nieskończone.',
  },
  requiredCoverage50: {
    title: 'Pokrycie na równe szanse',
    means: 'Pokrycie, przy którym cel osiąga się mniej więcej równie często, jak się go nie osiąga.',
    formula: '1 ÷ skuteczność kwotowa',
    example: '1 ÷ 0,25 = 4.',
    trap: 'Często podawane jako zdrowe. To pokrycie rzutu monetą.',
  },
  requiredCoverage: {
    title: 'Potrzebne pokrycie',
    means: 'Najmniejsze pokrycie, które daje cel z żądanym prawdopodobieństwem.',
    formula: 'symulacja na kwotach i skuteczności tej organizacji',
    example: 'Każda szansa wygrana: 1. Skuteczność 0: żadne pokrycie nie wystarczy.',
    trap: 'Wiele małych szans potrzebuje mniejszego pokrycia niż kilka dużych.',
  },
  commit: {
    means: 'Szanse otwarte, do których zobowiązali się właściciele.',
    formula: 'Σ kwot szans otwartych w kategorii commit, z datą zamknięcia w okresie',
    example: '60 + 40 = 100.',
    trap: 'Liczone pojedynczo. Przy sumowaniu narastającym ekrany organizacji pokazują to razem z zamkniętymi.',
  },
  bestCase: {
    means: 'Szanse otwarte, które mogą się zamknąć, jeśli dobrze pójdzie.',
    formula: 'Σ kwot szans otwartych w kategoriach best case i most likely, z datą zamknięcia w okresie',
    example: '50 + 20 = 70.',
    trap: 'Bez commit.',
  },
  wonAndCommit: {
    means: 'Co tego dnia powiedziałaby prognoza z samych kategorii.',
    formula: 'wygrane do tego dnia + commit tego dnia',
    example: '480 + 120 = 600.',
  },
  weightedPipeline: {
    means: 'Szanse otwarte z datą zamknięcia w okresie, każda z prawdopodobieństwem swojego etapu z CRM.',
    formula: 'Σ kwota × prawdopodobieństwo etapu, data zamknięcia w okresie; jak suma oczekiwanego przychodu w CRM',
    example: '100 × 0,5 + 50 × 0,5 = 75.',
    trap: 'Te prawdopodobieństwa wpisał administrator i dotyczą wygranej kiedykolwiek. Co o tym kwartale mówi wasza historia, podają „Oczekiwane z otwartych szans”.',
  },
  pipelineCreated: {
    means: 'Lejek, który powstał w tym czasie.',
    formula: 'Σ kwot przy pierwszym wejściu do otwartego, liczonego etapu w tym czasie',
    example: '40 + 60 = 100.',
    trap: 'Późniejsze zmiany kwoty się nie liczą.',
  },
  pipelineCreationRate: {
    title: 'Lejek utworzony tygodniowo',
    means: 'Jak szybko przybywa nowego lejka.',
    formula: 'utworzony lejek ÷ tygodnie',
    example: '1 300 ÷ 13 = 100.',
  },
  createdAndClosedShare: {
    title: 'Udział utworzonych i zamkniętych',
    means: 'Ile z wygranych nie istniało, gdy okres się zaczynał.',
    formula: 'wygrane z szans utworzonych w okresie ÷ wygrane',
    example: '120 ÷ 480 = 25 %.',
  },
  pipelineNeeded: {
    title: 'Potrzebny nowy lejek',
    means: 'Ile nowego lejka trzeba jeszcze utworzyć, by osiągnąć cel, jeśli szanse otwarte przyniosą lejek ważony.',
    formula:
      '(cel − wygrane − lejek ważony) ÷ to, w co zamieniały się szanse utworzone w tej chwili minionych okresów; co najmniej 0',
    example: '(1 000 − 400 − 400) ÷ 0,1 = 2 000.',
    trap: 'Pod koniec okresu mało z nowych szans zdąży się zamknąć, więc liczba szybko rośnie.',
  },
  velocity: {
    means: 'Ile lejek przynosi dziennie przy obecnym tempie.',
    formula: 'szanse otwarte × skuteczność ilościowa × średnia kwota wygranej ÷ mediana cyklu w dniach',
    example: '100 × 0,25 × 50 000 ÷ 60 = 20 833 dziennie.',
    trap: 'Przy średniej zamiast mediany o liczbie decyduje kilka powolnych szans.',
  },
  winRateCount: {
    means: 'Ile z zakończonych szans wygrano.',
    formula: 'wygrane ÷ (wygrane + przegrane), zamknięte w tym czasie',
    example: '1 ÷ (1 + 3) = 25 %.',
    trap: 'Inni dzielą przez wszystkie szanse, także otwarte, i mają mniej. Według właściciela liczy się obecny, jak w raportach CRM; na karcie osoby ten, kto miał szansę, gdy się kończyła.',
  },
  winRateAmount: {
    means: 'Ile z zakończonych pieniędzy wygrano.',
    formula: 'Σ kwot wygranych ÷ Σ kwot (wygranych + przegranych), zamknięte w tym czasie',
    example: '220 ÷ (220 + 780) = 22 %.',
    trap: 'Zwykle mniej niż ilościowo, bo duże szanse wygrywa się rzadziej.',
  },
  winRateCohort: {
    means: 'Ile z szans utworzonych w jednym czasie w końcu wygrano.',
    formula: 'wygrane ÷ utworzone, z szans utworzonych w dostatecznie dawnym czasie',
    example: '20 ÷ 100 = 20 %.',
    trap: 'Młody czas wygląda źle tylko dlatego, że jego szanse są jeszcze otwarte.',
  },
  stageConversion: {
    means: 'Ile szans przechodzi dalej z etapu.',
    formula: 'przeszły dalej lub wygrane ÷ opuściły etap, z tych, które weszły w tym czasie',
    example: '30 ÷ 60 = 50 %.',
    trap: 'Szanse, które wciąż są na etapie, nie liczą się w żadną stronę.',
  },
  stageEntered: {
    means: 'Ile razy szanse weszły na etap.',
    formula: 'wizyty na etapie, które zaczęły się w tym czasie; szansa, która wraca, odwiedza go dwa razy',
    example: 'Wejście, powrót, znów wejście: 1 + 1 = 2.',
  },
  leakage: {
    means: 'Ile przegrywa się prosto z tego etapu.',
    formula:
      'Σ kwot szans przegranych z etapu, każda raz, tam i w tej kwocie, gdzie przegrano ją ostatnio, z wizyt zaczętych w tym czasie',
    example: '40 + 60 = 100.',
  },
  stageDwell: {
    means: 'Jak długo szanse zwykle są na etapie.',
    formula:
      'mediana dni kalendarzowych między wejściem na etap a wyjściem; szanse, które wciąż na nim są, liczą się jako co najmniej tak długie',
    example: 'Czas 1, 2 i 3 dni: 2 dni.',
    trap: 'Gdyby pominąć szanse, które wciąż tam są, każdy etap wyglądałby na szybki.',
  },
  stageDwellP80: {
    means: 'Jak długo na etapie są wolniejsze szanse.',
    formula:
      'dni, w ciągu których 80 % szans opuszcza etap; szanse, które wciąż na nim są, liczą się jako co najmniej tak długie',
    example: 'Czas 1, 2, 3, 4 i 5 dni: 4 dni.',
    trap: 'Nieznane, gdy zbyt wiele szans jeszcze nie wyszło.',
  },
  daysInStage: {
    means: 'Od ilu dni szansa jest na obecnym etapie.',
    formula: 'dziś − dzień wejścia na etap; dzień utworzenia, jeśli etap się nie zmienił',
    example: 'Wejście 1 maja, dziś 15 maja: 15 − 1 = 14 dni.',
  },
  agePipeline: {
    means: 'Ile pieniędzy stoi na etapie i od jak dawna.',
    formula:
      'Σ kwot otwartych szans na etapie według dni kalendarzowych na nim ÷ typowe dni tego etapu: do ½, od ½ do 1, od 1 do 2, ponad 2; bez względu na datę zamknięcia',
    example: 'Zwykle 20 dni. 40 od 12 dni i 60 od 18: 40 + 60 = 100 między połową a całością tego czasu.',
    trap: 'Gdy zbyt wiele szans jeszcze nie wyszło z etapu, nic nie jest na nim typowe: mają osobną kolumnę.',
  },
  cycleDays: {
    means: 'Ile trwa wygrana szansa.',
    formula: 'mediana zamknięcie − utworzenie, tylko wygrane szanse',
    example: 'Cykle 10, 30 i 80 dni: 30 dni.',
    trap: 'Przegrane zamyka się często późno i z nawyku. Wydłużałyby cykl.',
  },
  finishedDeals: {
    means: 'Na ilu zakończonych szansach opierają się prawdopodobieństwa.',
    formula: 'szanse wygrane + przegrane do tej pory',
    example: '20 + 35 = 55.',
    trap: 'Poniżej 20 wygranych i 20 przegranych nie ma procentów.',
  },
  needsAttention: {
    means: 'Szanse otwarte, które kogoś potrzebują.',
    formula: 'szanse otwarte, których kondycja to zagrożona lub zastała',
    example: 'Zagrożona, do obserwacji, zastała, nowa: 2 szanse.',
    trap: 'Według reguł albo modelu, jeśli jest w użyciu. Rekord mówi, co zdecydowało i dlaczego.',
  },
  creditedRevenue: {
    means: 'Jaka część kwot szans jest przypisana danej osobie.',
    formula:
      'Σ podziałów przychodu tej osoby; szansa bez podziałów należy w całości do właściciela, a z podziałami to, co po nich zostaje',
    example:
      'Szansa za 100 podzielona 70 do 30, druga za 50 bez podziału: właściciel obu ma 70 + 50 = 120, drugi handlowiec 30.',
    trap: 'Części wszystkich osób sumują się do kwot. Podziałów dodatkowych w tym nie ma.',
  },
  overlayCredit: {
    means: 'Co jest przypisane danej osobie obok przychodu.',
    formula: 'Σ podziałów tego rodzaju przypisanych tej osobie',
    example: '25 % ze 100 i 50 % z 60: 25 + 30 = 55.',
    trap: 'Te same pieniądze są już przypisane jako przychód: nie dodaje się ich do niego ani do innego rodzaju.',
  },
  familyPart: {
    means: 'Ile z kwot szans przypada na produkty danej rodziny.',
    formula:
      'Σ po szansach: kwota × suma pozycji z tej rodziny ÷ dzisiejsza kwota; to, czego pozycje nie tłumaczą, jest osobną częścią; metoda największych reszt, więc części sumują się do kwoty',
    example: 'Szansa na 100 ma pozycje: sprzęt 60 i usługi 30: 60 i 30, a 10 poza produktami.',
    trap: 'Pozycje nie mają historii: dawne kwoty dzieli się według dzisiejszych. Gdy jest ich więcej niż kwota szansy albo suma rodziny jest ujemna, całość jest poza produktami.',
  },
};
