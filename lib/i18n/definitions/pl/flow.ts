import type { flow as en } from '../en/flow';
import type { DefinitionText } from '../text';

export const flow: Record<keyof typeof en, DefinitionText> = {
  flowIdentity: {
    means: 'Sprawdzenie, czy ruchy tłumaczą całą różnicę między dwoma dniami.',
    formula:
      'początek + nowe + przesunięte do okresu + ponownie otwarte + wejście w zakres + przywrócone + wzrosty − spadki − wygrane − przegrane − przesunięte za okres − przesunięte przed okres − wyjście z zakresu − pominięte − usunięte − koniec',
    example: '100 + 50 − 30 − 120 = 0.',
    trap: 'Wynosi 0 co do centa. Cokolwiek innego to błąd programu.',
  },
  new: {
    means: 'Szanse utworzone w międzyczasie.',
    formula:
      'szanse, których nie było pierwszego dnia, w kwocie z drugiego; także wygrane lub przegrane w międzyczasie',
    example: '100 otwarte + 30 już wygrane = 130.',
    trap: 'Szansa utworzona i zamknięta w międzyczasie stoi w nowych i w wygranych lub przegranych, żeby wyniki się zgadzały.',
  },
  movedIn: {
    title: 'Przesunięte do okresu',
    means: 'Szanse, których data zamknięcia przesunęła się do okresu.',
    formula: 'z późniejszej daty + z wcześniejszej daty',
    example: '70 + 30 = 100.',
    trap: 'Własna liczba CRM bywa mniejsza: może patrzeć tylko kilka miesięcy poza okres.',
  },
  pulledIn: {
    means: 'Szanse oczekiwane teraz wcześniej, w okresie.',
    formula: 'szanse z datą zamknięcia dawniej po okresie, a teraz w nim',
    example: 'Szansa za 100 przechodzi ze stycznia na listopad: 100.',
  },
  pushedIn: {
    means: 'Szanse oczekiwane przed okresem, a teraz w nim.',
    formula: 'szanse z datą zamknięcia dawniej przed okresem, a teraz w nim',
    example: 'Szansa za 100 przechodzi z września na listopad: 100.',
    trap: 'Więcej lejka, ale to żadna dobra wiadomość: większość z nich się opóźniła.',
  },
  reopened: {
    means: 'Szanse, które były zamknięte, a znów są otwarte.',
    formula: 'szanse wygrane lub przegrane pierwszego dnia, otwarte drugiego',
    example: 'Przegrana szansa za 100 znów jest otwarta: 100.',
  },
  scopeIn: {
    means: 'Szanse, które przyszły od kogoś spoza oglądanego zespołu.',
    formula: 'szanse, których właściciel był poza zakresem, a teraz jest w nim',
    example: 'Szansa za 100 przekazana zespołowi: 100.',
    trap: 'To nie nowa sprzedaż: ktoś inny ma o tyle mniej.',
  },
  unomitted: {
    means: 'Szanse, które znów liczą się w prognozie.',
    formula: 'szanse, które były pominięte w prognozie, a już nie są',
    example: 'Pominięta, potem lejek, za 100: 100.',
  },
  increased: {
    means: 'O ile wzrosły kwoty.',
    formula: 'wzrost kwoty, także szans, które potem ubyły',
    example: '(130 − 100) + (15 − 10) = 35; drugą z nich potem wygrano.',
    trap: 'Szansa, która ubywa, najpierw oddaje tu zmianę kwoty i odchodzi z ostatnią.',
  },
  decreased: {
    means: 'O ile spadły kwoty.',
    formula: 'spadek kwoty, także szans, które potem ubyły',
    example: '(100 − 70) + (10 − 5) = 35; drugą z nich potem przegrano.',
    trap: 'W walucie firmy: data przesunięta pod inny kurs liczy się tutaj albo we wzrostach, bo tak mają ją sumy z obu dni.',
  },
  won: {
    means: 'Co wygrano w międzyczasie.',
    formula: 'szanse wygrane w międzyczasie z datą zamknięcia w okresie, w kwocie z wygranej',
    example: 'Otwarta za 100, wygrana za 120: 120 tutaj, 120 − 100 = 20 we wzrostach.',
  },
  lost: {
    means: 'Co przegrano w międzyczasie.',
    formula: 'szanse przegrane w międzyczasie, w kwocie z przegranej',
    example: 'Otwarta za 100, przegrana za 90: 90 tutaj, 100 − 90 = 10 w spadkach.',
  },
  pushedOut: {
    means: 'Szanse, które wypadły za okres.',
    formula: 'szanse z datą zamknięcia przesuniętą za okres',
    example: 'Szansa za 100 przechodzi z listopada na styczeń: 100.',
  },
  pulledOut: {
    means: 'Szanse oczekiwane teraz przed okresem.',
    formula: 'szanse z datą zamknięcia przesuniętą przed okres',
    example: 'Szansa za 100 przechodzi z listopada na wrzesień: 100.',
    trap: 'Ubyła z okresu, nie z lejka.',
  },
  scopeOut: {
    means: 'Szanse, które przeszły do kogoś spoza oglądanego zespołu.',
    formula: 'szanse, których właściciel był w zakresie, a teraz jest poza nim',
    example: 'Szansa za 100 oddana innemu zespołowi: 100.',
  },
  omitted: {
    means: 'Szanse, które już nie liczą się w prognozie.',
    formula: 'szanse, które są teraz pominięte w prognozie, a nie były',
    example: 'Lejek, potem pominięta, za 100: 100.',
  },
  deleted: {
    means: 'Szanse, których już nie ma.',
    formula: 'szanse usunięte w CRM albo takie, których już nie widzisz',
    example: 'Szansa za 100 usunięta: 100.',
    trap: 'CRM nie mówi, które z dwojga.',
  },
  trend: {
    means: 'Czy między dwoma dniami z szansą jest lepiej, czy gorzej.',
    formula:
      'w górę: wygrana albo zamyka się wcześniej, jest dalej lub warta więcej; w dół: przegrana albo odwrotnie; mieszany: coś w górę i coś w dół; bez zmian: nic z tego się nie zmieniło',
    example: 'Data o miesiąc późniejsza, kwota wyższa: mieszany.',
    trap: 'Wygrana lub przegrana decyduje sama, cokolwiek jeszcze się zmieniło. Kwoty porównujemy w walucie szansy: sam inny kurs niczego nie zmienia.',
  },
  bookingsIdentity: {
    means: 'Sprawdzenie, czy końcowe wygrane wynikają z tego, co się z nimi działo.',
    formula:
      'wygrane na początku + wygrane w międzyczasie − to, co było wygrane, a już nie jest + późniejsze zmiany kwot − wygrane na końcu',
    example: '100 + 50 − 20 − 5 − 125 = 0.',
    trap: 'Wynosi 0 co do centa.',
  },
};
