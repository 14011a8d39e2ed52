/** Time comes in by the door: commands and engines take a `Clock`, domains take instants. */
export type Clock = () => Date;

export const systemClock: Clock = () => new Date();
