import { addDays, dayNumber, type Day } from '@/lib/calendar/days';

import type { BirthSpan } from './births';
import { type Company, type CompanyInput, runCompany } from './company';
import { type FiscalYear, monthYears } from './period-rows';
import { type Settings, SETTINGS } from './sample-settings';
import { type Random, seeded } from './seeded';
import { workdayUpTo } from './workdays';

/** Deals that such a company has had in four years for each one that is open: it follows from the pace of selling. */
const PER_OPEN = 8.5;
const OPEN_PER_REP = 20;
/** From here on an org is named by all its deals, below by those that are open. */
const LARGE = 1700;
const YEARS = 4;
const DAYS_AHEAD = 1200;

export interface Plan {
  settings: Settings;
  years: FiscalYear[];
  input: CompanyInput;
  random: Random;
  /** The same options live the same life. */
  company: Company;
}

export interface PlanInput {
  size: number;
  seed: number;
  asOf: Day;
  settings?: Settings;
  /** How long the company has existed, days; four years unless said. */
  age?: number;
  years?: (span: BirthSpan) => FiscalYear[];
}

export function planOf({
  size,
  seed,
  asOf,
  settings = SETTINGS,
  age = Math.round(365.25 * YEARS),
  years,
}: PlanInput): Plan {
  if (!Number.isInteger(size) || size < 1)
    throw new RangeError(`The size of an org is a whole number of deals from 1, not ${size}.`);
  const random = seeded(seed);
  const { deals, reps } = scaleOf(size);
  const today = dayNumber(asOf);
  // Nothing of today has happened yet: the org is looked at before work begins.
  const life = { from: today - age, to: workdayUpTo(today - 1) };
  const all = { from: life.from, to: dayNumber(addDays(asOf, DAYS_AHEAD)) };
  const fiscal = years?.(all) ?? monthYears(settings.fiscalYearStartMonth, settings.fiscalYearNamedByStart, all);
  const quarters = fiscal.flatMap((year) => year.quarters).filter(({ to }) => to >= life.from);
  const present = quarters.findIndex(({ from, to }) => from <= today && today <= to);
  const input = { deals: Math.max(1, Math.round((deals * age) / (365.25 * YEARS))), reps, life, quarters, present };
  return {
    settings,
    years: fiscal,
    input,
    random,
    company: runCompany(random, input),
  };
}

function scaleOf(size: number): { deals: number; reps: number } {
  const deals = size < LARGE ? Math.round(PER_OPEN * size) : size;
  return { deals, reps: Math.max(2, Math.round(deals / PER_OPEN / OPEN_PER_REP)) };
}
