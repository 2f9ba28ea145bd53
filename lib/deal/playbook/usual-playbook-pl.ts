import type { Playbook } from './playbook';
import { USUAL_PLAYBOOK } from './usual-playbook';

/** The texts of the playbook that ships, by id, as a Polish salesperson says them. Names of roles and methods stay as the field has them. */
const TEXTS: Record<string, string> = {
  pain: 'Klient nazwał problem i wie, ile go kosztuje',
  team: 'Wiadomo, kto decyduje, kto płaci i kto będzie używać',
  single: 'Znamy tylko jedną osobę',
  criteria: 'Kryteria wyboru są uzgodnione',
  proof: 'Użytkownicy przekonali się, że rozwiązanie działa',
  'no-decider': 'Nie znamy nikogo, kto decyduje',
  'no-price': 'Brakuje kwoty',
  legal: 'Bezpieczeństwo i prawnicy się zgodzili',
  date: 'Termin decyzji jest potwierdzony na piśmie',
  paper: 'Umowa jest u osoby, która ją podpisze',
  pushed: 'Data zamknięcia przesunęła się co najmniej dwa razy',
  metrics: 'Mierzalne korzyści',
  'economic-buyer': 'Osoba, która decyduje o budżecie',
  'decision-criteria': 'Kryteria decyzji',
  'decision-process': 'Proces decyzyjny',
  'paper-process': 'Droga do podpisu',
  'identify-pain': 'Problem klienta',
  champion: 'Sprzymierzeniec',
  competition: 'Konkurencja',
};

const said = <Item extends { id: string; text: string }>(items: readonly Item[] = []): Item[] =>
  items.map((each) => ({ ...each, text: TEXTS[each.id] ?? each.text }));

/** {@link USUAL_PLAYBOOK} in Polish: the same ids, so that what was marked in one counts in the other. */
export const USUAL_PLAYBOOK_PL: Playbook = {
  ...USUAL_PLAYBOOK,
  stages: USUAL_PLAYBOOK.stages.map((stage) => ({
    ...stage,
    milestones: said(stage.milestones),
    obstacles: said(stage.obstacles),
  })),
  ...(USUAL_PLAYBOOK.scorecard
    ? {
        scorecard: {
          ...USUAL_PLAYBOOK.scorecard,
          elements: USUAL_PLAYBOOK.scorecard.elements.map((each) => ({ ...each, title: TEXTS[each.id] ?? each.title })),
        },
      }
    : {}),
};
