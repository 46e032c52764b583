import { canonicalJson, type Json } from '@ao/kernel';
import { sha256 } from '../task-set/content-hash.js';
import type { OutputText } from './output-texts.store.js';

/** Answers that wait to be written beside their outcomes, each once. */
export class KeptOutputs {
  private waiting = new Map<string, OutputText>();

  /** `longest`: characters of an answer that are kept; 0: nothing is. */
  constructor(private readonly longest: number) {}

  /** Keeps an answer, cut where it is longer; answers the SHA-256 of its whole canonical JSON. */
  readonly keep = (output: Json): string => {
    const whole = canonicalJson(output);
    const hash = sha256(whole);
    if (this.longest > 0 && !this.waiting.has(hash)) {
      const cut = whole.length > this.longest;
      this.waiting.set(hash, { hash, text: cut ? whole.slice(0, this.longest).toWellFormed() : whole, cut });
    }
    return hash;
  };

  /** What waits; nothing waits any more. */
  take(): readonly OutputText[] {
    const taken = [...this.waiting.values()];
    this.waiting = new Map();
    return taken;
  }
}
