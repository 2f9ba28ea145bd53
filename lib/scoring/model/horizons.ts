/** Ends of the horizon bins, days after the landmark (G8.11); what comes later goes on as in the last one observed. */
export const HORIZONS = [7, 14, 30, 60, 90, 180, 365] as const;
