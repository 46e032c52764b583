/**
 * The part of a job's error that the candidate at this place may spend, places counted from 0: alpha * 6 / (pi * (place + 1))^2.
 * The parts of any number of candidates, known beforehand or not, add up to at most alpha, so by the union bound the job
 * promotes a candidate that is no better with probability at most alpha; the first finalists keep most of the power. Alpha
 * spending over a stream as in Foster and Stine (2008), "Alpha-investing", with the series of Ramdas et al. (2017).
 */
export const shareAlpha = (alpha: number, place: number): number => (alpha * 6) / (Math.PI * (place + 1)) ** 2;
