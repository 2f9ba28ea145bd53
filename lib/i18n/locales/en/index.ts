import { firstEn } from './first';
import { laterEn } from './later';

/** Every text of the product. */
export const en = { ...firstEn, ...laterEn } as const;

export type MessageKey = keyof typeof en;
