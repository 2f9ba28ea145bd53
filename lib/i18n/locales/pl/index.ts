import type { MessageKey } from '../en';
import { firstPl } from './first';
import { laterPl } from './later';

export const pl: Record<MessageKey, string> = { ...firstPl, ...laterPl };
