/** Whether an instant is less than so many ms away. Either way: what a clock that was set back has put in the future is not new for hours. */
export const isRecent = (at: number, now: number, ms: number): boolean => Math.abs(now - at) < ms;
