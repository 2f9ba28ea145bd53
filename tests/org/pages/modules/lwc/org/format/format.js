const LOCALE = document.documentElement.lang || 'en-US';
const DAY = new Intl.DateTimeFormat(LOCALE, { timeZone: 'UTC', month: 'numeric', day: 'numeric', year: 'numeric' });

/** `2026-09-30` as `9/30/2026`, without passing through a time zone. */
export const day = (iso) => (iso ? DAY.format(new Date(`${iso}T00:00:00Z`)) : '');

/** An amount with its cents, or in whole units as the kanban shows it. */
export const money = (amount, currency, maximumFractionDigits = 2) =>
  amount === null || amount === undefined
    ? ''
    : new Intl.NumberFormat(LOCALE, { style: 'currency', currency, maximumFractionDigits }).format(amount);
