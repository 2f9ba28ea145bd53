/** When a person wants to be told of what they did not ask to be told at a certain time. Hours and days are those of the clock before them. */
export interface AlertSettings {
  /** Alerts a day at most. */
  perDay: number;
  /** Quiet from this hour to that one, 0–23; the same twice is never quiet. */
  quietFrom: number;
  quietTo: number;
  /** Days on which one works, 0 is Sunday. */
  workdays: number[];
  /** Hour of the daily digest. */
  digestHour: number;
}
