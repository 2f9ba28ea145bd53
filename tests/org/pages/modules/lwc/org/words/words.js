const LANGUAGE = (document.documentElement.lang || 'en').slice(0, 2);

const WORDS = {
  de: {
    'Account Name': 'Accountname',
    'Additional Information': 'Zusätzliche Informationen',
    Amount: 'Betrag',
    'Close Date': 'Schlusstermin',
    Created: 'Erstellt',
    Description: 'Beschreibung',
    Edit: 'Bearbeiten:',
    'Forecast Category': 'Prognosekategorie',
    'Last Modified': 'Zuletzt geändert',
    'Lead Source': 'Herkunft',
    'Next Step': 'Nächster Schritt',
    'Opportunity Information': 'Opportunity-Informationen',
    'Opportunity Name': 'Opportunity-Name',
    'Opportunity Owner': 'Inhaber der Opportunity',
    'Probability (%)': 'Wahrscheinlichkeit (%)',
    Stage: 'Phase',
    'System Information': 'Systeminformationen',
    Type: 'Typ',
  },
  pl: {
    'Account Name': 'Nazwa konta',
    'Additional Information': 'Informacje dodatkowe',
    Amount: 'Kwota',
    'Close Date': 'Data zamknięcia',
    Created: 'Utworzono',
    Description: 'Opis',
    Edit: 'Edytuj',
    'Forecast Category': 'Kategoria prognozy',
    'Last Modified': 'Ostatnia zmiana',
    'Lead Source': 'Źródło',
    'Next Step': 'Następny krok',
    'Opportunity Information': 'Informacje o szansie',
    'Opportunity Name': 'Nazwa szansy',
    'Opportunity Owner': 'Właściciel szansy',
    'Probability (%)': 'Prawdopodobieństwo (%)',
    Stage: 'Etap',
    'System Information': 'Informacje systemowe',
    Type: 'Typ',
  },
  ja: {
    'Account Name': '取引先名',
    'Additional Information': '追加情報',
    Amount: '金額',
    'Close Date': '完了予定日',
    Created: '作成日',
    Description: '説明',
    Edit: '編集',
    'Forecast Category': '売上予測分類',
    'Last Modified': '最終更新日',
    'Lead Source': 'リードソース',
    'Next Step': '次のステップ',
    'Opportunity Information': '商談情報',
    'Opportunity Name': '商談名',
    'Opportunity Owner': '商談 所有者',
    'Probability (%)': '確度 (%)',
    Stage: 'フェーズ',
    'System Information': 'システム情報',
    Type: '種別',
  },
};

/** A label in the page's language. */
export const word = (english) => WORDS[LANGUAGE]?.[english] ?? english;

const STATUS = {
  en: (count, sort, view) => `${count} items • Sorted by ${sort} • Filtered by ${view} • Updated a few seconds ago`,
  de: (count, sort, view) => `${count} Elemente • Sortiert nach ${sort} • Gefiltert nach ${view} • Vor einigen Sekunden aktualisiert`,
  pl: (count, sort, view) => `Elementy: ${count} • Sortowanie: ${sort} • Filtr: ${view} • Zaktualizowano kilka sekund temu`,
  ja: (count, sort, view) => `${count} 個の項目 • ${sort} 順 • ${view} で絞り込み • 数秒前に更新`,
};

/** The line under a list's name. */
export const status = (count, sort, view) => (STATUS[LANGUAGE] ?? STATUS.en)(count, sort, view);
