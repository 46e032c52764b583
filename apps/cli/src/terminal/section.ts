import type { Style } from './terminal.js';
import { indent } from './wrap.js';

/** A part of a report. */
export type Section = readonly [title: string, body: string];

/** Text under a title. */
export const sectionText = ([title, body]: Section, { colour }: Style): string =>
  `${colour.bold(title)}\n\n${indent(body)}`;
